import type { ClusterId, Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { recountOpen } from './discrepancy-count-store.ts'
import type { DecidedRow, DecisionKind, DiscrepancyDecision } from './discrepancy-decision-store.ts'
import { noteOvertaken, type Overtaken } from './overtaken-decision-store.ts'
import { prepared } from './prepared.ts'
import { valuesStand } from './values-mark.ts'

/** Which rows a person chose: each up to which compare it was seen, or a cluster as of one. */
export type Chosen =
  | { by: 'fingerprint'; seen: ReadonlyMap<Fingerprint, number> }
  | { by: 'cluster'; clusterId: ClusterId; seen: number }

/** What the cache stores where an acceptance has no end of its own. */
const untilItMoves = '9999-12-31T23:59:59.999Z'

/** Which open rows a decision is about. A cluster's accepted rows do not stand under its line, so accepting it leaves them as they are. */
const undecided: Readonly<Record<DecisionKind, Record<Chosen['by'], string>>> = {
  accept: { fingerprint: 'TRUE', cluster: '(accepted_until IS NULL OR accepted_until <= :now)' },
  reopen: { fingerprint: 'accepted_until > :now', cluster: 'accepted_until > :now' },
  acknowledge: { fingerprint: 'acknowledged = 0', cluster: 'acknowledged = 0' },
}

/** The open rows that were chosen, each with whether it was seen as it stands now. */
const chosenBy: Readonly<Record<Chosen['by'], string>> = {
  fingerprint: `SELECT fingerprint, values_mark AS valuesMark, born <= seenAt AS seen
    FROM (SELECT value ->> 0 AS wanted, value ->> 1 AS seenAt FROM json_each(:chosen))
    CROSS JOIN discrepancy INDEXED BY discrepancy_open
      ON pairing_id = :pairingId AND fingerprint = wanted AND ended IS NULL`,
  cluster: `SELECT fingerprint, values_mark AS valuesMark, cluster_joined <= :chosen ->> 1 AS seen
    FROM discrepancy WHERE pairing_id = :pairingId AND ended IS NULL AND cluster_id = :chosen ->> 0`,
}

type ToDecide = { pairingId: PairingId; of: Chosen; decision: DecisionKind; now: Instant }

/**
 * The open rows of a selection that this decision changes, as they stand now; `changed` counts those that say something
 * else than what was seen, or joined the cluster later, and are left out.
 */
export function rowsToDecide(
  db: ReadDb,
  { pairingId, of, decision, now }: ToDecide,
): { rows: DecidedRow[]; changed: number } {
  const text = `SELECT * FROM (${chosenBy[of.by]} AND ${undecided[decision][of.by]})`
  const chosen = of.by === 'cluster' ? [of.clusterId, of.seen] : [...of.seen]
  const values = { pairingId, chosen: JSON.stringify(chosen) }
  const found = prepared(db, text).all(text.includes(':now') ? { ...values, now } : values)
  const rows = (found as (DecidedRow & { seen: number })[]).filter(({ seen }) => seen === 1)
  const decided = rows.map(({ fingerprint, valuesMark }) => ({ fingerprint, valuesMark }))
  return { rows: decided, changed: found.length - rows.length }
}

/** Up to which decision of the ledger the rows of a pairing show what people decided. */
export const mirroredUpTo = (db: ReadDb, pairingId: PairingId): number =>
  (prepared(db, 'SELECT seq FROM mirrored_decision WHERE pairing_id = ?').get(pairingId) as { seq: number } | undefined)
    ?.seq ?? 0

/**
 * Shows decisions on the rows they hold for, in the order given, and stores up to which number that is done. One about
 * values that are not there any more is noted as overtaken, with all that was decided before it. Where `upTo` is null
 * neither is done: rows may be missing, so it is to be tried again.
 */
export function mirrorOnto(
  db: WriteDb,
  { pairingId, upTo }: { pairingId: PairingId; upTo: number | null },
  decisions: Iterable<DiscrepancyDecision>,
): void {
  const find = prepared(
    db,
    'SELECT id, values_mark AS valuesMark FROM discrepancy WHERE pairing_id = ? AND fingerprint = ? AND ended IS NULL',
  )
  const accept = prepared(db, 'UPDATE discrepancy SET accepted_until = ? WHERE id = ?')
  const acknowledge = prepared(db, 'UPDATE discrepancy SET acknowledged = 1 WHERE id = ?')
  const clear = prepared(db, 'UPDATE discrepancy SET accepted_until = NULL, acknowledged = 0 WHERE id = ?')
  const overtaken: Overtaken[] = []
  db.transaction(() => {
    for (const { seq, fingerprint, decision, valuesMark, until } of decisions) {
      const row = find.get(pairingId, fingerprint) as { id: number; valuesMark: string } | undefined
      if (!row || !valuesStand(valuesMark, row.valuesMark)) {
        overtaken.push({ fingerprint, upTo: seq })
        if (row) clear.run(row.id)
      } else if (decision === 'acknowledge') acknowledge.run(row.id)
      else accept.run(decision === 'accept' ? (until ?? untilItMoves) : null, row.id)
    }
    if (upTo !== null) {
      noteOvertaken(db, pairingId, overtaken)
      prepared(
        db,
        'INSERT INTO mirrored_decision (pairing_id, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
      ).run(pairingId, upTo)
    }
    recountOpen(db, pairingId)
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
    recountOpen(db, pairingId)
  })
}
