import assert from 'node:assert/strict'
import type { MenuItemConstructorOptions } from 'electron'
import type { Run } from '#contract/runs'
import { LocalTime } from '#contract/time'
import { inTime, scenario, startBuilt, stays, until } from '../run-built.ts'
import { seen } from '../state.ts'

type Click = NonNullable<MenuItemConstructorOptions['click']>

// "Sync all now" of the tray starts a sync; what changed is told once, in numbers; in quiet hours nothing is told.
await scenario(async () => {
  const desktop = await startBuilt(['demo', '--demo-seed', '7', '--workspace', process.argv[2] ?? ''])
  const { client } = desktop.page()
  const { notifications } = seen
  await until('the window', () => desktop.window().shown)
  // Whoever looks at the window needs no notification.
  desktop.window().hide()
  const pairings = await inTime('the pairings', client.pairings.list({}))
  const tray = (label: string) => seen.trayMenus.at(-1)?.find((item) => item.label === label)
  /** Does what starts a sync of everything, and returns its runs once they have ended and were looked at. */
  const syncedBy = async (start: () => unknown): Promise<Run[]> => {
    const known = new Set((await client.runs.list({ limit: 500 })).map(({ id }) => id))
    await start()
    return until('the end of the syncs', async () => {
      const runs = (await client.runs.list({ limit: 500 })).filter(({ id }) => !known.has(id))
      return runs.length === pairings.length && runs.every(({ endedAt }) => endedAt !== null) && runs
    })
  }
  /** Changes are gathered for less than this before anything is told of them. */
  const toldNothingMore = (): Promise<boolean> => stays(() => notifications.length, 700)
  const opened = (runs: readonly Run[]): number => runs.reduce((sum, { outcome }) => sum + (outcome?.opened ?? 0), 0)

  // A new demo syncs by itself, which may be over before the program looks for the first time.
  await until('the tray at rest', () => /^Plumbline: \d+ open$/.test(seen.toolTips.at(-1) ?? ''))
  const before = notifications.length
  const nothing = await syncedBy(() => tray('Sync all now')?.click?.(...([] as unknown as Parameters<Click>)))
  assert.ok(await toldNothingMore(), 'a sync that changed nothing is not told')
  assert.deepEqual([opened(nothing), notifications.length], [0, before])

  const much = await syncedBy(() => client.workspace.resetDemo({}))
  assert.ok(opened(much) > 0, 'a new demo world has discrepancies')
  const { title, body, click } = await until('news of them', () => notifications[before])
  assert.equal(title, 'The schedules disagree')
  assert.match(body, /^\d+ new discrepancies(, \d+ no longer there)?\.$/, 'numbers, and nothing of what they are about')
  assert.ok(await toldNothingMore(), 'what ended together is told together')
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
  assert.ok(await toldNothingMore(), 'nothing is told in quiet hours')
  assert.equal(notifications.length, before + 1)
})
