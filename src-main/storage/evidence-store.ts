import type { Fingerprint, PairingId, SideName } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { CompareGround } from './compare-store.ts'
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

/**
 * Answers about a group that still say something, oldest first: asked in the asked side's present epoch, and not
 * before that side last held a record of the group; as of the compare `upTo`, which stands on these snapshots.
 */
export function listStandingEvidence(
  db: ReadDb,
  ground: CompareGround,
  { pairingId, groupKey, upTo }: { pairingId: PairingId; groupKey: string; upTo: number },
): EvidenceRow[] {
  const sideId = `CASE e.side WHEN 'left' THEN :leftId ELSE :rightId END`
  const text = `
    SELECT e.pairing_id AS pairingId, e.fingerprint, e.group_key AS groupKey, e.side, e.answer, e.version_id AS versionId,
      e.compare, e.asked_at AS askedAt
    FROM evidence e JOIN compare c ON c.pairing_id = e.pairing_id AND c.number = e.compare
    WHERE e.pairing_id = :pairing AND e.group_key = :group AND e.compare <= :upTo
      AND CASE e.side WHEN 'left' THEN c.left_epoch ELSE c.right_epoch END
        = (SELECT epoch FROM snapshot WHERE side_id = ${sideId} AND number = CASE e.side WHEN 'left' THEN :leftAt ELSE :rightAt END)
      AND NOT EXISTS (
        SELECT 1 FROM record_version v WHERE v.side_id = ${sideId} AND v.group_key = e.group_key
          AND v.ended > CASE e.side WHEN 'left' THEN c.left_snapshot ELSE c.right_snapshot END
          AND v.ended <= CASE e.side WHEN 'left' THEN :leftAt ELSE :rightAt END)
    ORDER BY e.id`
  return prepared(db, text).all({
    pairing: pairingId,
    group: groupKey,
    upTo,
    leftId: ground.left.sideId,
    rightId: ground.right.sideId,
    leftAt: ground.left.at,
    rightAt: ground.right.at,
  }) as EvidenceRow[]
}

/** The newest of them that was answered at all, for this version of the record; null where none. */
export function standingAnswer(
  db: ReadDb,
  ground: CompareGround,
  { pairingId, groupKey, versionIds }: { pairingId: PairingId; groupKey: string; versionIds: readonly number[] },
): Exclude<EvidenceRow['answer'], 'no-answer'> | null {
  const rows = listStandingEvidence(db, ground, { pairingId, groupKey, upTo: Number.MAX_SAFE_INTEGER })
  const newest = rows.findLast((row) => row.answer !== 'no-answer')
  return newest && newest.answer !== 'no-answer' && versionIds.includes(newest.versionId) ? newest.answer : null
}

export type AbsenceRow = { fingerprint: Fingerprint; groupKey: string; side: SideName; listedNotGot: boolean }

/** Open absences that Get can be asked about: never asked first, then those asked longest ago, then by start. */
export function listAbsences(db: ReadDb, pairingId: PairingId): AbsenceRow[] {
  const rows = prepared(
    db,
    `SELECT d.fingerprint, d.group_key AS groupKey, d.side, d.kind = 'unverified' AS listedNotGot
     FROM discrepancy d
     WHERE d.pairing_id = ? AND d.ended IS NULL AND d.side IS NOT NULL
       AND (d.kind IN ('only-left', 'only-right') OR (d.kind = 'unverified' AND d.reason = 'listed-not-got'))
     ORDER BY coalesce((SELECT max(e.id) FROM evidence e WHERE e.pairing_id = d.pairing_id AND e.group_key = d.group_key), 0), d.start_ms, d.id`,
  ).all(pairingId) as (Omit<AbsenceRow, 'listedNotGot'> & { listedNotGot: number })[]
  return rows.map((row) => ({ ...row, listedNotGot: row.listedNotGot === 1 }))
}
