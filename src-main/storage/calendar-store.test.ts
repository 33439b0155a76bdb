import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { calendarSql, matchedSql } from './calendar-store.ts'
import { meetingSql } from './discrepancy-history-store.ts'
import { recordStepsSql } from './timeline-store.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const planOf = (text: string, values: Record<string, unknown>): string =>
  (bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(values) as { detail: string }[])
    .map(({ detail }) => detail)
    .join('\n')

it('reads a span by its start alone, whatever else is stored', () => {
  const asked = { sideId: 1, at: 1, startMs: 0, endMs: 1, name: '$.workerName', label: '$.label' }
  const span = planOf(calendarSql.meeting, asked)
  expect(span).toContain('INDEX record_version_start (side_id=? AND start_ms>? AND start_ms<?)')
  expect(planOf(calendarSql.beginning, asked)).toContain(
    'INDEX record_version_start (side_id=? AND start_ms>? AND start_ms<?)',
  )
  for (const ofGroups of Object.values(calendarSql.ofGroups)) {
    expect(planOf(ofGroups, { ...asked, groups: '[]' })).toContain(
      'INDEX record_version_group (side_id=? AND group_key=?)',
    )
  }
  const matched = planOf(matchedSql, { pairing: 'p', number: 1, left: '[]', right: '[]' })
  expect(matched).toContain('PRIMARY KEY (pairing_id=? AND left_group=?)')
  expect(matched).toContain('INDEX match_right_history (pairing_id=? AND right_group=?)')
})

it('reads what was found in a span by its start, and double bookings by their end', () => {
  const plan = planOf(meetingSql, { pairingId: 'p', number: 1, startMs: 0, endMs: 1 })
  expect(plan).toContain('INDEX discrepancy_span (pairing_id=? AND start_ms>? AND start_ms<?)')
  expect(plan).toContain('INDEX discrepancy_double (pairing_id=? AND end_ms>?)')
})

it('reads what happened to records by their groups', () => {
  const plan = planOf(recordStepsSql, { sideId: 1, at: 1, groups: '[]' })
  expect(plan).toContain('INDEX record_version_group (side_id=? AND group_key=?)')
  expect(plan).toContain('INDEX record_version_open (side_id=? AND record_key=?)')
})
