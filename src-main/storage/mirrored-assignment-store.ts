import type { PairingId } from '#contract/ids'
import type { StoredAssignment } from './assignment-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { recountOpen } from './discrepancy-count-store.ts'
import { prepared } from './prepared.ts'

/** Up to which assignment of the ledger the rows of a pairing show who takes care of them. */
export const assignedUpTo = (db: ReadDb, pairingId: PairingId): number =>
  (prepared(db, 'SELECT seq FROM mirrored_assignment WHERE pairing_id = ?').pluck().get(pairingId) as
    | number
    | undefined) ?? 0

/**
 * Keeps who takes care of what, also for discrepancies that are not open now, shows it on the open rows, and stores up to
 * which number that is done.
 */
export function mirrorAssignments(
  db: WriteDb,
  { pairingId, upTo }: { pairingId: PairingId; upTo: number },
  assigned: readonly StoredAssignment[],
): void {
  db.transaction(() => {
    if (assigned.length > 0) {
      const rows = JSON.stringify(assigned.map((one) => [one.fingerprint, one.assignedTo, one.assignedAt]))
      prepared(
        db,
        `INSERT INTO assignment (pairing_id, fingerprint, assigned_to, assigned_at)
         SELECT ?, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE TRUE
         ON CONFLICT DO UPDATE SET assigned_to = excluded.assigned_to, assigned_at = excluded.assigned_at`,
      ).run(pairingId, rows)
      // One statement: somebody may be given 100,000 rows.
      prepared(
        db,
        `UPDATE discrepancy SET assigned_to = (SELECT said.assigned_to FROM assignment AS said
           WHERE said.pairing_id = discrepancy.pairing_id AND said.fingerprint = discrepancy.fingerprint)
         WHERE id IN (SELECT row.id FROM json_each(?) CROSS JOIN discrepancy AS row INDEXED BY discrepancy_open
           ON row.pairing_id = ? AND row.fingerprint = value ->> 0 AND row.ended IS NULL)`,
      ).run(rows, pairingId)
      recountOpen(db, pairingId)
    }
    prepared(
      db,
      'INSERT INTO mirrored_assignment (pairing_id, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
    ).run(pairingId, upTo)
  })
}

/** Takes every assignment off a pairing again. */
export function clearAssignments(db: WriteDb, pairingId: PairingId): void {
  db.transaction(() => {
    prepared(db, 'DELETE FROM assignment WHERE pairing_id = ?').run(pairingId)
    prepared(
      db,
      'UPDATE discrepancy SET assigned_to = NULL WHERE pairing_id = ? AND ended IS NULL AND assigned_to IS NOT NULL',
    ).run(pairingId)
    recountOpen(db, pairingId)
  })
}
