import type { SnapshotNumber } from '#contract/ids'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** Records that one read shows later (negative: earlier) by the very same time. */
export type CommonShift = { byMs: number; records: number }

type ShiftQuery = { sideId: number; number: SnapshotNumber; published: number | null; startMs: number; endMs: number }

/**
 * The move that most records share between the published snapshot and the one being built, over those that started in
 * the window; null where none moved.
 */
export function largestShift(db: ReadDb, query: ShiftQuery): CommonShift | null {
  const row = prepared(
    db,
    `SELECT n.start_ms - v.start_ms AS byMs, count(*) AS records
     FROM record_version v
     JOIN record_version n ON n.side_id = v.side_id AND n.record_key = v.record_key AND n.ended IS NULL AND n.born = :number
     WHERE v.side_id = :sideId AND v.ended = :number AND v.born <= :published
       AND v.start_ms >= :startMs AND v.start_ms < :endMs AND n.start_ms <> v.start_ms
     GROUP BY byMs ORDER BY records DESC, abs(byMs), byMs LIMIT 1`,
  ).get({ ...query, published: query.published ?? 0 })
  return (row as CommonShift | undefined) ?? null
}
