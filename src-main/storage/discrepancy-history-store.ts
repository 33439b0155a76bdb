import { DiscrepancyKind } from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { comparesAt, type ShownCompare } from './compare-history-store.ts'
import type { ReadDb } from './database.ts'
import type { OpenGroup } from './discrepancy-count-store.ts'
import { groupCondition, type StoredFilter, searchedText, type Values } from './discrepancy-filter.ts'
import type { StoredOrder } from './discrepancy-order.ts'
import { discrepancyColumns, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { meetsSpan } from './meets-span.ts'
import { prepared } from './prepared.ts'

/** A filter at a moment of time travel. */
export type PastFilter = StoredFilter & { asOf: Instant }

/** True where a filter looks back. */
export const looksBack = (filter: StoredFilter): filter is PastFilter => filter.asOf !== undefined

/** What a filter leaves of all that the compares shown found: to be put behind FROM and WHERE; the row is `d`. */
export type FoundThen = { from: string; where: string; values: Values }

/** What was open at a compare: it was found by it or before, and not over by then. */
const openAt = (number: string): string => `d.born <= ${number} AND (d.ended IS NULL OR d.ended > ${number})`

/**
 * What the compares that the filter's moment shows found, whatever people decided about it: from the index that holds
 * all a filter asks of but a text.
 */
export function foundThen(db: ReadDb, filter: PastFilter): FoundThen {
  const shown = comparesAt(db, filter.pairings, filter.asOf)
  // Without the limit SQLite would take each number out of its JSON for each row again.
  const from = `(SELECT value ->> 0 AS pairing, value ->> 1 AS number FROM json_each(:shown) LIMIT -1) c
    CROSS JOIN discrepancy d INDEXED BY discrepancy_span`
  const group = groupCondition(filter)
  const parts = ['d.pairing_id = c.pairing', openAt('c.number'), ...group.parts]
  const numbers = JSON.stringify(shown.map(({ pairingId, number }) => [pairingId, number]))
  const values: Values = { ...group.values, shown: numbers }
  const { kinds = [] } = filter
  if (kinds.length > 0) parts.push(`d.kind IN (${kinds.map((kind) => `'${DiscrepancyKind.parse(kind)}'`).join(', ')})`)
  const text = searchedText(filter)
  if (text !== '') {
    parts.push('instr(d.search, :text) > 0')
    values['text'] = text
  }
  return { from, where: parts.join(' AND '), values }
}

/** As a list showed it then: open, and without what people decided, which no version keeps. */
export const asFoundThen = (row: StoredDiscrepancy): StoredDiscrepancy => ({
  ...row,
  ended: null,
  closed: null,
  acceptedUntil: null,
  acknowledged: false,
  assignedTo: null,
  clusterId: null,
})

const orders: Readonly<Record<StoredOrder, string>> = {
  time: 'd.start_ms, d.id',
  'first-seen': 'd.first_seen_at DESC, d.id DESC',
}

/** Row ids of all that the filter finds, in order. */
export function idsThen(db: ReadDb, filter: PastFilter, order: StoredOrder): number[] {
  const { from, where, values } = foundThen(db, filter)
  const text = `SELECT d.id FROM ${from} WHERE ${where} ORDER BY ${orders[order]}`
  return prepared(db, text).pluck().all(values) as number[]
}

/** The rows of these ids as they were found then, in the same order. */
export function readThen(db: ReadDb, ids: readonly number[]): StoredDiscrepancy[] {
  const text = `SELECT ${discrepancyColumns} FROM discrepancy WHERE id IN (SELECT value FROM json_each(?))`
  const rows = prepared(db, text).all(JSON.stringify(ids)).map(toStoredDiscrepancy)
  const byId = new Map(rows.map((row) => [row.id, asFoundThen(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** How many of each pairing and kind the filter finds. */
export function countThen(db: ReadDb, filter: PastFilter): OpenGroup[] {
  const { from, where, values } = foundThen(db, filter)
  const text = `SELECT d.pairing_id AS pairingId, d.kind, count(*) AS open FROM ${from} WHERE ${where} GROUP BY 1, 2`
  return (prepared(db, text).all(values) as Omit<OpenGroup, 'accepted'>[]).map((one) => ({ ...one, accepted: false }))
}

/** A fingerprint as a compare left it: open, or closed by then; null where it was not found before. */
export function findThen(
  db: ReadDb,
  { pairingId, number }: ShownCompare,
  fingerprint: Fingerprint,
): StoredDiscrepancy | null {
  const row = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy INDEXED BY discrepancy_history
     WHERE pairing_id = ? AND fingerprint = ? AND born <= ? ORDER BY born DESC, id DESC LIMIT 1`,
  ).get(pairingId, fingerprint, number)
  if (!row) return null
  const stored = toStoredDiscrepancy(row)
  const then = asFoundThen(stored)
  return stored.ended !== null && stored.ended <= number
    ? { ...then, ended: stored.ended, closed: stored.closed }
    : then
}

/** All versions under a fingerprint up to a compare's number, oldest first. */
export const listVersions = (
  db: ReadDb,
  { pairingId, number }: ShownCompare,
  fingerprint: Fingerprint,
): StoredDiscrepancy[] =>
  prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy INDEXED BY discrepancy_history
     WHERE pairing_id = ? AND fingerprint = ? AND born <= ? ORDER BY born, id`,
  )
    .all(pairingId, fingerprint, number)
    .map(toStoredDiscrepancy)

const meets = meetsSpan({ from: ':startMs', to: ':endMs', row: 'd' })

/**
 * What stands for a record lasts no longer than the longest one of either side; a double booking may, as it reaches from
 * the first moment shared to the last, on whatever sides. Exported for the test of its plan.
 */
export const meetingSql = `SELECT id FROM discrepancy d INDEXED BY discrepancy_span
  WHERE d.pairing_id = :pairingId AND d.start_ms >= :startMs - (SELECT max(longest_ms) FROM side WHERE pairing_id = :pairingId)
    AND ${meets} AND ${openAt(':number')}
  UNION SELECT id FROM discrepancy d INDEXED BY discrepancy_double
  WHERE d.pairing_id = :pairingId AND d.other_group IS NOT NULL AND d.end_ms >= :startMs AND ${meets} AND ${openAt(':number')}`

/** What a compare found in a span (ms UTC), by start; with what people decided about it where it is open still. */
export function listMeeting(
  db: ReadDb,
  { pairingId, number }: ShownCompare,
  { startMs, endMs }: { startMs: number; endMs: number },
): StoredDiscrepancy[] {
  const ids = prepared(db, meetingSql).pluck().all({ pairingId, number, startMs, endMs })
  const text = `SELECT ${discrepancyColumns} FROM discrepancy WHERE id IN (SELECT value FROM json_each(?)) ORDER BY start_ms, id`
  return prepared(db, text).all(JSON.stringify(ids)).map(toStoredDiscrepancy)
}

/** What a compare found that begins in a span (ms UTC), by start; as `listMeeting`. */
export const listBeginning = (
  db: ReadDb,
  { pairingId, number }: ShownCompare,
  { startMs, endMs }: { startMs: number; endMs: number },
): StoredDiscrepancy[] =>
  prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy d INDEXED BY discrepancy_span
     WHERE d.pairing_id = :pairingId AND d.start_ms >= :startMs AND d.start_ms < :endMs AND ${openAt(':number')}
     ORDER BY d.start_ms, d.id`,
  )
    .all({ pairingId, number, startMs, endMs })
    .map(toStoredDiscrepancy)

/** The same under these fingerprints, wherever they stand. */
export const listOpenUnder = (
  db: ReadDb,
  { pairingId, number }: ShownCompare,
  fingerprints: readonly Fingerprint[],
): StoredDiscrepancy[] =>
  prepared(
    db,
    `SELECT ${discrepancyColumns} FROM (SELECT value AS wanted FROM json_each(:fingerprints))
     CROSS JOIN discrepancy d INDEXED BY discrepancy_history
       ON d.pairing_id = :pairingId AND d.fingerprint = wanted AND ${openAt(':number')}`,
  )
    .all({ pairingId, number, fingerprints: JSON.stringify(fingerprints) })
    .map(toStoredDiscrepancy)

/** Open discrepancies of these pairings that hold the text, however it is written, nearest to a moment first. */
export const listNearestHolding = (
  db: ReadDb,
  { pairings, text, nowMs, limit }: { pairings: readonly PairingId[]; text: string; nowMs: number; limit: number },
): StoredDiscrepancy[] =>
  prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy NOT INDEXED
     WHERE ended IS NULL AND pairing_id IN (SELECT value FROM json_each(?)) AND instr(search, ?) > 0
     ORDER BY abs(start_ms - ?), id LIMIT ?`,
  )
    .all(JSON.stringify(pairings), text.toLowerCase(), nowMs, limit)
    .map(toStoredDiscrepancy)
