import type { PairingId } from '#contract/ids'
import { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** When the first attempt of a side ended that failed after the read in view; null where none did. */
export function failingSince(db: ReadDb, sideId: number): Instant | null {
  const row = prepared(
    db,
    `SELECT coalesce(ended_at, started_at) AS at FROM snapshot
     WHERE side_id = :side AND number > coalesce((SELECT published FROM side WHERE id = :side), 0)
       AND state IN ('failed', 'interrupted')
     ORDER BY number LIMIT 1`,
  ).get({ side: sideId }) as { at: Instant } | undefined
  return row?.at ?? null
}

/** When the first partial read of a side was sealed after its newest complete one; null where none was. */
export function partialSince(db: ReadDb, sideId: number): Instant | null {
  const row = prepared(
    db,
    `SELECT ended_at AS at FROM snapshot
     WHERE side_id = :side AND state = 'sealed' AND number > coalesce(
       (SELECT s.number FROM snapshot s WHERE s.side_id = :side AND s.state = 'sealed' AND NOT EXISTS
          (SELECT 1 FROM coverage c WHERE c.side_id = s.side_id AND c.number = s.number AND c.complete = 0)
        ORDER BY s.number DESC LIMIT 1), 0)
     ORDER BY number LIMIT 1`,
  ).get({ side: sideId }) as { at: Instant } | undefined
  return row?.at ?? null
}

const toRun = (row: unknown): Run => Run.parse(JSON.parse((row as { body: string }).body))

/** Where the newest run of a pairing failed: since the first that did after the last good one, and what the newest says. */
export function failedRuns(db: ReadDb, pairingId: PairingId): { since: Instant; tell: string } | null {
  const newest = prepared(
    db,
    `SELECT state, body FROM run WHERE pairing_id = ? AND state NOT IN ('queued', 'running', 'cancelled')
     ORDER BY started_at DESC, rowid DESC LIMIT 1`,
  ).get(pairingId) as { state: string; body: string } | undefined
  if (newest?.state !== 'failed' && newest?.state !== 'interrupted') return null
  const first = prepared(
    db,
    `SELECT body FROM run WHERE pairing_id = :pairing AND state IN ('failed', 'interrupted') AND started_at > coalesce(
       (SELECT started_at FROM run WHERE pairing_id = :pairing AND state IN ('done', 'incomplete')
        ORDER BY started_at DESC LIMIT 1), '')
     ORDER BY started_at, rowid LIMIT 1`,
  ).get({ pairing: pairingId })
  const began = toRun(first ?? newest)
  return { since: began.endedAt ?? began.startedAt, tell: toRun(newest).tell }
}
