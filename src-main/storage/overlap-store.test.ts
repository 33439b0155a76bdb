import { afterEach, expect, it } from 'vitest'
import { ResourceKey } from '#contract/ids'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { busySql, listBusyResources, meetingGroupsSql, openOverlapsSql, sweepSql } from './overlap-store.ts'

let bench: SyncBench | null = null
afterEach(() => bench?.close())

it('finds what meets a record by its resource and time, however many the side holds', () => {
  bench = makeSyncBench(false)
  for (const [text, more] of [
    [meetingGroupsSql, {}],
    [busySql, { many: 21 }],
  ] as const) {
    const rows = bench.db.sql
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all({ left: 1, right: 2, groups: '[]', without: '[]', longest: 1, ...more }) as { detail: string }[]
    const plan = rows.map((row) => row.detail).join('\n')
    expect(plan).toContain('record_version_group (side_id=? AND group_key=?)')
    expect(plan).toContain('record_version_resource (side_id=? AND resource=? AND start_ms>? AND start_ms<?)')
  }
})

it('sweeps a side, and finds open overlaps, by indexes alone', () => {
  bench = makeSyncBench(false)
  const { sql } = bench.db
  const planOf = (text: string, values: object) =>
    (sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(values) as { detail: string }[])
      .map(({ detail }) => detail)
      .join('\n')
  const sweep = planOf(sweepSql, { sideId: 1, startMs: 0, endMs: 1 })
  expect(sweep).toContain('record_version_resource (side_id=? AND resource=? AND start_ms>? AND start_ms<?)')
  expect(sweep).not.toContain('TEMP B-TREE')
  const open = planOf(openOverlapsSql, { pairing: 'p', groups: '[]' })
  expect(open).toContain('discrepancy_group (pairing_id=? AND group_key=?)')
  expect(open).toContain('discrepancy_other_group (pairing_id=? AND other_group=?)')
})

it('asks no more about a resource that is known to be busy', async () => {
  bench = makeSyncBench(false)
  const groups = Array.from({ length: 21 }, (_, n) => `k:m-${n}`)
  for (let n = 0; n < 21; n += 1) {
    const one = { startMs: benchStart, endMs: benchStart + 3_600_000, label: 'Day', worker: 'agency' }
    bench.sides.left.records.set(`m-${n}`, { ...one, key: `m-${n}`, reference: `p-${n}` })
    bench.sides.right.records.set(`p-${n}`, { ...one, key: `p-${n}`, reference: `m-${n}` })
  }
  await bench.sync()
  const { db } = bench
  const ground = { left: { sideId: 1, at: 1 }, right: { sideId: 2, at: 1 } }
  const agency = ResourceKey.parse('agency')
  const busy = (without: ResourceKey[]) =>
    listBusyResources(db, ground, { groups, without: new Set(without), many: 21 })
  expect([busy([]), busy([agency])]).toEqual([[agency], []])
})
