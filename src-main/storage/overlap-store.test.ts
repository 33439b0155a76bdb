import { afterEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { meetingGroupsSql } from './overlap-store.ts'

let bench: SyncBench | null = null
afterEach(() => bench?.close())

it('finds what meets a record by its resource and time, however many the side holds', () => {
  bench = makeSyncBench(false)
  const rows = bench.db.sql
    .prepare(`EXPLAIN QUERY PLAN ${meetingGroupsSql}`)
    .all({ left: 1, right: 2, group: 'k', longest: 1 }) as { detail: string }[]
  const plan = rows.map((row) => row.detail).join('\n')
  expect(plan).toContain('record_version_group (side_id=? AND group_key=?)')
  expect(plan).toContain('record_version_resource (side_id=? AND resource=? AND start_ms>? AND start_ms<?)')
})
