import assert from 'node:assert/strict'
import type { MenuItemConstructorOptions } from 'electron'
import type { Run } from '#contract/runs'
import { LocalTime } from '#contract/time'
import { inTime, scenario, startBuilt, until } from '../run-built.ts'
import { seen } from '../state.ts'

type Click = NonNullable<MenuItemConstructorOptions['click']>

// "Sync all now" of the tray starts a sync; what changed is told once, in numbers; in quiet hours nothing is told.
await scenario(async () => {
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', process.argv[2] ?? ''])
  const { client } = desktop.page()
  await until('the window', () => desktop.window().shown)
  // Whoever looks at the window needs no notification.
  desktop.window().hide()
  const pairings = await inTime('the pairings', client.pairings.list({}))
  const tray = (label: string) => seen.trayMenus.at(-1)?.find((item) => item.label === label)
  /** Does what starts a sync of everything, and returns its runs once they have ended and were looked at. */
  const syncedBy = async (start: () => unknown): Promise<Run[]> => {
    const known = new Set((await client.runs.list({ limit: 500 })).map(({ id }) => id))
    await start()
    for (;;) {
      const runs = (await inTime('the runs', client.runs.list({ limit: 500 }))).filter(({ id }) => !known.has(id))
      if (runs.length === pairings.length && runs.every(({ endedAt }) => endedAt !== null)) {
        await until('the tray at rest', () => tray('Sync all now')?.enabled)
        // Changes are gathered for a moment; what is never told cannot be waited for.
        await new Promise((resolve) => setTimeout(resolve, 500))
        return runs
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const opened = (runs: readonly Run[]): number => runs.reduce((sum, { outcome }) => sum + (outcome?.opened ?? 0), 0)

  // A new demo syncs by itself, which may be over before the program looks for the first time.
  for (;;) {
    const runs = await inTime('the first runs', client.runs.list({ limit: 500 }))
    if (runs.length >= pairings.length && runs.every(({ endedAt }) => endedAt !== null)) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await until('the tray at rest', () => tray('Sync all now')?.enabled)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { notifications } = seen
  const before = notifications.length
  const nothing = await syncedBy(() => tray('Sync all now')?.click?.(...([] as unknown as Parameters<Click>)))
  assert.deepEqual([opened(nothing), notifications.length], [0, before], 'a sync that changed nothing is not told')

  const much = await syncedBy(() => client.workspace.resetDemo({}))
  assert.ok(opened(much) > 0, 'a new demo world has discrepancies')
  const { title, body, click } = await until('news of them', () => notifications[before])
  assert.equal(title, 'The schedules disagree')
  assert.match(body, /^\d+ new discrepancies(, \d+ no longer there)?\.$/, 'numbers, and nothing of what they are about')
  assert.equal(notifications.length, before + 1, 'what ended together is told together')
  click()
  assert.match(desktop.window().url, /#\/discrepancies$/)
  desktop.window().hide()

  const preferences = await client.desktop.show({})
  assert.ok(preferences)
  const clock = (minutes: number): LocalTime => {
    const at = new Date(Date.now() + minutes * 60_000)
    return LocalTime.parse(`${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`)
  }
  await client.desktop.save({ ...preferences, quiet: { from: clock(-60), until: clock(60) } })
  assert.ok(opened(await syncedBy(() => client.workspace.resetDemo({}))) > 0)
  assert.equal(notifications.length, before + 1, 'nothing is told in quiet hours')
})
