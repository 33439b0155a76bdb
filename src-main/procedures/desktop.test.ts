import { afterEach, describe, expect, it } from 'vitest'
import { type DesktopPreferences, defaultPreferences } from '#contract/desktop'
import { LocalTime } from '#contract/time'
import { startTestApp, type TestApp } from '../../e2e/world/test-app.ts'

let test: TestApp
afterEach(() => test.close())

const chosen: DesktopPreferences = {
  notify: false,
  quiet: { from: LocalTime.parse('20:00'), until: LocalTime.parse('07:00') },
  lockAfterMinutes: 5,
  stayInTray: true,
}

describe('what is chosen for the application itself', () => {
  it('is kept by a host that has something to choose, whatever state the workspace is in', async () => {
    let kept = defaultPreferences
    const preferences = {
      show: async () => kept,
      save: async (saved: DesktopPreferences) => {
        kept = saved
        return saved
      },
    }
    test = await startTestApp({ host: 'desktop', preferences })
    expect(await test.client.workspace.info({})).toMatchObject({ state: { state: 'new' }, host: 'desktop' })
    expect(await test.client.desktop.show({})).toEqual(defaultPreferences)
    expect(await test.client.desktop.save(chosen)).toEqual(chosen)
    expect([kept, await test.client.desktop.show({})]).toEqual([chosen, chosen])
    await expect(test.client.desktop.save({ ...chosen, lockAfterMinutes: 31 })).rejects.toThrow()
    expect(kept).toEqual(chosen)
  })

  it('is nothing in a browser, and a save says where it can be chosen', async () => {
    test = await startTestApp()
    expect(await test.client.desktop.show({})).toBeNull()
    await expect(test.client.desktop.save(chosen)).rejects.toMatchObject({
      code: 'not-available-here',
      tell: expect.stringContaining('Open the workspace there'),
    })
  })
})
