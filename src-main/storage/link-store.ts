import type { RecordKey, SideName } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

type SideAt = CompareGround['left']

/** A record with the ids that tie it to the other side. */
export type StoredLink = {
  versionId: number
  side: SideName
  key: RecordKey
  groupKey: string
  reference: RecordKey | null
  readable: boolean
}

/**
 * Versions visible at a snapshot where `column` has this value: the open ones by their index, and those that a read
 * under way has ended by theirs. The unary plus keeps the planner on these.
 */
const visibleWhere = (column: 'record_key' | 'reference'): string => {
  const columns = `SELECT id AS versionId, record_key AS key, group_key AS groupKey, reference, state = 'read' AS readable FROM record_version`
  return `${columns} WHERE side_id = :sideId AND ${column} = :value AND ended IS NULL AND +born <= :at
    UNION ALL
    ${columns} WHERE side_id = :sideId AND ended > :at AND +born <= :at AND +${column} = :value`
}
/** Exported for the test of their plans. */
export const linkSql = {
  byKey: visibleWhere('record_key'),
  byReference: visibleWhere('reference'),
  namesAny: `SELECT 1 FROM record_version WHERE side_id = :sideId AND reference IS NOT NULL AND ended IS NULL AND +born <= :at
    UNION ALL SELECT 1 FROM record_version WHERE side_id = :sideId AND ended > :at AND +born <= :at AND +reference IS NOT NULL LIMIT 1`,
}

function read(db: ReadDb, sql: string, side: SideName, { sideId, at }: SideAt, value: RecordKey): StoredLink[] {
  const rows = prepared(db, sql).all({ sideId, at, value }) as (Omit<StoredLink, 'side' | 'readable'> & {
    readable: number
  })[]
  return rows.map((row) => ({ ...row, side, readable: row.readable === 1 }))
}

/** The record of a side with this key, as of a snapshot number; null where it holds none. */
export const findLinked = (db: ReadDb, side: SideName, at: SideAt, key: RecordKey): StoredLink | null =>
  read(db, linkSql.byKey, side, at, key)[0] ?? null

/** The records of a side that name this id of the other, as of a snapshot number. */
export const listNaming = (db: ReadDb, side: SideName, at: SideAt, reference: RecordKey): StoredLink[] =>
  read(db, linkSql.byReference, side, at, reference)

/** True where any record of the side names an id of the other, as of a snapshot number. */
export const namesIds = (db: ReadDb, { sideId, at }: SideAt): boolean =>
  prepared(db, linkSql.namesAny).get({ sideId, at }) !== undefined

/**
 * The last id a record named before it named none, and when the read ended that first showed none; null where it names
 * one, or never named any since it was first seen without a gap.
 */
export function formerReference(db: ReadDb, versionId: number): { reference: RecordKey; until: Instant } | null {
  // A version's predecessor ended in the number in which it was born.
  const row = prepared(
    db,
    `WITH RECURSIVE earlier AS (
       SELECT side_id, record_key, reference, born, since, NULL AS followed FROM record_version WHERE id = ?
       UNION ALL
       SELECT v.side_id, v.record_key, v.reference, v.born, v.since, e.born FROM earlier e
       JOIN record_version v ON v.side_id = e.side_id AND v.ended = e.born AND +v.record_key = e.record_key
       WHERE e.reference IS NULL AND e.born > e.since
     )
     SELECT e.reference, s.ended_at AS until FROM earlier e
     JOIN snapshot s ON s.side_id = e.side_id AND s.number = e.followed WHERE e.reference IS NOT NULL`,
  ).get(versionId)
  return (row as { reference: RecordKey; until: Instant } | undefined) ?? null
}

/** True where the side ever held this key under one of these groups, up to a snapshot number. */
export const everHeld = (db: ReadDb, { sideId, at }: SideAt, key: RecordKey, groupKeys: readonly string[]): boolean => {
  const held = prepared(
    db,
    'SELECT 1 FROM record_version WHERE side_id = ? AND group_key = ? AND record_key = ? AND +born <= ? LIMIT 1',
  )
  return groupKeys.some((group) => held.get(sideId, group, key, at) !== undefined)
}
