import type { DiscrepancySelection } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import type { DecidedRow, DecisionKind, DiscrepancyDecision } from './discrepancy-decision-store.ts'
import { prepared } from './prepared.ts'
import { valuesStand } from './values-mark.ts'

/** What the cache stores where an acceptance has no end of its own. */
const untilItMoves = '9999-12-31T23:59:59.999Z'

/** Which open rows a decision is about. A cluster's accepted rows do not stand under its line, so accepting it leaves them as they are. */
const undecided: Readonly<Record<DecisionKind, Record<DiscrepancySelection['by'], string>>> = {
  accept: { fingerprint: 'TRUE', cluster: '(accepted_until IS NULL OR accepted_until <= :now)' },
  reopen: { fingerprint: 'accepted_until > :now', cluster: 'accepted_until > :now' },
  acknowledge: { fingerprint: 'acknowledged = 0', cluster: 'acknowledged = 0' },
}

/** The open rows of a selection that this decision changes, as they stand now. */
export function rowsToDecide(
  db: ReadDb,
  {
    pairingId,
    of,
    decision,
    now,
  }: { pairingId: PairingId; of: DiscrepancySelection; decision: DecisionKind; now: Instant },
): DecidedRow[] {
  const chosen = of.by === 'cluster' ? 'cluster_id = :chosen' : 'fingerprint IN (SELECT value FROM json_each(:chosen))'
  const text = `SELECT fingerprint, values_mark AS valuesMark FROM discrepancy
    WHERE pairing_id = :pairingId AND ended IS NULL AND ${chosen} AND ${undecided[decision][of.by]}`
  const values = { pairingId, chosen: of.by === 'cluster' ? of.clusterId : JSON.stringify(of.fingerprints) }
  const asked = text.includes(':now') ? { ...values, now } : values
  return prepared(db, text).all(asked) as DecidedRow[]
}

/** Up to which decision of the ledger the rows of a pairing show what people decided. */
export const mirroredUpTo = (db: ReadDb, pairingId: PairingId): number =>
  (prepared(db, 'SELECT seq FROM mirrored_decision WHERE pairing_id = ?').get(pairingId) as { seq: number } | undefined)
    ?.seq ?? 0

/** Shows decisions on the rows they hold for, in the order given, and stores up to which number that is done. */
export function mirrorOnto(
  db: WriteDb,
  { pairingId, upTo }: { pairingId: PairingId; upTo: number },
  decisions: Iterable<DiscrepancyDecision>,
): void {
  const find = prepared(
    db,
    'SELECT id, values_mark AS valuesMark FROM discrepancy WHERE pairing_id = ? AND fingerprint = ? AND ended IS NULL',
  )
  const accept = prepared(db, 'UPDATE discrepancy SET accepted_until = ? WHERE id = ?')
  const acknowledge = prepared(db, 'UPDATE discrepancy SET acknowledged = 1 WHERE id = ?')
  db.transaction(() => {
    for (const { fingerprint, decision, valuesMark, until } of decisions) {
      const row = find.get(pairingId, fingerprint) as { id: number; valuesMark: string } | undefined
      if (!row || !valuesStand(valuesMark, row.valuesMark)) continue
      if (decision === 'acknowledge') acknowledge.run(row.id)
      else accept.run(decision === 'accept' ? (until ?? untilItMoves) : null, row.id)
    }
    prepared(
      db,
      'INSERT INTO mirrored_decision (pairing_id, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
    ).run(pairingId, upTo)
  })
}

/** Takes every decision off the open rows of a pairing again. */
export function clearMirrored(db: WriteDb, pairingId: PairingId): void {
  db.transaction(() => {
    prepared(
      db,
      `UPDATE discrepancy SET accepted_until = NULL, acknowledged = 0
       WHERE pairing_id = ? AND ended IS NULL AND (accepted_until IS NOT NULL OR acknowledged = 1)`,
    ).run(pairingId)
  })
}
