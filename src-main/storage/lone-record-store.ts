import type { RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { Fields } from '#contract/records'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** A published record that stands alone in its group, in the shape that matches are decided on. Times in ms UTC. */
export type StoredLoneRecord = {
  side: SideName
  groupKey: string
  key: RecordKey
  resource: ResourceKey | null
  startMs: number
  endMs: number
  fields: Fields
  state: 'read' | 'refused'
  /** True where it names no record of the other side, and none there names it. */
  unnamed: boolean
}

type Raw = Omit<StoredLoneRecord, 'side' | 'fields' | 'unnamed'> & { sideId: number; fields: string; unnamed: number }

/** The covering index alone tells which groups hold one record; only of those the record is read. */
export const loneSql = `SELECT v.side_id AS sideId, v.group_key AS groupKey, v.record_key AS key, v.resource, v.state,
    v.start_ms AS startMs, v.end_ms AS endMs, v.fields,
    v.reference IS NULL AND NOT EXISTS (SELECT 1 FROM record_version o
      WHERE o.side_id = :left + :right - v.side_id AND o.ended IS NULL AND o.reference = v.record_key) AS unnamed
  FROM json_each(:groups) k CROSS JOIN record_version v INDEXED BY record_version_group
  WHERE v.side_id IN (:left, :right) AND v.group_key = k.value AND v.ended IS NULL
    AND (SELECT count(*) FROM record_version g INDEXED BY record_version_group
      WHERE g.side_id IN (:left, :right) AND g.group_key = k.value AND g.ended IS NULL) = 1`

/** The records of those of these groups that hold one, on either side; a group that holds none or several has none here. */
export function listLone(db: ReadDb, { left, right }: CompareGround, groups: readonly string[]): StoredLoneRecord[] {
  const values = { left: left.sideId, right: right.sideId, groups: JSON.stringify(groups) }
  return (prepared(db, loneSql).all(values) as Raw[]).map(({ sideId, fields, unnamed, ...record }) => {
    const side = sideId === left.sideId ? 'left' : 'right'
    return { ...record, side, fields: JSON.parse(fields) as Fields, unnamed: unnamed === 1 }
  })
}

/** The group in which a side's published record stands now; null where the side does not hold it. */
export const groupOfKey = (db: ReadDb, sideId: number, key: RecordKey): string | null =>
  (prepared(db, 'SELECT group_key FROM record_version WHERE side_id = ? AND record_key = ? AND ended IS NULL')
    .pluck()
    .get(sideId, key) as string | undefined) ?? null

/** Whose records to look for: of one resource, of none, or of any. */
export type Whose = { of: 'resource'; resource: ResourceKey } | { of: 'nobody' } | { of: 'anybody' }

/** Every condition of the partial indexes is said in full, or SQLite would not use them. */
const unreferenced = `SELECT group_key FROM record_version WHERE side_id = :sideId AND ended IS NULL AND state = 'read'
  AND start_ms BETWEEN :fromMs AND :toMs AND +reference IS NULL`
export const startingSql: Readonly<Record<Whose['of'], string>> = {
  resource: `${unreferenced} AND resource IS NOT NULL AND resource = :resource`,
  nobody: `${unreferenced} AND resource IS NULL`,
  anybody: unreferenced,
}

/** Groups of a side's published records that name nothing on the other side and start within these instants, both included. */
export const groupsStarting = (
  db: ReadDb,
  { sideId, whose, fromMs, toMs }: { sideId: number; whose: Whose; fromMs: number; toMs: number },
): string[] =>
  prepared(db, startingSql[whose.of])
    .pluck()
    .all({ sideId, fromMs, toMs, ...(whose.of === 'resource' ? { resource: whose.resource } : {}) }) as string[]
