import type { CompareNumber, PairingId } from '#contract/ids'
import { type Instant, toMs } from '#contract/time'
import type { ReadDb } from './database.ts'
import type { DecidedRow } from './discrepancy-decision-store.ts'
import type { StoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

/** Open discrepancies of these pairings that nobody acknowledged, or accepts at the moment `now`. */
export type AlertFilter = { pairings: readonly PairingId[]; now: Instant }

const groups = {
  'double-booked': { index: 'discrepancy_alert_overlap', condition: `kind = 'overlap'` },
  other: { index: 'discrepancy_time', condition: `kind <> 'overlap'` },
} as const
export type AlertGroup = keyof typeof groups

/** What makes an open discrepancy an alert of a group. */
const isAlert = (group: AlertGroup): string =>
  `acknowledged = 0 AND ${groups[group].condition}
     AND (accepted_until IS NULL OR accepted_until <= :now) AND pairing_id IN (SELECT value FROM json_each(:pairings))`

/** Both groups have an index that holds all of this, so that neither a count nor a window touches the rows it skips. */
const openTo = (group: AlertGroup, half: Half): string =>
  `FROM discrepancy INDEXED BY ${groups[group].index} WHERE ended IS NULL AND ${isAlert(group)} AND ${halves[half].condition}`

const halves = {
  coming: { condition: 'end_ms > :nowMs', order: 'start_ms, id' },
  over: { condition: 'end_ms <= :nowMs', order: 'start_ms DESC, id DESC' },
} as const
type Half = keyof typeof halves

/** Counts one half of a group. */
export const countSql = (group: AlertGroup, half: Half): string => `SELECT count(*) ${openTo(group, half)}`

/** Row ids of a window of one half of a group. */
export const windowSql = (group: AlertGroup, half: Half): string =>
  `SELECT id ${openTo(group, half)} ORDER BY ${halves[half].order} LIMIT :most OFFSET :from`

const valuesOf = ({ pairings, now }: AlertFilter) => ({ pairings: JSON.stringify(pairings), now, nowMs: toMs(now) })

const count = (db: ReadDb, filter: AlertFilter, text: string): number =>
  prepared(db, text).pluck().get(valuesOf(filter)) as number

/** How many alerts a group holds. */
export const countAlerts = (db: ReadDb, filter: AlertFilter, group: AlertGroup): number =>
  count(db, filter, `SELECT coalesce(sum(open), 0) FROM discrepancy_count WHERE ${isAlert(group)}`)

/** A window of a group: what starts or goes on next by start, then what is over, newest first. Row ids. */
export function alertIds(
  db: ReadDb,
  filter: AlertFilter,
  { group, offset, limit }: { group: AlertGroup; offset: number; limit: number },
): number[] {
  const idsOf = (half: Half, from: number, most: number): number[] =>
    prepared(db, windowSql(group, half))
      .pluck()
      .all({ ...valuesOf(filter), from, most }) as number[]
  const coming = idsOf('coming', offset, limit)
  if (coming.length === limit) return coming
  const from = Math.max(0, offset - count(db, filter, countSql(group, 'coming')))
  return [...coming, ...idsOf('over', from, limit - coming.length)]
}

/** The alerts of one pairing that its compare of this number held, as they stand; what came or moved later is not among them. */
export function alertsUpTo(
  db: ReadDb,
  { pairingId, compare, now }: { pairingId: PairingId; compare: CompareNumber; now: Instant },
): DecidedRow[] {
  const text = `SELECT fingerprint, values_mark AS valuesMark FROM discrepancy
    WHERE pairing_id = :pairingId AND ended IS NULL AND acknowledged = 0 AND born <= :compare
      AND (accepted_until IS NULL OR accepted_until <= :now)`
  return prepared(db, text).all({ pairingId, compare, now }) as DecidedRow[]
}

/** What the rank of a double booking rests on. */
export type DoubleBooking = Pick<
  StoredDiscrepancy,
  'id' | 'who' | 'startMs' | 'endMs' | 'touches' | 'foundBefore' | 'workerBefore'
>

/** The discrepancies of these row ids without their bodies, in the same order. */
export function readDoubleBookings(db: ReadDb, ids: readonly number[]): DoubleBooking[] {
  const text = `SELECT id, who, start_ms AS startMs, end_ms AS endMs, touches, found_before AS foundBefore,
    worker_before AS workerBefore FROM discrepancy WHERE id IN (SELECT value FROM json_each(?))`
  return inOrder(ids, prepared(db, text).all(JSON.stringify(ids)) as DoubleBooking[])
}

function inOrder<Row extends { id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
