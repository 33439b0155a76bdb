import { afterEach, describe, expect, it } from 'vitest'
import { canaries, purgeWorkspace } from '../../e2e/world/purged-workspace.ts'
import { startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

let systems: TwoSystems | null = null
afterEach(async () => {
  await systems?.close()
  systems = null
})

describe('a purge', () => {
  it('leaves nothing on disk of people whose shift ended before the time set, in either file, its log or a backup', async () => {
    const { before, running, after, retention, endsBeforeWindow, audited, written, next } = await purgeWorkspace()
    for (const canary of canaries) {
      const found = before.filter((hit) => hit.startsWith(canary))
      expect(found, canary).not.toEqual([])
    }
    expect({ running, after }).toEqual({ running: [], after: [] })
    // What was decided stays; only the words about it are gone.
    expect(written).toEqual(['(removed)', '(removed)', '(removed)', '(removed)'])
    expect(audited).toHaveLength(1)
    const { endedBefore, ...counts } = audited[0] ?? {}
    // How many that are follows the hour: a side has a shift every twelve hours, and windows begin at midnight.
    const records = endsBeforeWindow.filter((end) => end < Date.parse(String(endedBefore))).length
    expect(records).toBeGreaterThan(20)
    expect(counts).toEqual({ records, discrepancies: 1, compares: 2, texts: 4 })
    expect(retention).toMatchObject({ days: 1, last: { tell: expect.stringMatching(/Time travel reaches back to/) } })
    expect(next).toEqual({ state: 'done', outcome: { open: 0, opened: 0, closed: 0 } })
  }, 60_000)

  it('takes nothing of the window in view, and says so', async () => {
    systems = await startTwoSystems()
    const { client } = systems.test
    systems.right.remove('rota-8')
    await systems.sync()
    const { rows } = await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
    await client.retention.save({ days: 1 })
    const result = await client.retention.purge({})
    expect(result).toMatchObject({ discrepancies: 0, compares: 0, texts: 0 })
    expect(await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })).toMatchObject({ rows })
    expect((await systems.sync()).outcome).toEqual({ open: rows.length, opened: 0, closed: 0 })
  }, 30_000)

  it('is set in days after the end of an item, 30 where nobody said otherwise, and tells what is stored', async () => {
    systems = await startTwoSystems()
    const { client } = systems.test
    expect(await client.retention.show({})).toMatchObject({ days: 30, reachesBackTo: null, oldestItem: null })
    await systems.sync()
    const { sizes, reachesBackTo, oldestItem } = await client.retention.save({ days: 60 })
    const [compare] = await client.compares.list({ limit: 1 })
    expect({ reachesBackTo, days: (await client.retention.show({})).days }).toEqual({
      reachesBackTo: compare?.at,
      days: 60,
    })
    expect(oldestItem).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(Math.min(sizes.ledger, sizes.cache)).toBeGreaterThan(0)
  }, 30_000)
})
