import type { PairingId } from '#contract/ids'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { discrepancyColumns, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

/** A span without length takes its first instant. */
const takenUntil = (row: string): string => `max(${row}.end_ms, ${row}.start_ms + 1)`

/** Every condition of the index `record_version_resource` is said in full, or SQLite would not use it. */
export const meetingGroupsSql = `SELECT DISTINCT h.group_key AS key
  FROM record_version g CROSS JOIN record_version h
  WHERE g.side_id IN (:left, :right) AND g.group_key = :group AND +g.ended IS NULL AND +g.state = 'read' AND +g.resource IS NOT NULL
    AND h.side_id IN (:left, :right) AND h.resource = g.resource AND h.ended IS NULL AND h.resource IS NOT NULL AND h.state = 'read'
    AND h.start_ms > g.start_ms - :longest AND h.start_ms < ${takenUntil('g')}
    AND ${takenUntil('h')} > g.start_ms AND h.group_key <> :group`

/** Looks up which groups hold a published record that shares time and resource with one of a group's, on any sides. */
export function makeMeetingGroups(db: ReadDb, { left, right }: CompareGround): (groupKey: string) => string[] {
  const { longest } = prepared(db, 'SELECT max(longest_ms) AS longest FROM side WHERE id IN (?, ?)').get(
    left.sideId,
    right.sideId,
  ) as { longest: number }
  const probe = prepared(db, meetingGroupsSql)
  return (group) =>
    (
      probe.all({ left: left.sideId, right: right.sideId, group, longest: Math.max(1, longest) }) as { key: string }[]
    ).map(({ key }) => key)
}

/**
 * Groups whose record on the left starts, within the window, while an earlier one of the same resource lasts. Where
 * both sides agree this finds every overlap, because an agreeing pair takes the same time of the same resource on both.
 */
export function sweepOverlaps(
  db: ReadDb,
  { left }: CompareGround,
  { startMs, endMs }: { startMs: number; endMs: number },
): string[] {
  // Ids first: the inner walk then needs nothing but the index.
  const text = `SELECT DISTINCT v.group_key AS key FROM (
      SELECT id, start_ms, end_ms, max(max(end_ms, start_ms + 1)) OVER (
        PARTITION BY resource ORDER BY start_ms, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy
      FROM record_version WHERE side_id = :sideId AND ended IS NULL AND resource IS NOT NULL AND state = 'read') t
    JOIN record_version v ON v.id = t.id
    WHERE t.busy > t.start_ms AND t.start_ms < :endMs AND ${takenUntil('t')} > :startMs`
  const rows = prepared(db, text).all({ sideId: left.sideId, startMs, endMs }) as { key: string }[]
  return rows.map(({ key }) => key)
}

/** Open overlaps, suspected ones included, of one group, or of the whole pairing where none is named. */
export function listOpenOverlaps(db: ReadDb, pairingId: PairingId, groupKey?: string): StoredDiscrepancy[] {
  const select = `SELECT ${discrepancyColumns} FROM discrepancy WHERE pairing_id = :pairing AND ended IS NULL AND other_group IS NOT NULL`
  const rows =
    groupKey === undefined
      ? prepared(db, select).all({ pairing: pairingId })
      : prepared(db, `${select} AND group_key = :group UNION ALL ${select} AND other_group = :group`).all({
          pairing: pairingId,
          group: groupKey,
        })
  return rows.map(toStoredDiscrepancy)
}
