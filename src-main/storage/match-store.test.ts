import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { loneSql, startingSql } from './lone-record-store.ts'
import { matchSql } from './match-store.ts'

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => bench.close())

function planOf(text: string): string {
  const values = {
    pairing: 'p',
    group: 'k',
    groups: '[]',
    number: 1,
    left: 1,
    right: 2,
    sideId: 1,
    fromMs: 0,
    toMs: 1,
    resource: 'w',
  }
  const asked = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`:${name}\\b`).test(text)))
  const rows = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(asked) as { detail: string }[]
  return rows.map(({ detail }) => detail).join('\n')
}

it('finds the match of a group by the group, however many the pairing has', () => {
  expect(planOf(matchSql.open)).toMatch(
    /\(pairing_id=\? AND left_group=\?\)[^]*match_right \(pairing_id=\? AND right_group=\?\)/,
  )
  expect(planOf(matchSql.rightOf)).toContain('(pairing_id=? AND left_group=?)')
  expect(planOf(matchSql.leftOf)).toContain('match_right_history (pairing_id=? AND right_group=?)')
  expect(planOf(matchSql.runnerUpOf)).toContain('match_runner_up (pairing_id=? AND runner_up=?)')
})

it('finds what a record could be matched with by its start, however many the side holds', () => {
  expect(planOf(loneSql)).toContain('record_version_group (side_id=? AND group_key=?)')
  expect(planOf(loneSql)).toContain('record_version_reference (side_id=? AND reference=?)')
  const within = 'start_ms>? AND start_ms<?'
  expect(planOf(startingSql.resource)).toContain(`record_version_resource (side_id=? AND resource=? AND ${within})`)
  expect(planOf(startingSql.nobody)).toContain(`record_version_unassigned (side_id=? AND ${within})`)
  expect(planOf(startingSql.anybody)).toContain(`record_version_start (side_id=? AND ${within})`)
})
