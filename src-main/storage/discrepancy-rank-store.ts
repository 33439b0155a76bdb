import type { DiscrepancyKind } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb } from './database.ts'
import { conditionOf, type StoredFilter, searchedText, type Values } from './discrepancy-filter.ts'
import { foundThen, looksBack } from './discrepancy-history-store.ts'
import { prepared } from './prepared.ts'
import type { Touched } from './risk-facts.ts'

/** What a filter finds, to be put behind FROM and WHERE: now, or at the moment it looks back to. The row is `d`. */
function rowsUnder(db: ReadDb, filter: StoredFilter): { from: string; where: string; values: Values } {
  if (looksBack(filter)) return foundThen(db, filter)
  const indexed = searchedText(filter) === '' ? 'INDEXED BY discrepancy_time' : 'NOT INDEXED'
  return { from: `discrepancy d ${indexed}`, ...conditionOf(filter) }
}

/** A row's id, start and end (ms UTC), and what its rank rests on besides; as a tuple, since there may be 100,000. */
export type Rankable = [
  id: number,
  startMs: number,
  endMs: number,
  kind: DiscrepancyKind,
  touches: Touched | null,
  booked: 0 | 1,
  foundBefore: number,
  workerBefore: number,
]

/** Everything under a filter with what ranks rest on, by start; without a text read from one index alone. */
export function listRankable(db: ReadDb, filter: StoredFilter): Rankable[] {
  const { from, where, values } = rowsUnder(db, filter)
  const text = `SELECT d.id, d.start_ms, d.end_ms, d.kind, d.touches, d.who <> '', d.found_before, d.worker_before
    FROM ${from} WHERE ${where} ORDER BY d.start_ms, d.id`
  return prepared(db, text).raw().all(values) as Rankable[]
}

/** A text that changes whenever the open discrepancies of one of these pairings were written. */
export const revisionOf = (db: ReadDb, pairings: readonly PairingId[]): string =>
  prepared(
    db,
    `SELECT coalesce(group_concat(pairing_id || ':' || number, ' '), '') FROM discrepancy_revision
     WHERE pairing_id IN (SELECT value FROM json_each(?))`,
  )
    .pluck()
    .get(JSON.stringify(pairings)) as string

/** When the next acceptance ends by itself after a moment; null where none does. */
export const nextAcceptanceEnd = (db: ReadDb, now: Instant): Instant | null =>
  prepared(db, 'SELECT min(accepted_until) FROM discrepancy_count WHERE accepted_until > ?')
    .pluck()
    .get(now) as Instant | null
