import type { Fingerprint, PairingId } from '#contract/ids'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** Everything decided about a discrepancy up to and with decision `upTo` of the ledger: it holds no more. */
export type Overtaken = { fingerprint: Fingerprint; upTo: number }

/** An `Overtaken` as the cache keeps it until the ledger knows; `id` grows and is never used again. */
export type StoredOvertaken = Overtaken & { id: number; pairingId: PairingId }

/** Keeps which decisions were overtaken, in the transaction that takes them off their rows. */
export function noteOvertaken(db: WriteDb, pairingId: PairingId, overtaken: readonly Overtaken[]): void {
  if (overtaken.length === 0) return
  const rows = JSON.stringify(overtaken.map(({ fingerprint, upTo }) => [fingerprint, upTo]))
  prepared(
    db,
    `INSERT INTO overtaken_decision (pairing_id, fingerprint, up_to)
     SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)`,
  ).run(pairingId, rows)
}

/** What the ledger may not know yet, oldest first, `most` at once. */
export const listOvertaken = (db: ReadDb, most: number): StoredOvertaken[] =>
  prepared(
    db,
    'SELECT id, pairing_id AS pairingId, fingerprint, up_to AS upTo FROM overtaken_decision ORDER BY id LIMIT ?',
  ).all(most) as StoredOvertaken[]

/** Forgets what the ledger knows now: everything up to and with row `id`. */
export function forgetOvertaken(db: WriteDb, id: number): void {
  db.transaction(() => prepared(db, 'DELETE FROM overtaken_decision WHERE id <= ?').run(id))
}
