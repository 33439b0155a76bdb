import type { RecordKey, ScopeKey, SnapshotNumber } from '#contract/ids'
import type { Refusal } from '#contract/records'
import type { ReadDb, WriteDb } from './database.ts'
import { meetsSpan } from './meets-span.ts'
import { prepared } from './prepared.ts'
import type { PreparedRecord } from './record-version.ts'
import type { SeenVersions } from './seen-versions.ts'

type OpenVersion = {
  id: number
  born: number
  since: number
  content_hash: string
  pair_key: string | null
  reference: string | null
  scope: string
  resource: string | null
  state: string
  start_ms: number
  end_ms: number
  vendor_version: string | null
  pointer: string | null
}

export type PageWrite = {
  sideId: number
  number: SnapshotNumber
  seen: SeenVersions
  records: readonly PreparedRecord[]
}

/** Whatever still reads for a number that was discarded meanwhile must not write into it: nobody would take it back. */
function assertBuilding(db: ReadDb, sideId: number, number: number): void {
  const row = prepared(db, 'SELECT state FROM snapshot WHERE side_id = ? AND number = ?').get(sideId, number) as
    | { state: string }
    | undefined
  if (row?.state !== 'building') throw new Error('a page came for a snapshot that is no longer being built')
}

/**
 * What one page did. `versions` holds each record's version in order, 0 for a repeated one. `repeated` are keys this same
 * read had already met, `unpaired` refused ones without a pair key.
 */
export type PageResult = {
  added: number
  changed: number
  kept: number
  versions: number[]
  repeated: RecordKey[]
  unpaired: RecordKey[]
}

/** Highest version id stored: the size of a read's bitmap. */
export const highestVersionId = (db: ReadDb): number =>
  (prepared(db, 'SELECT coalesce(max(id), 0) AS id FROM record_version').get() as { id: number }).id

const sameRecord = (open: OpenVersion, record: PreparedRecord): boolean =>
  open.content_hash === record.contentHash &&
  open.pair_key === record.pairKey &&
  open.reference === record.reference &&
  open.resource === record.resource &&
  open.scope === record.scope &&
  open.state === record.state &&
  open.pointer === record.pointer &&
  open.start_ms === record.startMs &&
  open.end_ms === record.endMs

/** A refused record whose pair reference was unreadable keeps the pair its last version belonged to. */
const keepingPair = (record: PreparedRecord, open: OpenVersion): PreparedRecord =>
  record.state === 'refused' && record.pairKey === null && open.pair_key !== null
    ? ({
        ...record,
        pairKey: open.pair_key,
        groupKey: `k:${open.pair_key}`,
        reference: open.reference,
      } as PreparedRecord)
    : record

/**
 * Writes one page under its unpublished number in one transaction. An unchanged record writes nothing and marks
 * its open version as seen; a new vendor version alone is updated in place.
 */
export function writePage(db: WriteDb, { sideId, number, seen, records }: PageWrite): PageResult {
  const result: PageResult = { added: 0, changed: 0, kept: 0, versions: [], repeated: [], unpaired: [] }
  const probe = prepared(
    db,
    `SELECT id, born, since, content_hash, pair_key, reference, scope, resource, state, start_ms, end_ms, vendor_version, pointer
     FROM record_version WHERE side_id = ? AND record_key = ? AND ended IS NULL`,
  )
  const end = prepared(db, 'UPDATE record_version SET ended = ? WHERE id = ?')
  const restamp = prepared(db, 'UPDATE record_version SET vendor_version = ? WHERE id = ?')
  const insert = prepared(
    db,
    `INSERT INTO record_version (side_id, record_key, pair_key, group_key, reference, scope, resource, kind, state, start_ms,
       end_ms, written, content_hash, fields, vendor_version, pointer, since, born)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const longest = Math.max(0, ...records.map(({ startMs, endMs }) => endMs - startMs))
  db.transaction(() => {
    assertBuilding(db, sideId, number)
    prepared(db, 'UPDATE side SET longest_ms = ? WHERE id = ? AND longest_ms < ?').run(longest, sideId, longest)
    for (const asRead of records) {
      const open = probe.get(sideId, asRead.key) as OpenVersion | undefined
      if (open && (open.born === number || seen.has(open.id))) {
        result.repeated.push(asRead.key)
        result.versions.push(0)
        continue
      }
      const record = open ? keepingPair(asRead, open) : asRead
      if (record.state === 'refused' && record.pairKey === null) result.unpaired.push(record.key)
      if (open && sameRecord(open, record)) {
        seen.add(open.id)
        if (open.vendor_version !== record.vendorVersion) restamp.run(record.vendorVersion, open.id)
        result.kept += 1
        result.versions.push(open.id)
        continue
      }
      if (open) {
        end.run(number, open.id)
        // Met as well, so that a remembered page which names it again counts as a repeated id.
        seen.add(open.id)
      }
      const { lastInsertRowid } = insert.run(
        sideId,
        record.key,
        record.pairKey,
        record.groupKey,
        record.reference,
        record.scope,
        record.resource,
        record.kind,
        record.state,
        record.startMs,
        record.endMs,
        JSON.stringify(record.written),
        record.contentHash,
        JSON.stringify(record.fields),
        record.vendorVersion,
        record.pointer,
        open?.since ?? number,
        number,
      )
      result.versions.push(Number(lastInsertRowid))
      if (open) result.changed += 1
      else result.added += 1
    }
  })
  return result
}

/** Stores refusals of a read, located and without values. */
export function writeRefusals(
  db: WriteDb,
  sideId: number,
  number: SnapshotNumber,
  from: number,
  refusals: readonly Refusal[],
): void {
  const insert = prepared(
    db,
    'INSERT INTO refusal (side_id, number, seq, endpoint, item, pointer, problem, record_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  db.transaction(() => {
    refusals.forEach((refusal, offset) => {
      insert.run(
        sideId,
        number,
        from + offset,
        refusal.endpoint,
        refusal.index,
        refusal.pointer,
        refusal.problem,
        refusal.key ?? null,
      )
    })
  })
}

export type ScopeWindow = { scope: ScopeKey; startMs: number; endMs: number }
type WindowQuery = { sideId: number; number: SnapshotNumber; window: ScopeWindow; seen: SeenVersions }

const meetsWindowSql = meetsSpan({ from: ':startMs', to: ':endMs' })

/** All of it stands in the index: nearly every version was met, and only the rest is looked up. */
export const openVersionsSql = `SELECT id FROM record_version INDEXED BY record_version_start
  WHERE side_id = :sideId AND ended IS NULL AND born < :number AND ${meetsWindowSql}`

/** Ids of open versions of earlier numbers in the window that this read did not meet. */
function unseenIn(db: ReadDb, { sideId, number, window, seen }: WindowQuery): number[] {
  const { scope, ...span } = window
  const ids = prepared(db, openVersionsSql)
    .pluck()
    .all({ sideId, number, ...span }) as number[]
  const scopeOf = prepared(db, 'SELECT scope FROM record_version WHERE id = ?').pluck()
  return ids.filter((id) => !seen.has(id) && scopeOf.get(id) === scope)
}

/** Keys of open versions in the window: what a side read by keys asks again. */
export function openKeysIn(db: ReadDb, sideId: number, window: ScopeWindow): RecordKey[] {
  const rows = prepared(
    db,
    `SELECT record_key AS key FROM record_version WHERE side_id = :sideId AND ended IS NULL AND scope = :scope AND ${meetsWindowSql} ORDER BY start_ms, record_key`,
  ).all({ sideId, ...window }) as { key: RecordKey }[]
  return rows.map((row) => row.key)
}

/** Ends what a complete window row did not meet. */
export function endUnseen(db: WriteDb, query: WindowQuery): number {
  const unseen = unseenIn(db, query)
  const end = prepared(db, 'UPDATE record_version SET ended = ? WHERE id = ?')
  db.transaction(() => {
    for (const id of unseen) end.run(query.number, id)
  })
  return unseen.length
}

/** Marks what an incomplete row did not meet as unread; what rests on it is unverified. */
export function markUnread(db: WriteDb, query: WindowQuery): number {
  const unseen = unseenIn(db, query)
  const insert = prepared(
    db,
    `INSERT INTO unread (version_id, side_id, born) SELECT :id, :sideId, :number
     WHERE NOT EXISTS (SELECT 1 FROM unread WHERE version_id = :id AND ended IS NULL)`,
  )
  db.transaction(() => {
    for (const id of unseen) insert.run({ id, sideId: query.sideId, number: query.number })
  })
  return unseen.length
}

/** Takes the unread mark from versions that this read met again or ended. */
export function clearUnread(db: WriteDb, sideId: number, number: SnapshotNumber, seen: SeenVersions): void {
  const marked = prepared(
    db,
    `SELECT u.version_id AS id, v.ended AS ended FROM unread u JOIN record_version v ON v.id = u.version_id
     WHERE u.side_id = ? AND u.ended IS NULL`,
  ).all(sideId) as { id: number; ended: number | null }[]
  const clear = prepared(db, 'UPDATE unread SET ended = ? WHERE version_id = ? AND ended IS NULL')
  db.transaction(() => {
    for (const { id, ended } of marked) if (ended !== null || seen.has(id)) clear.run(number, id)
  })
}

/** Stores keys that a Get answered with "not found", and ends their open versions. */
export function writeAbsentKeys(db: WriteDb, sideId: number, number: SnapshotNumber, keys: readonly RecordKey[]): void {
  const insert = prepared(
    db,
    'INSERT INTO absent_key (side_id, record_key, number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const end = prepared(db, 'UPDATE record_version SET ended = ? WHERE side_id = ? AND record_key = ? AND ended IS NULL')
  db.transaction(() => {
    for (const key of keys) {
      insert.run(sideId, key, number)
      end.run(number, sideId, key)
    }
  })
}

/** Records visible in the window at a snapshot: a published one, or the one being built once its reading is closed. */
export function countAt(db: ReadDb, at: { sideId: number; number: number; startMs: number; endMs: number }): number {
  const text = `SELECT count(*) AS n FROM record_version
    WHERE side_id = :sideId AND ${meetsWindowSql} AND +born <= :number AND (ended IS NULL OR ended > :number)`
  return (prepared(db, text).get(at) as { n: number }).n
}

/**
 * Counts over a window that this read and the last complete one both cover: `before` held there at the published
 * number, `lost` of those no longer held, `now` held, `fresh` of those under keys never seen before.
 */
export function countForGuard(
  db: ReadDb,
  {
    sideId,
    number,
    published,
    startMs,
    endMs,
  }: { sideId: number; number: SnapshotNumber; published: number | null; startMs: number; endMs: number },
): { before: number; lost: number; now: number; fresh: number } {
  const at = { sideId, number, published: published ?? 0, startMs, endMs }
  // One walk of the index by start, which holds all these columns.
  const held = prepared(
    db,
    `SELECT coalesce(sum(born <= :published AND (ended IS NULL OR ended > :published)), 0) AS before,
       coalesce(sum(ended IS NULL), 0) AS now, coalesce(sum(born = :number AND since = :number AND ended IS NULL), 0) AS fresh
     FROM record_version WHERE side_id = :sideId AND ${meetsWindowSql}`,
  ).get(at) as { before: number; now: number; fresh: number }
  const { lost } = prepared(
    db,
    `SELECT count(*) AS lost FROM record_version v
     WHERE side_id = :sideId AND ended = :number AND ${meetsWindowSql} AND +born <= :published
       AND NOT EXISTS (SELECT 1 FROM record_version n WHERE n.side_id = v.side_id AND n.record_key = v.record_key AND n.ended IS NULL)`,
  ).get(at) as { lost: number }
  return { ...held, lost }
}

/** The key of some record that the side's published read returned; null where it holds none. */
export function anyOpenKey(db: ReadDb, sideId: number, scope: ScopeKey): RecordKey | null {
  const row = prepared(
    db,
    `SELECT record_key AS key FROM record_version WHERE side_id = ? AND scope = ? AND ended IS NULL AND state = 'read' ORDER BY born DESC, id DESC LIMIT 1`,
  ).get(sideId, scope)
  return (row as { key: RecordKey } | undefined)?.key ?? null
}
