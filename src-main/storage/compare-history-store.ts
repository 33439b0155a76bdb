import type { CompareNumber, PairingId, RunId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { type CompareRow, compareColumns, newestCompare, toCompareRow } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** The compare that the screens of a pairing showed at a moment: the newest up to it; null where there was none yet. */
export function compareAt(db: ReadDb, pairingId: PairingId, asOf: Instant): CompareRow | null {
  const text = `SELECT ${compareColumns} FROM compare INDEXED BY compare_at WHERE viewable = 1 AND pairing_id = ? AND compared_at <= ?
    ORDER BY compared_at DESC, number DESC LIMIT 1`
  return toCompareRow(prepared(db, text).get(pairingId, asOf))
}

/** The compare shown: at a moment of time travel, else the newest. */
export const compareInView = (db: ReadDb, pairingId: PairingId, asOf: Instant | undefined): CompareRow | null =>
  asOf === undefined ? newestCompare(db, pairingId) : compareAt(db, pairingId, asOf)

/** The oldest moment that time travel reaches; null where nothing was compared. */
export const reachesBackTo = (db: ReadDb): Instant | null =>
  prepared(db, 'SELECT min(compared_at) FROM compare WHERE viewable = 1').pluck().get() as Instant | null

/** A pairing with the number of the compare shown of it. */
export type ShownCompare = Pick<CompareRow, 'pairingId' | 'number'>

/** The compares that a moment shows of these pairings; those that had none yet are left out. */
export const comparesAt = (db: ReadDb, pairings: readonly PairingId[], asOf: Instant): ShownCompare[] =>
  pairings.flatMap((pairingId) => {
    const text = `SELECT number FROM compare INDEXED BY compare_at WHERE viewable = 1 AND pairing_id = ? AND compared_at <= ?
      ORDER BY compared_at DESC, number DESC LIMIT 1`
    const number = prepared(db, text).pluck().get(pairingId, asOf) as CompareNumber | undefined
    return number === undefined ? [] : [{ pairingId, number }]
  })

/** A compare as time travel lists it. Spans in ms UTC. */
export type PastCompare = ShownCompare & {
  runId: RunId
  comparedAt: Instant
  leftReadAt: Instant
  rightReadAt: Instant
  leftComplete: boolean
  rightComplete: boolean
  startMs: number
  endMs: number
  open: number
  opened: number
  closed: number
}

const sideOf = (side: 'left' | 'right'): string =>
  `(SELECT id FROM side WHERE side.pairing_id = c.pairing_id AND side.side = '${side}')`
const readAt = (side: 'left' | 'right'): string =>
  `(SELECT ended_at FROM snapshot WHERE side_id = ${sideOf(side)} AND number = c.${side}_snapshot)`
const complete = (side: 'left' | 'right'): string =>
  `NOT EXISTS (SELECT 1 FROM coverage WHERE side_id = ${sideOf(side)} AND number = c.${side}_snapshot AND complete = 0)`

const pastSql = `SELECT c.pairing_id AS pairingId, c.number, c.run_id AS runId, c.compared_at AS comparedAt,
    ${readAt('left')} AS leftReadAt, ${readAt('right')} AS rightReadAt,
    ${complete('left')} AS leftComplete, ${complete('right')} AS rightComplete,
    c.start_ms AS startMs, c.end_ms AS endMs, c.open, c.opened, c.closed
  FROM json_each(?) k CROSS JOIN compare c ON c.pairing_id = k.value ->> 0 AND c.number = k.value ->> 1`

type RawPast = Omit<PastCompare, 'leftComplete' | 'rightComplete'> & { leftComplete: number; rightComplete: number }

const newerFirst = (a: { comparedAt: Instant; number: number }, b: typeof a): number =>
  a.comparedAt < b.comparedAt ? 1 : a.comparedAt > b.comparedAt ? -1 : b.number - a.number

/** The newest compares of these pairings, newest first. */
export function listPastCompares(db: ReadDb, pairings: readonly PairingId[], limit: number): PastCompare[] {
  const text = `SELECT number, compared_at AS comparedAt FROM compare INDEXED BY compare_at WHERE viewable = 1 AND pairing_id = ?
    ORDER BY compared_at DESC, number DESC LIMIT ?`
  const newest = pairings
    .flatMap((pairingId) =>
      (prepared(db, text).all(pairingId, limit) as { number: number; comparedAt: Instant }[]).map((one) => ({
        ...one,
        pairingId,
      })),
    )
    .sort(newerFirst)
    .slice(0, limit)
  const keys = JSON.stringify(newest.map(({ pairingId, number }) => [pairingId, number]))
  return (prepared(db, pastSql).all(keys) as RawPast[])
    .map((row) => ({ ...row, leftComplete: row.leftComplete === 1, rightComplete: row.rightComplete === 1 }))
    .sort(newerFirst)
}

/** A compare in the history of one pairing, with the snapshots it stood on. Spans in ms UTC. */
export type ComparePoint = Pick<
  CompareRow,
  'number' | 'sync' | 'leftSnapshot' | 'rightSnapshot' | 'startMs' | 'endMs' | 'comparedAt'
> & {
  /** False where a purge took away something of what it showed, so that time travel does not reach it. */
  viewable: boolean
}

/** The compares of a pairing from one number to another, both included, oldest first; hidden ones too. */
export const listComparePoints = (
  db: ReadDb,
  { pairingId, from, upTo }: { pairingId: PairingId; from: number; upTo: number },
): ComparePoint[] =>
  (
    prepared(
      db,
      `SELECT number, sync, left_snapshot AS leftSnapshot, right_snapshot AS rightSnapshot, start_ms AS startMs, end_ms AS endMs,
       compared_at AS comparedAt, viewable FROM compare WHERE pairing_id = ? AND number BETWEEN ? AND ? ORDER BY number`,
    ).all(pairingId, from, upTo) as (Omit<ComparePoint, 'viewable'> & { viewable: number })[]
  ).map((row) => ({ ...row, viewable: row.viewable === 1 }))
