import type { PairingId, RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { MatchExplanation } from '#contract/matches'
import type { Fields } from '#contract/records'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import type { StoredMatch } from './match-store.ts'
import { prepared } from './prepared.ts'

/** A match with its records' keys and the left record's values. Times in ms UTC. */
export type ListedMatch = Pick<StoredMatch, 'how' | 'explanation'> & {
  leftKey: RecordKey
  rightKey: RecordKey
  startMs: number
  endMs: number
  fields: Fields
}

/** `CROSS JOIN` and the unary plus keep the planner from walking whole sides instead of the few matches. */
const recordOf = (name: string, side: SideName): string => `CROSS JOIN record_version ${name}
  ON ${name}.side_id = :${side} AND ${name}.group_key = m.${side}_group
  AND +${name}.born <= :${side}At AND (${name}.ended IS NULL OR ${name}.ended > :${side}At)`

const standing = 'pairing_id = :pairing AND ended IS NULL'

/** The window is cut from the index alone; only its matches and their records are looked up. Exported for the test of its plan. */
export const listMatchesSql = `SELECT m.how, m.explanation, l.record_key AS leftKey, r.record_key AS rightKey,
    m.start_ms AS startMs, l.end_ms AS endMs, l.fields
  FROM (SELECT left_group, right_group, born FROM match INDEXED BY match_start
    WHERE ${standing} ORDER BY start_ms, left_group LIMIT :limit OFFSET :offset) w
  CROSS JOIN match m ON m.pairing_id = :pairing AND m.left_group = w.left_group AND +m.right_group = w.right_group
    AND m.born = w.born
  ${recordOf('l', 'left')} ${recordOf('r', 'right')} ORDER BY m.start_ms, m.left_group`

/** A window of the matches that stand since the newest compare, by the left record's start, with how many there are in all. */
export function listMatches(
  db: ReadDb,
  pairingId: PairingId,
  { ground, offset, limit }: { ground: CompareGround; offset: number; limit: number },
): { rows: ListedMatch[]; total: number } {
  const { left, right } = ground
  const snapshots = { left: left.sideId, leftAt: left.at, right: right.sideId, rightAt: right.at }
  const rows = prepared(db, listMatchesSql).all({ pairing: pairingId, ...snapshots, offset, limit })
  const count = prepared(db, `SELECT count(*) AS total FROM match INDEXED BY match_start WHERE ${standing}`)
  const { total } = count.get({ pairing: pairingId }) as { total: number }
  const listed = rows as (Omit<ListedMatch, 'explanation' | 'fields'> & { explanation: string; fields: string })[]
  return {
    rows: listed.map((row) => ({
      ...row,
      explanation: JSON.parse(row.explanation) as MatchExplanation,
      fields: JSON.parse(row.fields) as Fields,
    })),
    total,
  }
}

/** A record that another could be matched with. Times in ms UTC. */
export type NearRecord = {
  key: RecordKey
  /** The id it names on the other side. */
  names: RecordKey | null
  groupKey: string
  resource: ResourceKey | null
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  fields: Fields
}

/** Which records of a side to look at: those of one resource within `wideMs` of a start, and all within `nearMs` of it. */
export type Near = { startMs: number; resource: ResourceKey | null; nearMs: number; wideMs: number }

/** Exported for the test of its plan. */
export const nearSql = `SELECT record_key AS key, reference AS names, group_key AS groupKey, resource, state,
    start_ms AS startMs, end_ms AS endMs, fields FROM record_version
  WHERE side_id = :sideId AND start_ms BETWEEN :startMs - :wideMs AND :startMs + :wideMs
    AND (+resource = :resource OR abs(start_ms - :startMs) <= :nearMs)
    AND +born <= :at AND (+ended IS NULL OR +ended > :at)`

/** The records of a side that are near in time, as of a snapshot number. */
export function listNearRecords(db: ReadDb, { sideId, at }: CompareGround['left'], near: Near): NearRecord[] {
  const rows = prepared(db, nearSql).all({ sideId, at, ...near }) as (Omit<NearRecord, 'fields'> & { fields: string })[]
  return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) as Fields }))
}
