import { afterEach, beforeEach, expect, it } from 'vitest'
import { PairingId, type SideName } from '#contract/ids'
import { fromMs, type Instant } from '#contract/time'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { compareAt, listComparePoints, listPastCompares } from '../storage/compare-history-store.ts'
import { endedSql, neededSql, tiesSql } from '../storage/purge-record-store.ts'

const hour = 3_600_000
const day = 24 * hour
const pairingId = PairingId.parse('p')

let bench: SyncBench
let lived = 0
beforeEach(() => {
  bench = makeSyncBench(false)
  lived = 0
})
afterEach(() => bench.close())

/** A shift that begins so many hours after the bench; on both sides unless told. */
function put(n: number, at: number, on: readonly SideName[] = ['left', 'right'], label = 'Day'): void {
  for (const side of on) {
    const [key, reference] = side === 'left' ? [`m${n}`, `p${n}`] : [`p${n}`, `m${n}`]
    const startMs = benchStart + at * hour
    bench.sides[side].records.set(key, { key, reference, startMs, endMs: startMs + 8 * hour, label, worker: 'w1' })
  }
}

const count = (table: string): number => bench.db.sql.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
const stored = () => ({
  records: count('record_version'),
  discrepancies: count('discrepancy'),
  snapshots: count('snapshot'),
  coverage: count('coverage'),
  compares: count('compare'),
  runs: count('run'),
  logs: count('(SELECT DISTINCT run_id FROM run_log)'),
})

/** One more at a time than a person could be booked for: a placeholder, or an agency. */
const crowded = 22

/** Twice a day for so many days: something new four days ahead, one of ten on one side only, then a sync and a purge. */
async function live(days: number, { purging, crowd = false }: { purging: boolean; crowd?: boolean }): Promise<void> {
  for (let n = 0; n < 2 * days; n += 1) {
    const half = (lived += 1)
    if (crowd) for (let one = 0; one < crowded; one += 1) put(1_000 * half + one, half * 12 + 60)
    put(half, half * 12 + 60, half % 10 === 3 ? ['left'] : undefined)
    expect((await bench.sync()).state).toBe('done')
    bench.pass(12 * hour)
    if (purging) await bench.purge(5 * 24)
  }
}

it.each([
  ['', false],
  [', also beside one that is always booked for a crowd', true],
])(
  'keeps a workspace as small as the days it is set to, however long it runs%s',
  async (_, crowd) => {
    await live(12, { purging: true, crowd })
    const once = stored()
    await live(24, { purging: true, crowd })
    const twice = stored()
    for (const [table, rows] of Object.entries(twice)) {
      expect(rows, table).toBeLessThanOrEqual(once[table as keyof typeof once] + 2)
      expect(rows, table).toBeGreaterThan(0)
    }
  },
  60_000,
)

it('takes away all that ended beside a record that lasts for years, which holds back numbers and moments alone', async () => {
  for (const side of ['left', 'right'] as const) {
    const lasting = { startMs: benchStart, endMs: benchStart + 3 * 365 * day, label: 'Standby', worker: 'w9' }
    bench.sides[side].records.set(`long-${side}`, { key: `long-${side}`, reference: null, ...lasting })
  }
  await live(12, { purging: true })
  const once = stored()
  await live(24, { purging: true })
  expect(bench.matches()).toHaveLength(1)
  const twice = stored()
  for (const table of ['records', 'discrepancies', 'runs', 'logs'] as const) {
    expect(twice[table], table).toBeLessThanOrEqual(once[table] + 2)
  }
  const hidden = 'SELECT count(*) FROM compare WHERE viewable = 0'
  expect(bench.db.sql.prepare(hidden).pluck().get()).toBeGreaterThan(0)
}, 60_000)

it('shows every compare it kept as it was, and none that is not whole any more', async () => {
  await live(12, { purging: false })
  const open = () =>
    listPastCompares(bench.db, [pairingId], 100).map(({ number, startMs, comparedAt, open }) => ({
      ...{ number, startMs, comparedAt, open },
      found: bench.db.sql
        .prepare('SELECT fingerprint FROM discrepancy WHERE born <= :n AND (ended IS NULL OR ended > :n) ORDER BY 1')
        .pluck()
        .all({ n: number }),
    }))
  const before = open()
  const purged = await bench.purge(5 * 24)
  const after = open()
  expect(after).toEqual(before.slice(0, after.length))
  expect(purged.compares).toBe(before.length - after.length)
  // A read asks for a day more than is judged.
  for (const { startMs } of after) expect(startMs).toBeGreaterThanOrEqual(benchStart + 8 * day - 8 * hour)
  const oldest = after.at(-1)?.comparedAt as Instant
  expect(compareAt(bench.db, pairingId, oldest)?.number).toBe(after.at(-1)?.number)
  // Before that, nothing is shown rather than half of it.
  expect(compareAt(bench.db, pairingId, fromMs(Date.parse(oldest) - 1))).toBeNull()
}, 60_000)

it('keeps since when an open discrepancy is seen, and every compare that found it since', async () => {
  put(1, 0)
  // Open from the first day on, and as far ahead as a window reaches.
  put(2, 80, ['left'])
  await bench.sync()
  const [first] = bench.shown()
  for (let days = 0; days < 3; days += 1) {
    bench.pass(day)
    await bench.sync()
  }
  const points = () => listComparePoints(bench.db, { pairingId, from: 1, upTo: 99 }).map(({ number }) => number)
  const found = points()
  const purged = await bench.purge(0)
  expect(purged).toMatchObject({ records: 2, compares: 3 })
  expect(bench.shown()[0]).toEqual(first)
  expect(points()).toEqual(found)
  expect(listPastCompares(bench.db, [pairingId], 100)).toHaveLength(1)
}, 30_000)

it('shows nothing of before a compare that it hides, whatever window each had', async () => {
  const asked: Instant[] = []
  for (const daysBack of [1, 3, 1, 1]) {
    bench.policy.daysBack = daysBack
    await bench.sync()
    asked.push(listPastCompares(bench.db, [pairingId], 1)[0]?.comparedAt as Instant)
    bench.pass(hour)
  }
  // The second one began three days earlier than the first.
  expect(await bench.purge(2.5 * 24)).toMatchObject({ compares: 2 })
  expect(asked.map((at) => compareAt(bench.db, pairingId, at)?.number ?? null)).toEqual([null, null, 3, 4])
})

it('has the next compare look at what stood beside a record that went', async () => {
  const startMs = benchStart + 10 * hour
  const lone = { reference: null, startMs }
  bench.sides.left.records.set('m1', { ...lone, key: 'm1', endMs: startMs + hour, label: 'Day', worker: null })
  bench.sides.right.records.set('p1', { ...lone, key: 'p1', endMs: startMs + 100 * hour, label: 'Night', worker: 'w1' })
  put(2, 90)
  await bench.sync()
  expect(bench.matches()).toEqual([])
  bench.pass(4 * day)
  await bench.sync()
  const touched = () => bench.db.sql.prepare('SELECT group_key FROM touched_by_purge').pluck().all()
  expect(await bench.purge(0)).toMatchObject({ records: 1 })
  expect(touched()).toEqual([expect.stringContaining('p1')])
  await bench.sync()
  expect(touched()).toEqual([])
}, 30_000)

it('looks through the indexes of what it asks, however much is stored', () => {
  const planOf = (text: string): string => {
    const values = { sideId: 1, startMs: 0, id: 0, cutMs: 0, most: 1, groups: '[]', left: 1, right: 2, pairingId: 'p' }
    const asked = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`:${name}\\b`).test(text)))
    const rows = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(asked) as { detail: string }[]
    return rows.map(({ detail }) => detail).join('\n')
  }
  expect(planOf(endedSql)).toMatch(/record_version_start \(side_id=\? AND start_ms>\? AND start_ms<\?\)/)
  for (const text of [...Object.values(tiesSql), ...Object.values(neededSql)]) {
    expect(planOf(text)).not.toMatch(/SCAN (?!k VIRTUAL|json_each)/)
    expect(planOf(text)).not.toMatch(/\(side_id=\?\)|\(pairing_id=\?\)/)
  }
})
