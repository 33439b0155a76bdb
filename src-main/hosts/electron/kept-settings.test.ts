// Puts a stand-in in the place of the `electron` module, which the library below imports; the library itself is real.
import '../../../e2e/stand-in/register.ts'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultPreferences } from '#contract/desktop'
import { LocalTime } from '#contract/time'
import { keepPlace, nothingKept } from './window-bounds.ts'

// The library asks it for a place, though it gets one of us.
const { app } = createRequire(import.meta.url)('electron') as { app: { setPath(name: string, path: string): void } }
app.setPath('userData', tmpdir())
const { keptSettings } = await import('./kept-settings.ts')

describe('what is kept of the desktop application', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-kept-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const night = { from: LocalTime.parse('22:00'), until: LocalTime.parse('06:00') }
  const chosen = { ...defaultPreferences, notify: false, quiet: night, lockAfterMinutes: 3, stayInTray: true }
  const display = { id: 2_779_098_405, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
  const place = { bounds: { x: -8, y: 3, width: 900, height: 700 }, maximized: true, zoom: 1.25 }

  it('is the defaults at first, and what was chosen at the next start', async () => {
    const first = keptSettings(folder)
    expect([first.preferences.read(), first.window.read()]).toEqual([defaultPreferences, nothingKept])
    expect(await first.store.save(chosen)).toEqual(chosen)
    first.window.write(keepPlace(nothingKept, display, place))
    const next = keptSettings(folder)
    expect([next.preferences.read(), await next.store.show()]).toEqual([chosen, chosen])
    expect(next.window.read()).toEqual(keepPlace(nothingKept, display, place))
    expect(readdirSync(folder).toSorted()).toEqual(['preferences.json', 'window.json'])
  })

  it.each([
    ['cut off', '{"value": {"notify": tr'],
    ['empty', ''],
    ['of another program', '[1, 2]'],
    [
      'of a later version',
      '{"value": {"notify": true, "quiet": null, "lockAfterMinutes": 5, "stayInTray": true, "colour": "red"}}',
    ],
    [
      'beyond what may be chosen',
      '{"value": {"notify": true, "quiet": null, "lockAfterMinutes": 600, "stayInTray": true}}',
    ],
    ['meant to poison', '{"__proto__": {"notify": false}, "value": {"__proto__": {"notify": false}}}'],
  ])('is the defaults again where its file is %s, and can be kept anew', (_, text) => {
    writeFileSync(join(folder, 'preferences.json'), text)
    const { preferences } = keptSettings(folder)
    expect(preferences.read()).toEqual(defaultPreferences)
    expect(({} as { notify?: unknown }).notify).toBeUndefined()
    preferences.write(chosen)
    expect(keptSettings(folder).preferences.read()).toEqual(chosen)
  })

  it('stays as it was, and says what to look at, where nothing can be written', async () => {
    const below = join(folder, 'below')
    const { store } = keptSettings(below)
    await store.save(chosen)
    rmSync(below, { recursive: true })
    writeFileSync(below, '')
    await expect(store.save(defaultPreferences)).rejects.toMatchObject({
      code: 'storage-failed',
      tell: expect.stringMatching(/could not be kept, so it stays as it was/),
    })
  })

  it('stands in files that hold nothing else', () => {
    const { preferences } = keptSettings(folder)
    preferences.write(chosen)
    expect(JSON.parse(readFileSync(join(folder, 'preferences.json'), 'utf8'))).toEqual({ value: chosen })
  })
})
