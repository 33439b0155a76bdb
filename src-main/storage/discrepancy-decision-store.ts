import { and, desc, eq, inArray, max } from 'drizzle-orm'
import type { Acceptance, StoredDecisions } from '#contract/discrepancies'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { type AuditDetail, appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import type { Overtaken } from './overtaken-decision-store.ts'
import { loadPairing } from './pairing-store.ts'
import { prepared } from './prepared.ts'
import { discrepancyDecisions } from './tables/discrepancy-decisions.ts'
import { operators } from './tables/operators.ts'

/** `accept` takes it out of the list, `reopen` takes that back, `acknowledge` only quiets its alert. */
export type DecisionKind = 'accept' | 'reopen' | 'acknowledge'

/** A discrepancy as it stood when a person decided about it. */
export type DecidedRow = { fingerprint: Fingerprint; valuesMark: string }

export type DiscrepancyDecision = DecidedRow & {
  seq: number
  decision: DecisionKind
  /** When an acceptance ends by itself; null where only a moved value ends it. */
  until: Instant | null
}

type DecideDiscrepancies = {
  pairingId: PairingId
  decision: DecisionKind
  rows: readonly DecidedRow[]
  /** How they were chosen, for the audit: ids only. */
  chosen: AuditDetail
  /** At most 500 characters; an acceptance has at least one. */
  reason: string
  until: Instant | null
  by: OperatorId
  at: Instant
}

/**
 * Stores one decision about all these rows, at least one, with one row of audit; returns their numbers. Throws AppError
 * `not-found` for the pairing.
 */
export function decideDiscrepancies(db: WriteDb, decided: DecideDiscrepancies): StoredDecisions {
  const { pairingId, decision, rows, chosen, reason, until, by, at } = decided
  return db.transaction(() => {
    loadPairing(db, pairingId)
    // One statement: a cluster may have 100,000 rows.
    const { changes, lastInsertRowid } = prepared(
      db,
      `INSERT INTO discrepancy_decisions (pairing_id, fingerprint, decision, values_mark, until_at, reason, operator_id, decided_at)
       SELECT :pairingId, value ->> 0, :decision, value ->> 1, :until, :reason, :by, :at FROM json_each(:rows)`,
    ).run({
      ...{ pairingId, decision, until, reason, by, at },
      rows: JSON.stringify(rows.map((row) => [row.fingerprint, row.valuesMark])),
    })
    if (changes !== rows.length) throw new Error(`${changes} decisions stored instead of ${rows.length}`)
    const last = Number(lastInsertRowid)
    const first = last - changes + 1
    const detail = { ...chosen, count: changes, firstSeq: first, lastSeq: last, until }
    appendAudit(db, { at, by, action: `discrepancies-${decision}`, target: pairingId, detail })
    return { first, last }
  })
}

/** The number of the newest decision about any discrepancy; 0 where there is none. */
export const newestDecision = (db: ReadDb): number =>
  db.orm
    .select({ seq: max(discrepancyDecisions.seq) })
    .from(discrepancyDecisions)
    .get()?.seq ?? 0

/** Decisions of a pairing after one number, up to and with another, in the order they were made, without those that lapsed. */
export function* listDecisions(
  db: ReadDb,
  { pairingId, after, upTo }: { pairingId: PairingId; after: number; upTo: number },
): Generator<DiscrepancyDecision, void, void> {
  // The plus keeps the planner on the number: what is asked for are the newest few.
  yield* prepared(
    db,
    `SELECT seq, fingerprint, decision, values_mark AS valuesMark, until_at AS until FROM discrepancy_decisions
     WHERE seq > ? AND seq <= ? AND +pairing_id = ? AND seq NOT IN (SELECT seq FROM lapsed_decisions) ORDER BY seq`,
  ).iterate(after, upTo, pairingId) as IterableIterator<DiscrepancyDecision>
}

/** Stores which decisions a moved value ended, so that no cache ever shows them again; those stored already stay. */
export function lapseDecisions(db: WriteDb, overtaken: readonly (Overtaken & { pairingId: PairingId })[]): void {
  const text = `INSERT OR IGNORE INTO lapsed_decisions (seq)
    SELECT seq FROM json_each(?) CROSS JOIN discrepancy_decisions INDEXED BY discrepancy_decisions_of
      ON pairing_id = value ->> 0 AND fingerprint = value ->> 1 AND seq <= value ->> 2`
  const rows = overtaken.map(({ pairingId, fingerprint, upTo }) => [pairingId, fingerprint, upTo])
  db.transaction(() => prepared(db, text).run(JSON.stringify(rows)))
}

/** The discrepancies of a pairing whose first decision after a moment was this one, acknowledgements aside. */
export const firstDecidedSince = (
  db: ReadDb,
  { pairingId, after, decision }: { pairingId: PairingId; after: Instant; decision: 'accept' | 'reopen' },
): Fingerprint[] =>
  // Of one group SQLite takes the other columns from the row of the least number. What is read are the newest few.
  prepared(
    db,
    `SELECT fingerprint FROM (
       SELECT fingerprint, decision, min(seq) FROM discrepancy_decisions
       WHERE seq > coalesce((SELECT seq FROM discrepancy_decisions WHERE decided_at <= :after ORDER BY seq DESC LIMIT 1), 0)
         AND +pairing_id = :pairingId AND decision <> 'acknowledge'
       GROUP BY fingerprint)
     WHERE decision = :decision`,
  )
    .pluck()
    .all({ pairingId, after, decision }) as Fingerprint[]

/** What one act accepted, of whatever pairings, without what anybody accepted or reopened since. */
export function acceptedByAct(
  db: ReadDb,
  { first, last }: StoredDecisions,
): { pairingId: PairingId; fingerprint: Fingerprint }[] {
  return prepared(
    db,
    `SELECT pairing_id AS pairingId, fingerprint FROM discrepancy_decisions AS said
     WHERE seq BETWEEN ? AND ? AND decision = 'accept' AND NOT EXISTS (
       SELECT 1 FROM discrepancy_decisions AS later WHERE later.pairing_id = said.pairing_id
         AND later.fingerprint = said.fingerprint AND later.seq > said.seq AND later.decision <> 'acknowledge')`,
  ).all(first, last) as { pairingId: PairingId; fingerprint: Fingerprint }[]
}

/**
 * The newest acceptance of a discrepancy, whether it holds still or has expired or been overtaken by a moved value;
 * null where there is none, or where a person took it back.
 */
export function newestAcceptance(
  db: ReadDb,
  pairingId: PairingId,
  fingerprint: Fingerprint,
): { acceptance: Acceptance; valuesMark: string } | null {
  const { decision, valuesMark, reason, untilAt, decidedAt } = discrepancyDecisions
  const row = db.orm
    .select({ decision, valuesMark, reason, until: untilAt, at: decidedAt, by: operators.name })
    .from(discrepancyDecisions)
    .innerJoin(operators, eq(operators.id, discrepancyDecisions.operatorId))
    .where(
      and(
        eq(discrepancyDecisions.pairingId, pairingId),
        eq(discrepancyDecisions.fingerprint, fingerprint),
        inArray(decision, ['accept', 'reopen']),
      ),
    )
    .orderBy(desc(discrepancyDecisions.seq))
    .limit(1)
    .get()
  if (row?.decision !== 'accept') return null
  const { decision: _, valuesMark: about, ...acceptance } = row
  return { acceptance, valuesMark: about }
}
