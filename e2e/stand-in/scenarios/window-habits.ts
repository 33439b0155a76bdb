import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { app } from '../app.ts'
import { inTime, scenario, startBuilt, until } from '../run-built.ts'
import { seen } from '../state.ts'

type Click = NonNullable<MenuItemConstructorOptions['click']>

const click = (items: readonly MenuItemConstructorOptions[] | undefined, label: string): void => {
  const found = items?.find((item) => item.label === label)
  assert.ok(found?.click, `${label} can be chosen`)
  found.click(...([] as unknown as Parameters<Click>))
}

// Two screens with a zoom of their own, a page that crashes, a workspace that cannot be locked, the number on the icon.
await scenario(async () => {
  const folder = process.argv[2] ?? ''
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', folder])
  const window = desktop.window()
  await until('the window', () => window.shown)
  const view = seen.menus[0]?.find(({ label }) => label === '&View')?.submenu as MenuItemConstructorOptions[]
  const kept = (): unknown => JSON.parse(readFileSync(join(folder, 'desktop', 'window.json'), 'utf8'))

  click(view, 'Zoom in')
  assert.equal(window.zoom, 1.1)
  const small = { x: 2000, y: 10, width: 1000, height: 600 }
  window.place(small)
  await until('what is kept of the second screen', () => JSON.stringify(kept()).includes('"2"'))
  assert.equal(window.zoom, 1.1, 'a screen without a zoom of its own takes over the one there is')
  click(view, 'Zoom in')
  assert.equal(window.zoom, 1.25)
  window.place({ x: 100, y: 20, width: 1200, height: 800 })
  await until('the zoom of the first screen', () => window.zoom === 1.1)

  const { client } = desktop.page()
  await until('the number of open discrepancies on the icon', async () => {
    const { total } = await client.discrepancies.counts({ filter: {} })
    return total > 0 && seen.badges.at(-1) === total
  })

  click(seen.trayMenus.at(-1), 'Lock now')
  const [refused] = await until('word on the lock', () => seen.messageBoxes.length > 0 && seen.messageBoxes)
  assert.deepEqual([refused?.message, /kept unlocked/.test(refused?.detail ?? '')], ['Plumbline was not locked.', true])
  assert.equal((await client.workspace.info({})).state.state, 'open')

  for (const crash of [1, 2, 3]) {
    const page = desktop.page()
    window.crash('crashed')
    await until('the page anew', () => desktop.page() !== page)
    const { message } = seen.messageBoxes[crash] ?? { message: 'nothing was said' }
    assert.equal(message, "Plumbline's page ended unexpectedly and was loaded again.")
    assert.equal((await inTime('an answer', desktop.page().client.workspace.info({}))).state.state, 'open')
  }
  window.crash('oom')
  const last = await until('a question', () => seen.messageBoxes[4])
  assert.deepEqual(
    [last.message, last.buttons],
    ["Plumbline's page keeps ending unexpectedly.", ['Load it again', 'Quit']],
  )

  window.place({ x: 300, y: 40, width: 1100, height: 700 })
  app.quit()
  assert.equal(await inTime('the end', desktop.ended), 0)
  assert.deepEqual(kept(), {
    value: {
      display: '1',
      displays: {
        1: { bounds: { x: 300, y: 40, width: 1100, height: 700 }, maximized: false, zoom: 1.1 },
        2: { bounds: small, maximized: false, zoom: 1.25 },
      },
    },
  })
})
