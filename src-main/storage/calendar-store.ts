import type { RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { Fields } from '#contract/records'
import type { CompareGround, CompareRow, GroupVersion } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { hasMatches } from './match-store.ts'
import { meetsSpan } from './meets-span.ts'
import { prepared } from './prepared.ts'

/** A record as a calendar places it. Times in ms UTC. */
export type PlacedRecord = {
  version: number
  side: SideName
  groupKey: string
  key: RecordKey
  resource: ResourceKey | null
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  /** What its field holds that says whose it is, and what it is called; empty where it holds none. */
  name: string
  label: string
}

type SpanMs = { startMs: number; endMs: number }

/** The fields whose values name a lane and what stands in it. */
export type NamingFields = { name: string; label: string }

const columns = `v.id, v.group_key, v.record_key, v.resource, v.state, v.start_ms, v.end_ms,
  v.fields ->> :name, v.fields ->> :label`
const visible = 'v.born <= :at AND (v.ended IS NULL OR v.ended > :at)'

/** How records belong to a span: by sharing an instant with it, or by beginning in it. */
export type Reach = 'meeting' | 'beginning'

const reaching: Readonly<Record<Reach, string>> = {
  meeting: meetsSpan({ from: ':startMs', to: ':endMs', row: 'v' }),
  beginning: 'v.start_ms < :endMs AND v.start_ms >= :startMs',
}

const inSpan = (
  earliest: string,
  reach: Reach,
): string => `SELECT ${columns} FROM record_version v INDEXED BY record_version_start
    WHERE v.side_id = :sideId AND v.start_ms >= ${earliest} AND ${reaching[reach]} AND ${visible}
    ORDER BY v.start_ms, v.id`
const ofGroups = (reach: Reach): string => `SELECT ${columns} FROM json_each(:groups) k
    CROSS JOIN record_version v INDEXED BY record_version_group ON v.side_id = :sideId AND v.group_key = k.value
    WHERE ${visible} AND NOT (${reaching[reach]})
    ORDER BY v.start_ms, v.id`

/** Exported for the test of their plans: none costs more for what stands elsewhere. */
export const calendarSql = {
  meeting: inSpan(':startMs - (SELECT longest_ms FROM side WHERE id = :sideId)', 'meeting'),
  beginning: inSpan(':startMs', 'beginning'),
  ofGroups: { meeting: ofGroups('meeting'), beginning: ofGroups('beginning') },
}

type Raw = [number, string, RecordKey, ResourceKey | null, 'read' | 'refused', number, number, unknown, unknown]

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const toPlaced =
  (side: SideName) =>
  (row: unknown): PlacedRecord => {
    const [version, groupKey, key, resource, state, startMs, endMs, name, label] = row as Raw
    return { version, side, groupKey, key, resource, state, startMs, endMs, name: wordOf(name), label: wordOf(label) }
  }

type PlacedQuery = { side: SideName; at: CompareGround['left']; span: SpanMs; fields: NamingFields; reach: Reach }

const valuesOf = ({ at, span, fields }: PlacedQuery) => ({
  ...at,
  ...span,
  name: `$.${fields.name}`,
  label: `$.${fields.label}`,
})

/** A side's records that meet a span, or begin in it, as they stood at a snapshot, by start. */
export const listPlaced = (db: ReadDb, query: PlacedQuery): PlacedRecord[] =>
  prepared(db, calendarSql[query.reach]).raw().all(valuesOf(query)).map(toPlaced(query.side))

/** The records of these groups that do not. */
export const listPlacedElsewhere = (db: ReadDb, query: PlacedQuery, groups: readonly string[]): PlacedRecord[] =>
  groups.length === 0
    ? []
    : prepared(db, calendarSql.ofGroups[query.reach])
        .raw()
        .all({ ...valuesOf(query), groups: JSON.stringify(groups) })
        .map(toPlaced(query.side))

const stood = `m.pairing_id = :pairing AND m.born <= :number AND (m.ended IS NULL OR m.ended > :number)`

/** Exported for the test of its plan. */
export const matchedSql = `SELECT m.left_group, m.right_group FROM json_each(:left) k CROSS JOIN match m ON ${stood} AND m.left_group = k.value
  UNION SELECT m.left_group, m.right_group FROM json_each(:right) k
    CROSS JOIN match m INDEXED BY match_right_history ON ${stood} AND m.right_group = k.value`

/** The pairs of groups matched without ids at a compare, of these left and right groups. */
export const listMatched = (
  db: ReadDb,
  { pairingId, number }: Pick<CompareRow, 'pairingId' | 'number'>,
  { left, right }: Readonly<Record<SideName, Iterable<string>>>,
): [left: string, right: string][] =>
  hasMatches(db, pairingId)
    ? (prepared(db, matchedSql)
        .raw()
        .all({
          ...{ pairing: pairingId, number },
          ...{ left: JSON.stringify([...left]), right: JSON.stringify([...right]) },
        }) as [string, string][])
    : []

/** One version of a side's records as it stood at a snapshot; null where none of this number did. */
export function findVersion(
  db: ReadDb,
  { side, sideId, at }: { side: SideName } & CompareGround['left'],
  version: number,
): GroupVersion | null {
  const row = prepared(
    db,
    `SELECT v.id, v.group_key AS groupKey, v.record_key AS key, v.pair_key AS pairKey, v.reference, v.resource, v.state,
       v.start_ms AS startMs, v.end_ms AS endMs, v.content_hash AS contentHash, v.fields,
       s.sync AS sinceSync, s.ended_at AS sinceAt, b.ended_at AS bornAt,
       EXISTS (SELECT 1 FROM unread u
         WHERE u.version_id = v.id AND u.born <= :at AND (u.ended IS NULL OR u.ended > :at)) AS unread
     FROM record_version v LEFT JOIN snapshot s ON s.side_id = v.side_id AND s.number = v.since
     JOIN snapshot b ON b.side_id = v.side_id AND b.number = v.born AND b.state = 'sealed'
     WHERE v.id = :version AND v.side_id = :sideId AND ${visible}`,
  ).get({ version, sideId, at }) as
    | (Omit<GroupVersion, 'side' | 'fields' | 'unread'> & { fields: string; unread: number })
    | undefined
  return row ? { ...row, side, fields: JSON.parse(row.fields) as Fields, unread: row.unread === 1 } : null
}

/** A record found by the beginning of its id. */
export type FoundByKey = Omit<PlacedRecord, 'version' | 'state'>

type KeyStart = { side: SideName; sideId: number; text: string; fields: NamingFields; nowMs: number; limit: number }

/** How many records of a side under ids that begin alike are looked at: each is read for its start. */
const lookedAt = 20_000

/**
 * A side's published records whose id begins with the text, nearest to a moment first (ms UTC); of more than 20,000 those
 * of the lowest ids are looked at.
 */
export function listByKeyStart(db: ReadDb, { side, sideId, text, fields, nowMs, limit }: KeyStart): FoundByKey[] {
  const rows = prepared(
    db,
    `SELECT ${columns} FROM (
       SELECT id AS near FROM (
         SELECT id, start_ms FROM record_version INDEXED BY record_version_open
         WHERE side_id = :sideId AND record_key >= :text AND record_key < :text || char(1114111) AND ended IS NULL
           AND born <= (SELECT published FROM side WHERE id = :sideId)
         ORDER BY record_key LIMIT ${lookedAt})
       ORDER BY abs(start_ms - :nowMs), id LIMIT :limit)
     CROSS JOIN record_version v ON v.id = near ORDER BY abs(v.start_ms - :nowMs), v.id`,
  )
    .raw()
    .all({ sideId, text, nowMs, limit, name: `$.${fields.name}`, label: `$.${fields.label}` })
  return rows.map(toPlaced(side))
}
