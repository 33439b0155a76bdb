import { afterEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { groupSideSql, stripsBetween } from './compare-store.ts'

let bench: SyncBench | null = null
afterEach(() => bench?.close())

it('finds the records of a group by the group’s index, however many the side holds', () => {
  bench = makeSyncBench(false)
  const plan = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${groupSideSql}`).all({ sideId: 1, at: 1, groupKey: 'k' }) as {
    detail: string
  }[]
  expect(plan.map((row) => row.detail).join('\n')).toContain('record_version_group (side_id=? AND group_key=?)')
})

it('looks again at exactly what only one of two windows covers', () => {
  expect(stripsBetween({ startMs: 0, endMs: 10 }, { startMs: 2, endMs: 12 })).toEqual([
    { start: 0, end: 2 },
    { start: 10, end: 12 },
  ])
  expect(stripsBetween({ startMs: 0, endMs: 10 }, { startMs: 0, endMs: 10 })).toEqual([])
})
