import { and, asc, eq, or } from 'drizzle-orm'
import type { Fingerprint, PairingId, RecordKey, SideName } from '#contract/ids'
import type { KeyPair } from '#contract/matches'
import type { Fields } from '#contract/records'
import type { Instant } from '#contract/time'
import type { ReadDb } from './database.ts'
import type { DecisionKind } from './discrepancy-decision-store.ts'
import type { DecideMatch, WordScope } from './match-decision-store.ts'
import { prepared } from './prepared.ts'
import { discrepancyDecisions } from './tables/discrepancy-decisions.ts'
import { matchDecisions } from './tables/match-decisions.ts'
import { operators } from './tables/operators.ts'

/** One version of a record, and the reads that showed it first and no more. Times in ms UTC. */
export type RecordStep = {
  side: SideName
  key: RecordKey
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  fields: Fields
  /** The numbers of those reads' snapshots, and when each ended; null where that snapshot is not stored any more. */
  born: number
  bornAt: Instant | null
  ended: number | null
  endedAt: Instant | null
  /** True where this read showed the record for the first time, or again after others without it. */
  fresh: boolean
  /** True where the read that ended this version showed no other record under its key. */
  gone: boolean
}

/** Exported for the test of its plan. */
export const recordStepsSql = `SELECT v.record_key AS key, v.state, v.start_ms AS startMs, v.end_ms AS endMs, v.fields, v.born,
    b.ended_at AS bornAt, iif(v.ended <= :at, v.ended, NULL) AS ended, e.ended_at AS endedAt, v.born = v.since AS fresh,
    -- One that never left since, under whatever group; else one that this very read showed.
    v.ended <= :at AND NOT EXISTS (SELECT 1 FROM record_version o
        WHERE o.side_id = v.side_id AND o.record_key = v.record_key AND o.ended IS NULL AND o.since < v.ended)
      AND NOT EXISTS (SELECT 1 FROM record_version o INDEXED BY record_version_born
        WHERE o.side_id = v.side_id AND o.born = v.ended AND o.record_key = v.record_key) AS gone
  FROM json_each(:groups) g
  CROSS JOIN record_version v INDEXED BY record_version_group ON v.side_id = :sideId AND v.group_key = g.value
  LEFT JOIN snapshot b ON b.side_id = v.side_id AND b.number = v.born
  LEFT JOIN snapshot e ON e.side_id = v.side_id AND e.number = v.ended
  WHERE v.born <= :at ORDER BY v.record_key, v.born`

/** All versions of a side's records in these groups up to a snapshot, by record key and then as they came. */
export function listRecordSteps(
  db: ReadDb,
  { side, sideId, at, groups }: { side: SideName; sideId: number; at: number; groups: readonly string[] },
): RecordStep[] {
  type Raw = Omit<RecordStep, 'side' | 'fields' | 'fresh' | 'gone'> & { fields: string; fresh: number; gone: number }
  const rows = prepared(db, recordStepsSql).all({ sideId, at, groups: JSON.stringify(groups) }) as Raw[]
  return rows.map((row) => ({
    ...row,
    side,
    fields: JSON.parse(row.fields) as Fields,
    fresh: row.fresh === 1,
    gone: row.gone === 1,
  }))
}

/** The groups that a group was ever matched with up to a compare's number. */
export const listPartners = (db: ReadDb, pairingId: PairingId, group: string, upTo: number): string[] =>
  prepared(
    db,
    `SELECT right_group FROM match WHERE pairing_id = :pairingId AND left_group = :group AND born <= :upTo
     UNION SELECT left_group FROM match INDEXED BY match_right_history
       WHERE pairing_id = :pairingId AND right_group = :group AND born <= :upTo`,
  )
    .pluck()
    .all({ pairingId, group, upTo }) as string[]

/** What somebody decided about a discrepancy, and until when an acceptance was to hold. */
export type DecisionStep = { at: Instant; by: string; decision: DecisionKind; reason: string; until: Instant | null }

/** Everything people decided about a discrepancy, oldest first, whether it holds still or not. */
export function listDecisionSteps(db: ReadDb, pairingId: PairingId, fingerprint: Fingerprint): DecisionStep[] {
  const { decidedAt, decision, reason, untilAt, seq } = discrepancyDecisions
  return db.orm
    .select({ at: decidedAt, by: operators.name, decision, reason, until: untilAt })
    .from(discrepancyDecisions)
    .innerJoin(operators, eq(operators.id, discrepancyDecisions.operatorId))
    .where(and(eq(discrepancyDecisions.pairingId, pairingId), eq(discrepancyDecisions.fingerprint, fingerprint)))
    .orderBy(asc(seq))
    .all()
}

/** What somebody said about two records being the same. */
export type WordStep = KeyPair & Pick<DecideMatch, 'decision' | 'reason'> & { at: Instant; by: string }

/** Everything people said about pairs in which one of these records takes part, oldest first. */
export function listWordSteps(
  db: ReadDb,
  { pairingId, keyScope }: WordScope,
  { left, right }: Readonly<Record<SideName, RecordKey | null>>,
): WordStep[] {
  const { leftKey, rightKey, decision, reason, decidedAt, seq } = matchDecisions
  const about = [...(left === null ? [] : [eq(leftKey, left)]), ...(right === null ? [] : [eq(rightKey, right)])]
  if (about.length === 0) return []
  return db.orm
    .select({ at: decidedAt, by: operators.name, leftKey, rightKey, decision, reason })
    .from(matchDecisions)
    .innerJoin(operators, eq(operators.id, matchDecisions.operatorId))
    .where(and(eq(matchDecisions.pairingId, pairingId), eq(matchDecisions.keyScope, keyScope), or(...about)))
    .orderBy(asc(seq))
    .all()
}
