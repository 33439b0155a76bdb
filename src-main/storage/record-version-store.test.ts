import { expect, it } from 'vitest'
import { makeSyncBench } from '../../e2e/world/sync-bench.ts'
import { openVersionsSql } from './record-version-store.ts'

it('looks for what a read did not meet in an index alone, and never in the records', () => {
  const bench = makeSyncBench(false)
  try {
    const values = { sideId: 1, number: 1, startMs: 0, endMs: 1 }
    const plan = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${openVersionsSql}`).all(values) as { detail: string }[]
    const details = plan.map(({ detail }) => detail)
    expect(details).toEqual([
      expect.stringMatching(/USING COVERING INDEX record_version_start \(side_id=\? AND start_ms/),
    ])
  } finally {
    bench.close()
  }
})
