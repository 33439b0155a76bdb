import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { listMatchesSql, nearSql } from './match-list-store.ts'

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => bench.close())

const planOf = (sql: string, values: Record<string, unknown>): string =>
  (bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[])
    .map((row) => row.detail)
    .join('; ')

it('finds what is near in time by the index of starts, however many records the side holds', () => {
  const near = { startMs: 0, resource: 'w', nearMs: 1, wideMs: 2 }
  expect(planOf(nearSql, { sideId: 1, at: 1, ...near })).toContain('record_version_start (side_id=? AND start_ms>? AND')
})

it('cuts a window of matches from the index of starts alone, then finds their records by their groups', () => {
  const plan = planOf(listMatchesSql, { pairing: 'p', left: 1, right: 2, leftAt: 1, rightAt: 1, offset: 0, limit: 10 })
  const [cut, rest] = plan.split('; SCAN w; ')
  expect(cut).toMatch(/SEARCH match USING COVERING INDEX match_start \(pairing_id=\?\)$/)
  expect(rest).toContain('SEARCH m USING PRIMARY KEY (pairing_id=? AND left_group=?)')
  for (const name of ['l', 'r']) {
    expect(rest).toContain(`SEARCH ${name} USING INDEX record_version_group (side_id=? AND group_key=?)`)
  }
  expect(plan.match(/TEMP B-TREE/g)?.length ?? 0).toBeLessThanOrEqual(1)
  expect(cut).not.toContain('TEMP B-TREE')
})
