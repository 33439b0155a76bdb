import { planOverlapChanges } from '../../src-main/runs/plan-overlap-changes.ts'
import type { BenchStore } from './bench-store.ts'
import type { Measured } from './goals.ts'
import { medianMs } from './stopwatch.ts'

const asked = 200
const day = 86_400_000

type Shift = { key: string; resource: string; startMs: number; endMs: number }

/** Pairs of groups that meet, in the plainest way. */
function pairsOf(shifts: readonly Shift[]): number {
  let pairs = 0
  for (const [n, one] of shifts.entries()) {
    for (const other of shifts.slice(n + 1)) {
      if (one.key !== other.key && one.startMs < other.endMs && other.startMs < one.endMs) pairs += 1
    }
  }
  return pairs
}

/**
 * Double bookings after one change, beside reading one resource and day of both sides and trying all against all. Each is
 * the time of one, over shifts from all over the table; the bench plants no overlap, and neither may find one.
 */
export function measureOverlap({ db, compareWhole }: BenchStore): Measured {
  const basis = compareWhole()
  const shifts = db.sql
    .prepare(
      `SELECT group_key AS key, resource, start_ms AS startMs, end_ms AS endMs FROM record_version
       WHERE side_id = 1 AND ended IS NULL AND id % (SELECT max(1, max(id) / ${2 * asked}) FROM record_version) = 0 LIMIT ${asked}`,
    )
    .all() as Shift[]
  const resourceDay = db.sql.prepare(
    `SELECT group_key AS key, resource, start_ms AS startMs, end_ms AS endMs FROM record_version
     WHERE side_id IN (1, 2) AND resource = ? AND ended IS NULL AND state = 'read' AND start_ms > ? AND start_ms < ?`,
  )
  const found = { ours: 0, bare: 0 }
  const ours = medianMs(5, () => {
    for (const { key } of shifts) found.ours += planOverlapChanges(db, basis, { groups: [key], whole: false }).length
  })
  const bare = medianMs(5, () => {
    for (const { resource, startMs } of shifts) {
      const from = Math.floor(startMs / day) * day
      found.bare += pairsOf(resourceDay.all(resource, from - day, from + day) as Shift[])
    }
  })
  if (found.ours + found.bare > 0) throw new Error('a double booking was found where none is planted')
  return { overlapOne: ours / shifts.length, resourceDay: bare / shifts.length }
}
