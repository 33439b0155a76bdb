import type { BenchStore } from './bench-store.ts'
import { type BenchWorld, stepMs, worldDays } from './bench-world.ts'
import type { Measured } from './goals.ts'
import { medianMs } from './stopwatch.ts'

const recordsAsked = 2_000
const day = 86_400_000

/**
 * What a calendar asks: records of both sides that meet a stretch, as they stand at the published snapshot. The stretch
 * holds as many records at every size, so that only the table around it grows.
 */
export function measureWindow({ db }: BenchStore, world: BenchWorld): Measured {
  const from = world.startMs + (worldDays / 2) * day
  const ask = (columns: string): number => {
    const text = `SELECT ${columns} FROM record_version v JOIN side ON side.id = v.side_id
      WHERE v.side_id = :side AND v.start_ms > :from - side.longest_ms AND v.start_ms < :to AND v.end_ms > :from
        AND +v.born <= side.published AND (v.ended IS NULL OR v.ended > side.published)`
    const statement = db.sql.prepare(text)
    const values = { from, to: from + recordsAsked * stepMs(world) }
    return medianMs(9, () => {
      for (const side of [1, 2]) statement.all({ ...values, side })
    })
  }
  return {
    windowGeometry: ask('v.id, v.group_key, v.resource, v.start_ms, v.end_ms'),
    windowFields: ask('v.id, v.group_key, v.resource, v.start_ms, v.end_ms, v.fields, v.written'),
  }
}
