import { afterEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { busySql, meetingGroupsSql, openOverlapsSql, sweepSql } from './overlap-store.ts'

let bench: SyncBench | null = null
afterEach(() => bench?.close())

it('finds what meets a record by its resource and time, however many the side holds', () => {
  bench = makeSyncBench(false)
  for (const [text, more] of [
    [meetingGroupsSql, { without: '[]' }],
    [busySql, { many: 21 }],
  ] as const) {
    const rows = bench.db.sql
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all({ left: 1, right: 2, groups: '[]', longest: 1, ...more }) as { detail: string }[]
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
