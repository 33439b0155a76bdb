import { assertNever } from '#contract/assert-never'
import type { ClusterId, Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { recountOpen } from './discrepancy-count-store.ts'
import type { DecidedRow, DecisionKind, DiscrepancyDecision } from './discrepancy-decision-store.ts'
import { conditionOf, type StoredFilter } from './discrepancy-filter.ts'
import { orderedBy } from './discrepancy-order.ts'
import { noteOvertaken, type Overtaken } from './overtaken-decision-store.ts'
import { prepared } from './prepared.ts'
import { valuesStand } from './values-mark.ts'

/**
 * Which rows a person chose: each up to which compare it was seen, a cluster as of one, or all that a list held at a
 * moment, as of one, but those left out.
 */
export type Chosen =
  | { by: 'fingerprint'; seen: ReadonlyMap<Fingerprint, number> }
  | { by: 'cluster'; clusterId: ClusterId; seen: number }
  | {
      by: 'filter'
      filter: StoredFilter
      listedAt: Instant
      except: readonly Fingerprint[]
      /** What the list did not hold then, since somebody only accepted it, or took that back, later. */
      joined: readonly Fingerprint[]
      seen: number
    }

/** What is said about rows: a decision about their values, or who takes care of them. */
export type DecidedAs = DecisionKind | { assignTo: OperatorId | null }

/** What the cache stores where an acceptance has no end of its own. */
const untilItMoves = '9999-12-31T23:59:59.999Z'

/** Rows that are accepted; a cluster's do not stand under its line, and a list's stand in it only where it is asked for them. */
const isAccepted = 'coalesce(accepted_until > :now, FALSE)'

/** Which open rows a decision changes, as SQL. Accepting a cluster leaves its accepted rows as they are. */
function undecided(decision: DecidedAs, by: Chosen['by']): string {
  if (typeof decision === 'object') return 'assigned_to IS NOT :assignTo'
  switch (decision) {
    case 'accept':
      return by === 'cluster' ? `NOT ${isAccepted}` : 'TRUE'
    case 'reopen':
      return isAccepted
    case 'acknowledge':
      return 'acknowledged = 0'
    default:
      return assertNever(decision)
  }
}

type Asked = { text: string; values: Record<string, string | number | null> }

/** The open rows that were chosen, each with whether it was seen as it stands now. */
function chosenSql(pairingId: PairingId, of: Chosen): Asked {
  const columns = 'fingerprint, values_mark AS valuesMark'
  switch (of.by) {
    case 'fingerprint':
      return {
        text: `SELECT ${columns}, born <= seenAt AS seen
          FROM (SELECT value ->> 0 AS wanted, value ->> 1 AS seenAt FROM json_each(:chosen))
          CROSS JOIN discrepancy INDEXED BY discrepancy_open
            ON pairing_id = :pairingId AND fingerprint = wanted AND ended IS NULL`,
        values: { pairingId, chosen: JSON.stringify([...of.seen]) },
      }
    case 'cluster':
      return {
        text: `SELECT ${columns}, cluster_joined <= :seen AS seen
          FROM discrepancy WHERE pairing_id = :pairingId AND ended IS NULL AND cluster_id = :clusterId`,
        values: { pairingId, clusterId: of.clusterId, seen: of.seen },
      }
    case 'filter': {
      const { where, values } = conditionOf(of.filter)
      const seen = ['born <= :seen', 'fingerprint NOT IN (SELECT value FROM json_each(:joined))']
      if (of.filter.clusterId !== undefined) seen.push('cluster_joined <= :seen')
      // What an acceptance kept out of the list until it ended, or what was only given to somebody since.
      if (of.filter.accepted !== true) seen.push('coalesce(accepted_until <= :listedAt, TRUE)')
      if (of.filter.assignedTo !== undefined) {
        seen.push(`NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.pairing_id = discrepancy.pairing_id
          AND assignment.fingerprint = discrepancy.fingerprint AND assigned_at > :listedAt)`)
      }
      return {
        // What the filter asks stands in an index; the rows themselves are then read as they lie.
        text: `SELECT ${columns}, ${seen.join(' AND ')} AS seen FROM discrepancy
          WHERE id IN (SELECT id FROM ${orderedBy(of.filter, 'time').from} WHERE ${where})
            AND fingerprint NOT IN (SELECT value FROM json_each(:except))`,
        values: {
          ...{ ...values, seen: of.seen, listedAt: of.listedAt },
          ...{ except: JSON.stringify(of.except), joined: JSON.stringify(of.joined) },
        },
      }
    }
    default:
      return assertNever(of)
  }
}

type ToDecide = { pairingId: PairingId; of: Chosen; decision: DecidedAs; now: Instant }

/**
 * The open rows of a selection that this decision changes, as they stand now; `changed` counts those that say something
 * else than what was seen, or came to the cluster or the list later, and are left out.
 */
export function rowsToDecide(
  db: ReadDb,
  { pairingId, of, decision, now }: ToDecide,
): { rows: DecidedRow[]; changed: number } {
  const chosen = chosenSql(pairingId, of)
  const text = `${chosen.text} AND ${undecided(decision, of.by)}`
  const named = { ...chosen.values, now, ...(typeof decision === 'object' ? decision : {}) }
  // A statement takes no value that it does not name.
  const values = Object.fromEntries(Object.entries(named).filter(([name]) => new RegExp(`:${name}\\b`).test(text)))
  const found = prepared(db, text).all(values) as (DecidedRow & { seen: number })[]
  const rows = found.filter(({ seen }) => seen === 1)
  const decided = rows.map(({ fingerprint, valuesMark }) => ({ fingerprint, valuesMark }))
  return { rows: decided, changed: found.length - rows.length }
}

/** Up to which decision of the ledger the rows of a pairing show what people decided. */
export const mirroredUpTo = (db: ReadDb, pairingId: PairingId): number =>
  (prepared(db, 'SELECT seq FROM mirrored_decision WHERE pairing_id = ?').get(pairingId) as { seq: number } | undefined)
    ?.seq ?? 0

/** What a row shows of what people decided. */
type Shown = { acceptedUntil: string | null; acknowledged: number }
const nothingSaid: Readonly<Shown> = { acceptedUntil: null, acknowledged: 0 }

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
    `SELECT id FROM discrepancy INDEXED BY discrepancy_open
     WHERE pairing_id = ? AND fingerprint = ? AND ended IS NULL`,
  ).pluck()
  const read = prepared(
    db,
    'SELECT values_mark AS valuesMark, accepted_until AS acceptedUntil, acknowledged FROM discrepancy WHERE id = ?',
  )
  const write = prepared(db, 'UPDATE discrepancy SET accepted_until = ?, acknowledged = ? WHERE id = ?')
  const overtaken: Overtaken[] = []
  db.transaction(() => {
    const saidOf = new Map<number, DiscrepancyDecision[]>()
    for (const one of decisions) {
      const id = find.get(pairingId, one.fingerprint) as number | undefined
      if (id === undefined) overtaken.push({ fingerprint: one.fingerprint, upTo: one.seq })
      else saidOf.set(id, [...(saidOf.get(id) ?? []), one])
    }
    // As the rows lie: of 100,000 in another order each page would be read and written many times.
    for (const [id, said] of [...saidOf].sort(([a], [b]) => a - b)) {
      const { valuesMark, ...shown } = read.get(id) as Shown & { valuesMark: string }
      for (const one of said) {
        if (!valuesStand(one.valuesMark, valuesMark)) {
          overtaken.push({ fingerprint: one.fingerprint, upTo: one.seq })
          Object.assign(shown, nothingSaid)
        } else if (one.decision === 'acknowledge') shown.acknowledged = 1
        else shown.acceptedUntil = one.decision === 'accept' ? (one.until ?? untilItMoves) : null
      }
      write.run(shown.acceptedUntil, shown.acknowledged, id)
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
