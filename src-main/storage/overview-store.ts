import type { OperatorId, PairingId } from '#contract/ids'
import type { RunPoint } from '#contract/overview'
import { type Instant, toMs } from '#contract/time'
import type { ReadDb } from './database.ts'
import type { StoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

/** Open discrepancies of a pairing that nobody acknowledged or accepts. */
export type PairingAlerts = { pairingId: PairingId; discrepancies: number; doubleBooked: number }

/** Of every pairing that has any, from the stored counts. */
export const countPairingAlerts = (cache: ReadDb, now: Instant): PairingAlerts[] =>
  prepared(
    cache,
    `SELECT pairing_id AS pairingId, sum(open) AS discrepancies, sum(iif(kind = 'overlap', open, 0)) AS doubleBooked
     FROM discrepancy_count WHERE acknowledged = 0 AND (accepted_until IS NULL OR accepted_until <= ?) GROUP BY 1`,
  ).all(now) as PairingAlerts[]

/** How many open discrepancies of these pairings are given to an operator and not accepted. */
export const countGiven = (
  cache: ReadDb,
  { pairings, to, now }: { pairings: readonly PairingId[]; to: OperatorId; now: Instant },
): number =>
  prepared(
    cache,
    `SELECT coalesce(sum(open), 0) FROM discrepancy_count WHERE assigned_to = :to
       AND (accepted_until IS NULL OR accepted_until <= :now) AND pairing_id IN (SELECT value FROM json_each(:pairings))`,
  )
    .pluck()
    .get({ to, now, pairings: JSON.stringify(pairings) }) as number

/** What the rank of a row rests on. */
export type MostUrgent = Pick<
  StoredDiscrepancy,
  'id' | 'pairingId' | 'kind' | 'touches' | 'who' | 'startMs' | 'endMs' | 'foundBefore' | 'workerBefore'
>

/**
 * Of a pairing's rows whose rank differs by the moment alone, the one that is most urgent now: what goes on, else what
 * starts next, else any that is over. Read from one index. Exported for the test of its plan.
 */
export const mostUrgentSql = `SELECT id, pairing_id AS pairingId, kind, touches, who, start_ms AS startMs, end_ms AS endMs,
    found_before AS foundBefore, worker_before AS workerBefore,
    min(CASE WHEN start_ms > :nowMs THEN start_ms - :nowMs WHEN end_ms > :nowMs OR start_ms = :nowMs THEN 0
      ELSE ${Number.MAX_SAFE_INTEGER} END) AS away
  FROM discrepancy INDEXED BY discrepancy_time
  WHERE ended IS NULL AND (accepted_until IS NULL OR accepted_until <= :now)
  GROUP BY pairing_id, kind, touches, who <> '', found_before, worker_before`

/** One open row, not accepted, of each rank that each pairing has beside the moment; its most urgent is among them. */
export const listMostUrgent = (cache: ReadDb, now: Instant): MostUrgent[] =>
  prepared(cache, mostUrgentSql).all({ now, nowMs: toMs(now) }) as MostUrgent[]

/** The newest ended syncs of these pairings, oldest first; one that a person cancelled is among them. */
export function listRunPoints(
  cache: ReadDb,
  { pairings, most }: { pairings: readonly PairingId[]; most: number },
): RunPoint[] {
  const rows = pairings.flatMap(
    (pairingId) =>
      prepared(
        cache,
        `SELECT id AS runId, pairing_id AS pairingId, started_at AS startedAt, body ->> '$.endedAt' AS at, state,
           body ->> '$.outcome.open' AS open
         FROM run INDEXED BY run_started WHERE pairing_id = ? AND state NOT IN ('queued', 'running')
         ORDER BY started_at DESC, rowid DESC LIMIT ?`,
      ).all(pairingId, most) as (RunPoint & { startedAt: Instant })[],
  )
  const newest = rows.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).slice(0, most)
  return newest.reverse().map(({ startedAt, at, ...run }) => ({ ...run, at: at ?? startedAt }))
}
