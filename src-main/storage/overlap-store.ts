import type { PairingId, RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** A span without length takes its first instant. */
const takenUntil = (row: string): string => `max(${row}.end_ms, ${row}.start_ms + 1)`

/** Every condition of the index `record_version_resource` is said in full, or SQLite would not use it. */
const open = (row: string): string => `${row}.ended IS NULL AND ${row}.state = 'read' AND ${row}.resource IS NOT NULL`

/** What the records of groups are booked for, each once; without those of the resources `without`. */
const bookedSql = (columns: string): string => `SELECT DISTINCT ${columns}, v.resource, v.start_ms, v.end_ms
    FROM json_each(:groups) k CROSS JOIN record_version v INDEXED BY record_version_group
    WHERE v.side_id IN (:left, :right) AND v.group_key = k.value AND ${open('v')}
      AND v.resource NOT IN (SELECT value FROM json_each(:without))`
const meets = `h.resource = g.resource AND ${open('h')}
    AND h.start_ms > g.start_ms - :longest AND h.start_ms < ${takenUntil('g')} AND ${takenUntil('h')} > g.start_ms`

const ofSide = (side: 'left' | 'right'): string =>
  `(SELECT count(*) FROM (SELECT 1 FROM record_version h INDEXED BY record_version_resource
    WHERE h.side_id = :${side} AND ${meets} LIMIT :many)) = :many`

/** Exported for the test of their plans. */
export const busySql = `SELECT DISTINCT g.resource FROM (${bookedSql('NULL')}) g WHERE ${ofSide('left')} OR ${ofSide('right')}`
export const meetingGroupsSql = `SELECT DISTINCT g.group_key, h.group_key
  FROM (${bookedSql('v.group_key')}) g
  CROSS JOIN record_version h INDEXED BY record_version_resource
  WHERE h.side_id IN (:left, :right) AND ${meets} AND h.group_key <> g.group_key`

/** Around which groups is asked what meets, and which resources are left out. */
type MeetingsAsked = { groups: readonly string[]; without: ReadonlySet<ResourceKey> }

/** The columns both questions about what meets are asked by; `longest` is how long a record of either side lasts at most. */
function meetingValues(db: ReadDb, { left, right }: CompareGround, { groups, without }: MeetingsAsked) {
  const sides = { left: left.sideId, right: right.sideId }
  const longest = prepared(db, 'SELECT max(longest_ms) FROM side WHERE id IN (:left, :right)').pluck().get(sides)
  return {
    ...sides,
    groups: JSON.stringify(groups),
    without: JSON.stringify([...without]),
    longest: Math.max(1, longest as number),
  }
}

/** Resources for which, within the time of one record of these groups, a side holds `many` records or more, but `without`. */
export const listBusyResources = (
  db: ReadDb,
  ground: CompareGround,
  { many, ...asked }: MeetingsAsked & { many: number },
): ResourceKey[] =>
  prepared(db, busySql)
    .pluck()
    .all({ ...meetingValues(db, ground, asked), many }) as ResourceKey[]

/**
 * Pairs of one of these groups and another with a published record that shares time and resource, on any sides; those
 * that meet in none but the resources `without` are left out.
 */
export const listMeetingGroups = (
  db: ReadDb,
  ground: CompareGround,
  asked: MeetingsAsked,
): [group: string, met: string][] =>
  prepared(db, meetingGroupsSql)
    .raw()
    .all(meetingValues(db, ground, asked)) as [string, string][]

const unread = (row: string): string =>
  `EXISTS (SELECT 1 FROM unread u WHERE u.version_id = ${row}.id AND u.ended IS NULL)`

/**
 * A published record that takes the time of a resource, until `untilMs`, which is excluded; `unread` where the newest read
 * of its span missed it. Times in ms UTC.
 */
export type StoredBooking = {
  group: string
  side: SideName
  key: RecordKey
  startMs: number
  untilMs: number
  unread: boolean
}

/** All that both sides book a resource for. */
export function listBookings(db: ReadDb, { left, right }: CompareGround, resource: ResourceKey): StoredBooking[] {
  const rows = prepared(
    db,
    `SELECT v.group_key AS "group", iif(v.side_id = :left, 'left', 'right') AS side, v.record_key AS key, v.start_ms AS startMs,
       ${takenUntil('v')} AS untilMs, ${unread('v')} AS unread
     FROM record_version v INDEXED BY record_version_resource
     WHERE v.side_id IN (:left, :right) AND v.resource = :resource AND ${open('v')}`,
  ).all({ left: left.sideId, right: right.sideId, resource }) as (Omit<StoredBooking, 'unread'> & { unread: number })[]
  return rows.map((row) => ({ ...row, unread: row.unread === 1 }))
}

/** For how many groups, up to `limit`, a side books a resource at a moment in ms UTC, by what its newest read did not miss. */
export const countGroupsAt = (
  db: ReadDb,
  { sideId }: CompareGround['left'],
  { resource, atMs, limit }: { resource: ResourceKey; atMs: number; limit: number },
): number =>
  prepared(
    db,
    `SELECT count(*) FROM (SELECT DISTINCT v.group_key FROM record_version v INDEXED BY record_version_resource
       WHERE v.side_id = :sideId AND v.resource = :resource AND ${open('v')} AND v.start_ms <= :atMs
         AND v.start_ms > :atMs - (SELECT max(1, longest_ms) FROM side WHERE id = :sideId)
         AND ${takenUntil('v')} > :atMs AND NOT ${unread('v')} LIMIT :limit)`,
  )
    .pluck()
    .get({ sideId, resource, atMs, limit }) as number

/** Every condition of the index `record_version_resource` is said in full. Exported for the test of its plan. */
export const sweepSql = `SELECT v.group_key FROM record_version v INDEXED BY record_version_resource
  WHERE v.side_id = :sideId AND v.ended IS NULL AND v.resource IS NOT NULL AND v.state = 'read'
    AND v.start_ms < :endMs AND ${takenUntil('v')} > :startMs
    AND EXISTS (SELECT 1 FROM record_version o INDEXED BY record_version_resource
      WHERE o.side_id = v.side_id AND o.ended IS NULL AND o.resource IS NOT NULL AND o.state = 'read'
        AND o.resource = v.resource AND o.start_ms >= v.start_ms AND o.start_ms < ${takenUntil('v')} AND o.id <> v.id)`

/**
 * Groups whose record on the left lasts, within the window, until another one of the same resource starts. Where both
 * sides agree this finds every overlap by its earlier record, because an agreeing pair takes the same time of the same
 * resource on both.
 */
export const sweepOverlaps = (
  db: ReadDb,
  { left }: CompareGround,
  { startMs, endMs }: { startMs: number; endMs: number },
): string[] => prepared(db, sweepSql).pluck().all({ sideId: left.sideId, startMs, endMs }) as string[]

/** The two groups of an overlap. */
export type OverlapGroups = { groupKey: string; otherGroup: string }

const openOverlaps = `SELECT group_key AS groupKey, other_group AS otherGroup FROM discrepancy`
const isOpenOverlap = 'pairing_id = :pairing AND ended IS NULL AND other_group IS NOT NULL'

/** Open overlaps of a pairing, suspected ones included. */
export const listOpenOverlaps = (db: ReadDb, pairingId: PairingId): OverlapGroups[] =>
  prepared(db, `${openOverlaps} WHERE ${isOpenOverlap}`).all({ pairing: pairingId }) as OverlapGroups[]

/** Exported for the test of their plans. */
export const openOverlapsSql = ['group_key', 'other_group']
  .map(
    (column) => `${openOverlaps} INDEXED BY discrepancy_${column === 'group_key' ? 'group' : 'other_group'}
    WHERE ${column} IN (SELECT value FROM json_each(:groups)) AND ${isOpenOverlap}`,
  )
  .join(' UNION ALL ')

/** Those in which one of these groups takes part. */
export const listOpenOverlapsOf = (db: ReadDb, pairingId: PairingId, groupKeys: readonly string[]): OverlapGroups[] =>
  prepared(db, openOverlapsSql).all({ pairing: pairingId, groups: JSON.stringify(groupKeys) }) as OverlapGroups[]

/** Under which keys crowds of a resource are open: as overlaps that a group has with itself. */
export const listOpenCrowdKeys = (db: ReadDb, pairingId: PairingId): string[] =>
  prepared(
    db,
    `SELECT group_key FROM discrepancy INDEXED BY discrepancy_kind
     WHERE pairing_id = ? AND kind = 'overlap' AND ended IS NULL AND other_group = group_key`,
  )
    .pluck()
    .all(pairingId) as string[]
