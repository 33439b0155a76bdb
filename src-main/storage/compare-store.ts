import {
  CompareId,
  CompareNumber,
  type ContentHash,
  PairingId,
  type PairKey,
  type RecordKey,
  type ResourceKey,
  type RunId,
  type SideName,
} from '#contract/ids'
import type { Fields } from '#contract/records'
import type { Instant } from '#contract/time'
import { readCacheGeneration } from './cache-generation.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { meetsSpan } from './meets-span.ts'
import { prepared } from './prepared.ts'

/** A stored compare: over which two snapshots, which judged window, and under which policy. */
export type CompareRow = {
  pairingId: PairingId
  number: CompareNumber
  sync: number
  runId: RunId
  leftSnapshot: number
  rightSnapshot: number
  leftEpoch: string
  rightEpoch: string
  startMs: number
  endMs: number
  policy: string
  whole: boolean
  comparedAt: Instant
  open: number
  opened: number
  closed: number
  /** The newest word of a person on matches that it took into account; 0 where there was none. */
  decided: number
}

/** Where a compare reads: both sides' rows and the snapshot numbers it stands on. */
export type CompareGround = { left: { sideId: number; at: number }; right: { sideId: number; at: number } }

/** The columns of a `CompareRow`, to be read by `toCompareRow`. */
export const compareColumns = `pairing_id AS pairingId, number, sync, run_id AS runId, left_snapshot AS leftSnapshot, right_snapshot AS rightSnapshot,
  left_epoch AS leftEpoch, right_epoch AS rightEpoch, start_ms AS startMs, end_ms AS endMs, policy, whole,
  compared_at AS comparedAt, open, opened, closed, decided`

/** A row of `compareColumns`, or null. */
export const toCompareRow = (row: unknown): CompareRow | null =>
  row ? ({ ...row, whole: (row as { whole: number }).whole === 1 } as CompareRow) : null

/** The compare in view of a pairing: its newest. */
export function newestCompare(db: ReadDb, pairingId: PairingId): CompareRow | null {
  const text = `SELECT ${compareColumns} FROM compare WHERE pairing_id = ? ORDER BY number DESC LIMIT 1`
  return toCompareRow(prepared(db, text).get(pairingId))
}

/** Stores a compare, or its new counts where it is stored already. */
export function writeCompare(db: WriteDb, row: CompareRow): void {
  prepared(
    db,
    `INSERT INTO compare (pairing_id, number, sync, run_id, left_snapshot, right_snapshot, left_epoch, right_epoch, start_ms,
       end_ms, policy, whole, compared_at, open, opened, closed, decided)
     VALUES (:pairingId, :number, :sync, :runId, :leftSnapshot, :rightSnapshot, :leftEpoch, :rightEpoch, :startMs, :endMs,
       :policy, :whole, :comparedAt, :open, :opened, :closed, :decided)
     ON CONFLICT (pairing_id, number) DO UPDATE SET open = :open, opened = :opened, closed = :closed`,
  ).run({ ...row, whole: row.whole ? 1 : 0 })
}

/** A compare's id for the page: carries the cache file's random generation. */
export const writeCompareId = (generation: string, { pairingId, number }: { pairingId: PairingId; number: number }) =>
  CompareId.parse(`${generation}.${pairingId}.${number}`)

/** The id of a compare of this cache. */
export function compareIdOf(db: ReadDb, row: Pick<CompareRow, 'pairingId' | 'number'>): CompareId {
  const { generation } = prepared(db, 'SELECT generation FROM cache_meta WHERE id = 1').get() as { generation: string }
  return writeCompareId(generation, row)
}

/** The compare an id names; null for one of another cache file, where its number would say something else. */
export function readCompareId(db: ReadDb, id: CompareId): Pick<CompareRow, 'pairingId' | 'number'> | null {
  const [, generation, pairingId, number] = /^([^.]*)\.(.+)\.(\d+)$/.exec(id) ?? []
  if (generation === undefined || generation !== readCacheGeneration(db)) return null
  return { pairingId: PairingId.parse(pairingId), number: CompareNumber.parse(Number(number)) }
}

const meets = meetsSpan({ from: ':start', to: ':end' })
/** Read by its start alone, whatever else is stored. */
const fromReach = 'start_ms >= :start - (SELECT longest_ms FROM side WHERE id = :sideId)'
const visible = `side_id = :sideId AND born <= :at AND (ended IS NULL OR ended > :at)`

const inStripSql = `SELECT group_key AS key FROM record_version INDEXED BY record_version_start
  WHERE ${fromReach} AND ${visible} AND ${meets}`

type Strip = { start: number; end: number }

/** The stretches that belong to exactly one of the two judged windows. */
export function stripsBetween(
  before: { startMs: number; endMs: number },
  now: { startMs: number; endMs: number },
): Strip[] {
  const strips = [
    { start: Math.min(before.startMs, now.startMs), end: Math.max(before.startMs, now.startMs) },
    { start: Math.min(before.endMs, now.endMs), end: Math.max(before.endMs, now.endMs) },
  ]
  return strips.filter((strip) => strip.end > strip.start)
}

/** Records born or ended in this range that do not stand under the same key, naming the same id, at its other end as well. */
const movedLinks = (column: 'born' | 'ended', otherEnd: ':from' | ':at'): string => `
  SELECT t.record_key, t.reference FROM record_version t INDEXED BY record_version_${column}
  WHERE t.side_id = :sideId AND t.${column} > :from AND t.${column} <= :at AND NOT EXISTS (
    SELECT 1 FROM record_version p INDEXED BY record_version_group
    WHERE p.side_id = t.side_id AND p.group_key = t.group_key AND p.record_key = t.record_key AND p.reference IS t.reference
      AND p.born <= ${otherEnd} AND (p.ended IS NULL OR p.ended > ${otherEnd}))`

/** The groups of what those name on the other side, and of what names them there. Exported for the test of its plan. */
export const linkedToMovedSql = `
  WITH moved AS MATERIALIZED (${movedLinks('born', ':from')} UNION ALL ${movedLinks('ended', ':at')} AND t.ended IS NOT NULL)
  SELECT o.group_key AS key FROM moved CROSS JOIN record_version o INDEXED BY record_version_open
    ON o.side_id = :otherId AND o.record_key = moved.reference AND o.ended IS NULL
  UNION ALL
  SELECT o.group_key FROM moved CROSS JOIN record_version o INDEXED BY record_version_reference
    ON o.side_id = :otherId AND o.reference = moved.record_key AND o.ended IS NULL`

/**
 * Groups an incremental compare looks at: versions or unread marks born or ended since the previous compare's
 * snapshots, records in the strips by which the judged window moved, whatever is unverified now, and what stood beside
 * records that were purged.
 */
export function touchedGroups(
  db: ReadDb,
  ground: CompareGround,
  previous: Pick<CompareRow, 'pairingId' | 'leftSnapshot' | 'rightSnapshot' | 'startMs' | 'endMs'>,
  window: { startMs: number; endMs: number },
): Set<string> {
  const groups = new Set<string>()
  const collect = (text: string, values: Record<string, unknown>): void => {
    for (const row of prepared(db, text).iterate(values)) groups.add((row as { key: string }).key)
  }
  const since = { left: previous.leftSnapshot, right: previous.rightSnapshot }
  for (const side of ['left', 'right'] as const) {
    const range = { sideId: ground[side].sideId, from: since[side], at: ground[side].at }
    const moved = (column: string): string => `${column} > :from AND ${column} <= :at`
    collect(`SELECT group_key AS key FROM record_version WHERE side_id = :sideId AND ${moved('born')}`, range)
    collect(
      `SELECT group_key AS key FROM record_version WHERE side_id = :sideId AND ended IS NOT NULL AND ${moved('ended')}`,
      range,
    )
    const unread =
      'SELECT v.group_key AS key FROM unread u JOIN record_version v ON v.id = u.version_id WHERE u.side_id = :sideId AND'
    collect(`${unread} ${moved('u.born')}`, range)
    collect(`${unread} u.ended IS NOT NULL AND ${moved('u.ended')}`, range)
    for (const strip of stripsBetween(previous, window)) {
      const { sideId, at } = range
      collect(inStripSql, { sideId, at, ...strip })
    }
  }
  // What such a record names on the other side, and what names it there: both may be linked one way only.
  for (const [one, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ] as const) {
    const range = { sideId: ground[one].sideId, otherId: ground[other].sideId, from: since[one], at: ground[one].at }
    collect(linkedToMovedSql, range)
  }
  const pairing = previous.pairingId
  collect(
    `SELECT group_key AS key FROM discrepancy WHERE pairing_id = :pairing AND kind = 'unverified' AND ended IS NULL`,
    { pairing },
  )
  collect('SELECT group_key AS key FROM touched_by_purge WHERE pairing_id = :pairing', { pairing })
  return groups
}

/** A compare has looked beside what a purge took away. */
export const forgetTouched = (db: WriteDb, pairingId: PairingId): void =>
  void prepared(db, 'DELETE FROM touched_by_purge WHERE pairing_id = ?').run(pairingId)

/** A stored version at a snapshot, in the shape the compare decides on. */
export type GroupVersion = {
  id: number
  groupKey: string
  side: SideName
  key: RecordKey
  pairKey: PairKey | null
  reference: RecordKey | null
  resource: ResourceKey | null
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  contentHash: ContentHash
  fields: Fields
  sinceSync: number
  /** When the read ended that first showed the record, and the one that first showed this version of it. */
  sinceAt: Instant
  bornAt: Instant
  unread: boolean
}

/** Named the index, the planner cannot walk the whole side by `born` instead of the groups. */
export const groupSidesSql = `SELECT v.id, v.group_key AS groupKey, v.record_key AS key, v.pair_key AS pairKey, v.reference, v.resource, v.state,
       v.start_ms AS startMs, v.end_ms AS endMs, v.content_hash AS contentHash, v.fields,
       s.sync AS sinceSync, s.ended_at AS sinceAt, b.ended_at AS bornAt,
       EXISTS (SELECT 1 FROM unread u WHERE u.version_id = v.id AND u.born <= :at AND (u.ended IS NULL OR u.ended > :at)) AS unread
     FROM json_each(:groupKeys) k
     CROSS JOIN record_version v INDEXED BY record_version_group ON v.side_id = :sideId AND v.group_key = k.value
     LEFT JOIN snapshot s ON s.side_id = v.side_id AND s.number = v.since
     LEFT JOIN snapshot b ON b.side_id = v.side_id AND b.number = v.born
     WHERE v.born <= :at AND (v.ended IS NULL OR v.ended > :at)`

const byKey = (a: GroupVersion, b: GroupVersion): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** A side's versions visible at a snapshot number, by group, each group's by record key; groups without one are left out. */
export function loadGroupSides(
  db: ReadDb,
  side: SideName,
  { sideId, at }: CompareGround['left'],
  groupKeys: readonly string[],
): Map<string, GroupVersion[]> {
  const found = new Map<string, GroupVersion[]>()
  for (const row of prepared(db, groupSidesSql).iterate({ sideId, at, groupKeys: JSON.stringify(groupKeys) })) {
    const raw = row as Omit<GroupVersion, 'side' | 'fields' | 'unread'> & { fields: string; unread: number }
    const version = { ...raw, side, fields: JSON.parse(raw.fields) as Fields, unread: raw.unread === 1 }
    const group = found.get(raw.groupKey)
    if (group) group.push(version)
    else found.set(raw.groupKey, [version])
  }
  for (const group of found.values()) if (group.length > 1) group.sort(byKey)
  return found
}

/** A side's versions of one group visible at a snapshot number, by record key. */
export const loadGroupSide = (
  db: ReadDb,
  side: SideName,
  at: CompareGround['left'],
  groupKey: string,
): GroupVersion[] => loadGroupSides(db, side, at, [groupKey]).get(groupKey) ?? []

/** A side's present epoch: the number it came after (0 where it is the first), and its first published sync. */
export type EpochStart = { after: number; firstSync: number }

/** Where the epoch began that a side was in at a published snapshot. */
export function epochStart(db: ReadDb, { sideId, at }: CompareGround['left']): EpochStart {
  const sealed = `SELECT * FROM snapshot WHERE side_id = :sideId AND number <= :at AND state = 'sealed'`
  const text = `
    WITH before AS (SELECT coalesce(max(number), 0) AS number FROM (${sealed})
      WHERE epoch <> (SELECT epoch FROM snapshot WHERE side_id = :sideId AND number = :at))
    SELECT (SELECT number FROM before) AS after,
      (SELECT min(sync) FROM (${sealed}) WHERE number > (SELECT number FROM before)) AS firstSync`
  return prepared(db, text).get({ sideId, at }) as EpochStart
}

/**
 * The last record of a group that a side held after the number `after` and does not hold now: in which sync it ended,
 * when that read ended, and whether the record is gone altogether (not only paired with something else). Null where none.
 */
export function lastHeldInGroup(
  db: ReadDb,
  { sideId, at, after }: CompareGround['left'] & { after: number },
  groupKey: string,
): { sync: number; at: Instant; gone: boolean } | null {
  const row = prepared(
    db,
    `SELECT s.sync, s.ended_at AS at,
       NOT EXISTS (SELECT 1 FROM record_version n WHERE n.side_id = v.side_id AND n.record_key = v.record_key AND n.ended IS NULL) AS gone
     FROM record_version v JOIN snapshot s ON s.side_id = v.side_id AND s.number = v.ended
     WHERE v.side_id = :sideId AND v.group_key = :groupKey AND +v.born > :after AND +v.ended <= :at
     ORDER BY v.ended DESC, v.id DESC LIMIT 1`,
  ).get({ sideId, at, after, groupKey }) as { sync: number; at: Instant; gone: number } | undefined
  return row ? { ...row, gone: row.gone === 1 } : null
}

/** The span a record had when it was first seen; null where that version is not stored any more. */
export function firstSpanOf(db: ReadDb, versionId: number): { startMs: number; endMs: number } | null {
  const row = prepared(
    db,
    `SELECT f.start_ms AS startMs, f.end_ms AS endMs FROM record_version v
     JOIN record_version f ON f.side_id = v.side_id AND f.group_key = v.group_key AND f.record_key = v.record_key AND +f.born = v.since
     WHERE v.id = ?`,
  ).get(versionId) as { startMs: number; endMs: number } | undefined
  return row ?? null
}

/** Newest published sync at or before `at` in which the side's own Get did not find this key; null where never. */
export function keyAbsentIn(db: ReadDb, { sideId, at }: CompareGround['left'], key: string): number | null {
  const row = prepared(
    db,
    `SELECT s.sync FROM absent_key a JOIN snapshot s ON s.side_id = a.side_id AND s.number = a.number
     WHERE a.side_id = ? AND a.record_key = ? AND a.number <= ? AND s.state = 'sealed'
       AND s.epoch = (SELECT epoch FROM snapshot WHERE side_id = a.side_id AND number = ?) ORDER BY a.number DESC LIMIT 1`,
  ).get(sideId, key, at, at)
  return (row as { sync: number } | undefined)?.sync ?? null
}

/** True where `side` holds a record under this key of its own, or one that names `namedBy`, now. */
export function isLinkedOneWay(db: ReadDb, sideId: number, key: RecordKey | null, namedBy: RecordKey): boolean {
  const byKey = 'SELECT 1 FROM record_version WHERE side_id = ? AND record_key = ? AND ended IS NULL'
  const byReference = 'SELECT 1 FROM record_version WHERE side_id = ? AND reference = ? AND ended IS NULL'
  return (
    (key !== null && prepared(db, byKey).get(sideId, key) !== undefined) ||
    prepared(db, byReference).get(sideId, namedBy) !== undefined
  )
}
