import { and, asc, eq, max } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { type AuditDetail, appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadOperator } from './operator-store.ts'
import { loadPairing } from './pairing-store.ts'
import { prepared } from './prepared.ts'
import { assignments } from './tables/assignments.ts'
import { operators } from './tables/operators.ts'

type AssignDiscrepancies = {
  pairingId: PairingId
  fingerprints: readonly Fingerprint[]
  /** Null takes them from everybody. */
  to: OperatorId | null
  /** How they were chosen, for the audit: ids only. */
  chosen: AuditDetail
  by: OperatorId
  at: Instant
}

/** Stores who takes care of these from now on, with one row of audit. Throws AppError `not-found` for pairing or operator. */
export function assignDiscrepancies(db: WriteDb, { pairingId, fingerprints, to, chosen, by, at }: AssignDiscrepancies) {
  db.transaction(() => {
    loadPairing(db, pairingId)
    if (to !== null) loadOperator(db, to)
    const { changes } = prepared(
      db,
      `INSERT INTO assignments (pairing_id, fingerprint, assigned_to, operator_id, assigned_at)
       SELECT :pairingId, value, :to, :by, :at FROM json_each(:fingerprints)`,
    ).run({ pairingId, to, by, at, fingerprints: JSON.stringify(fingerprints) })
    if (changes !== fingerprints.length) throw new Error(`${changes} assignments stored of ${fingerprints.length}`)
    const detail = { ...chosen, count: changes, to }
    appendAudit(db, { at, by, action: 'discrepancies-assign', target: pairingId, detail })
  })
}

/** The number of the newest assignment of any discrepancy; 0 where there is none. */
export const newestAssignment = (db: ReadDb): number =>
  db.orm
    .select({ seq: max(assignments.seq) })
    .from(assignments)
    .get()?.seq ?? 0

/** Who takes care of a discrepancy since when, as the ledger says. */
export type StoredAssignment = { fingerprint: Fingerprint; assignedTo: OperatorId | null; assignedAt: Instant }

/** The newest assignment of each discrepancy of a pairing among those after one number, up to and with another. */
export function listAssignments(
  db: ReadDb,
  { pairingId, after, upTo }: { pairingId: PairingId; after: number; upTo: number },
): StoredAssignment[] {
  // The plus keeps the planner on the number: what is asked for are the newest few.
  return prepared(
    db,
    `SELECT fingerprint, assigned_to AS assignedTo, assigned_at AS assignedAt, max(seq) FROM assignments
     WHERE seq > ? AND seq <= ? AND +pairing_id = ? GROUP BY fingerprint`,
  ).all(after, upTo, pairingId) as StoredAssignment[]
}

/** Every time somebody said who takes care of this one, oldest first; `to` is null where it was taken from everybody. */
export function assignmentsOf(
  db: ReadDb,
  pairingId: PairingId,
  fingerprint: Fingerprint,
): { at: Instant; by: string; to: string | null }[] {
  const assignee = alias(operators, 'assignee')
  return db.orm
    .select({ at: assignments.assignedAt, by: operators.name, to: assignee.name })
    .from(assignments)
    .innerJoin(operators, eq(operators.id, assignments.operatorId))
    .leftJoin(assignee, eq(assignee.id, assignments.assignedTo))
    .where(and(eq(assignments.pairingId, pairingId), eq(assignments.fingerprint, fingerprint)))
    .orderBy(asc(assignments.seq))
    .all()
}
