import { and, asc, eq } from 'drizzle-orm'
import type { Note } from '#contract/desk-work'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadPairing } from './pairing-store.ts'
import { notes } from './tables/notes.ts'
import { operators } from './tables/operators.ts'

type AddNote = {
  pairingId: PairingId
  fingerprint: Fingerprint
  /** 1 to 2,000 characters. */
  text: string
  /** When the item ends that it is about. */
  endsAt: Instant
  by: OperatorId
  at: Instant
}

/** Stores what somebody wrote about a discrepancy; the audit says that, not what. Throws AppError `not-found` for the pairing. */
export function addNote(db: WriteDb, { pairingId, fingerprint, text, endsAt, by, at }: AddNote): void {
  db.transaction(() => {
    loadPairing(db, pairingId)
    db.orm.insert(notes).values({ pairingId, fingerprint, text, endsAt, operatorId: by, writtenAt: at }).run()
    appendAudit(db, { at, by, action: 'discrepancy-note', target: pairingId, detail: { fingerprints: [fingerprint] } })
  })
}

/** What people wrote about a discrepancy, oldest first. */
export function listNotes(db: ReadDb, pairingId: PairingId, fingerprint: Fingerprint): Note[] {
  return db.orm
    .select({ at: notes.writtenAt, by: operators.name, text: notes.text })
    .from(notes)
    .innerJoin(operators, eq(operators.id, notes.operatorId))
    .where(and(eq(notes.pairingId, pairingId), eq(notes.fingerprint, fingerprint)))
    .orderBy(asc(notes.seq))
    .all()
}
