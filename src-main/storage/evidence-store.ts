import type { Fingerprint, PairingId, SideName } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** One answer of a Get that was made to check an absence. */
export type EvidenceRow = {
  pairingId: PairingId
  fingerprint: Fingerprint
  groupKey: string
  /** The side that was asked: the one whose list lacks the record. */
  side: SideName
  answer: 'present' | 'absent' | 'refused' | 'no-answer'
  /** The version, on the other side, that the question was about. */
  versionId: number
  compare: number
  askedAt: Instant
}

/** Stores answers; rows are only ever added. */
export function addEvidence(db: WriteDb, rows: readonly EvidenceRow[]): void {
  const insert = prepared(
    db,
    `INSERT INTO evidence (pairing_id, fingerprint, group_key, side, how, answer, version_id, compare, asked_at)
     VALUES (?, ?, ?, ?, 'get', ?, ?, ?, ?)`,
  )
  db.transaction(() => {
    for (const row of rows) {
      insert.run(
        row.pairingId,
        row.fingerprint,
        row.groupKey,
        row.side,
        row.answer,
        row.versionId,
        row.compare,
        row.askedAt,
      )
    }
  })
}

/** All answers about a discrepancy, oldest first. */
export function listEvidence(db: ReadDb, pairingId: PairingId, fingerprint: Fingerprint): EvidenceRow[] {
  return prepared(
    db,
    `SELECT pairing_id AS pairingId, fingerprint, group_key AS groupKey, side, answer, version_id AS versionId, compare, asked_at AS askedAt
     FROM evidence WHERE pairing_id = ? AND fingerprint = ? ORDER BY id`,
  ).all(pairingId, fingerprint) as EvidenceRow[]
}
