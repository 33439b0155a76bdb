import { and, desc, eq } from 'drizzle-orm'
import type { OperatorId, PairingId, SideName, SnapshotNumber } from '#contract/ids'
import type { Instant } from '#contract/time'
import { appendAudit } from './audit-store.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { loadPairing } from './pairing-store.ts'
import { acceptedReads } from './tables/accepted-reads.ts'

/** A person's word that a read refused as implausible was right after all. */
export type AcceptedRead = {
  pairingId: PairingId
  side: SideName
  /** The cache file `snapshot` is a number of; one of another generation says nothing. */
  cacheGeneration: string
  snapshot: SnapshotNumber
  /** The code of what looked wrong. */
  finding: string
  /** How many records that read held. */
  now: number
  reason: string
  by: OperatorId
  at: Instant
}

/** Stores the decision; `reason` has 1 to 500 characters. Throws AppError `not-found` for the pairing. */
export function acceptRead(db: WriteDb, accepted: AcceptedRead): void {
  const { pairingId, side, cacheGeneration, snapshot, finding, now, reason, by, at } = accepted
  db.transaction(() => {
    loadPairing(db, pairingId)
    db.orm
      .insert(acceptedReads)
      .values({
        pairingId,
        side,
        cacheGeneration,
        snapshot,
        finding,
        records: now,
        reason,
        operatorId: by,
        acceptedAt: at,
      })
      .run()
    appendAudit(db, { at, by, action: 'read-accepted', target: pairingId, detail: { side, snapshot, finding, now } })
  })
}

/** The newest decision about that side; null where there is none. */
export function findAcceptedRead(db: ReadDb, pairingId: PairingId, side: SideName): AcceptedRead | null {
  const row = db.orm
    .select()
    .from(acceptedReads)
    .where(and(eq(acceptedReads.pairingId, pairingId), eq(acceptedReads.side, side)))
    .orderBy(desc(acceptedReads.seq))
    .get()
  if (!row) return null
  const { cacheGeneration, snapshot, finding, records, reason, operatorId, acceptedAt } = row
  return { pairingId, side, cacheGeneration, snapshot, finding, now: records, reason, by: operatorId, at: acceptedAt }
}
