import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'
import { oldestViewable, type PurgeGround } from './purge-ground.ts'

/**
 * Compares that a purge makes incomplete are shown no more: those whose reads began before the cut, and all before one of
 * those, which would be shown in its place. The newest one always is. Returns how many.
 */
export function hideCompares(db: WriteDb, ground: PurgeGround): number {
  const begins = (side: 'left' | 'right'): string =>
    `(SELECT start_ms FROM snapshot WHERE side_id = :${side} AND number = c.${side}_snapshot)`
  const text = `UPDATE compare SET viewable = 0 WHERE pairing_id = :pairingId AND viewable = 1 AND number <= (
    SELECT max(c.number) FROM compare c WHERE c.pairing_id = :pairingId AND c.viewable = 1 AND c.number < :newest
      AND (c.start_ms < :cutMs OR ${begins('left')} < :cutMs OR ${begins('right')} < :cutMs))`
  return db.transaction(() => prepared(db, text).run(ground).changes)
}

/** The first version of a fingerprint, and the first one that stays; null where none does. */
type Standing = { fingerprint: string; first: number; kept: number | null }

/**
 * Looks at the next fingerprints and takes their versions away up to the first one that is open, shown by a compare in
 * view or ends after the cut: also of one that is open still, which carries itself when it was first seen. `removed` are
 * those of which nothing is left. `next` is where to go on; null at the end.
 */
export function purgeDiscrepancies(
  db: WriteDb,
  ground: PurgeGround,
  { after, most }: { after: string; most: number },
): { removed: number; next: string | null } {
  const { pairingId, cutMs } = ground
  const shownFrom = oldestViewable(db, pairingId) ?? 0
  const text = `SELECT fingerprint, min(born) AS first,
      min(iif(ended IS NULL OR ended > :shownFrom OR end_ms >= :cutMs, born, NULL)) AS kept
    FROM discrepancy INDEXED BY discrepancy_history WHERE pairing_id = :pairingId AND fingerprint > :after
    GROUP BY fingerprint ORDER BY fingerprint LIMIT :most`
  const rows = prepared(db, text).all({ pairingId, cutMs, shownFrom, after, most }) as Standing[]
  const over = rows.filter(({ first, kept }) => kept === null || first < kept)
  if (over.length > 0) {
    const upTo = JSON.stringify(over.map(({ fingerprint, kept }) => [fingerprint, kept]))
    db.transaction(() => {
      prepared(
        db,
        `DELETE FROM discrepancy WHERE id IN (SELECT d.id FROM json_each(:upTo) o
           CROSS JOIN discrepancy d INDEXED BY discrepancy_history
           ON d.pairing_id = :pairingId AND d.fingerprint = o.value ->> 0
           WHERE o.value ->> 1 IS NULL OR d.born < o.value ->> 1)`,
      ).run({ pairingId, upTo })
    })
  }
  const removed = over.filter(({ kept }) => kept === null).length
  return { removed, next: rows.length === most ? (rows.at(-1)?.fingerprint ?? null) : null }
}

/**
 * Compares that nothing refers to any more: older than all that is shown, first seen, matched or answered. A crowd may
 * stand for years and holds none back; it carries itself when it was first seen.
 */
export function removeCompares(db: WriteDb, { pairingId }: PurgeGround): void {
  db.transaction(() => {
    prepared(
      db,
      `DELETE FROM compare WHERE pairing_id = :pairingId AND viewable = 0 AND number < (SELECT min(n) FROM (
         SELECT min(number) AS n FROM compare WHERE pairing_id = :pairingId AND viewable = 1
         UNION ALL SELECT min(first_compare) FROM discrepancy
           WHERE pairing_id = :pairingId AND other_group IS NOT group_key
         UNION ALL SELECT min(compare) FROM evidence WHERE pairing_id = :pairingId
         UNION ALL SELECT min(born) FROM match WHERE pairing_id = :pairingId))`,
    ).run({ pairingId })
  })
}

/** The sync from which on snapshots are needed: of what is stored of records, and of compares. */
function neededSync(db: ReadDb, { pairingId, left, right }: PurgeGround): number | null {
  const oldest = 'SELECT min(since) FROM record_version INDEXED BY record_version_start WHERE side_id ='
  const syncOf = (side: string): string =>
    `SELECT sync FROM snapshot WHERE side_id = ${side} AND number = (${oldest} ${side})`
  const text = `SELECT min(n) FROM (SELECT min(sync) AS n FROM compare WHERE pairing_id = :pairingId
    UNION ALL ${syncOf(':left')} UNION ALL ${syncOf(':right')})`
  return prepared(db, text).pluck().get({ pairingId, left, right }) as number | null
}

/** Snapshots of a side that say since when something lasts: its epoch, its newest complete read, its reads in part. */
const landmarks = `
  SELECT max(number) AS n FROM snapshot WHERE side_id = :sideId AND state = 'sealed' AND epoch <> :epoch
  UNION ALL SELECT min(number) FROM snapshot WHERE side_id = :sideId AND state = 'sealed' AND epoch = :epoch
  UNION ALL SELECT max(s.number) FROM snapshot s JOIN coverage c ON c.side_id = s.side_id AND c.number = s.number
    WHERE s.side_id = :sideId AND s.state = 'sealed' AND c.complete = 1
  UNION ALL SELECT max(s.number) FROM snapshot s WHERE s.side_id = :sideId AND s.state = 'sealed' AND NOT EXISTS
    (SELECT 1 FROM coverage c WHERE c.side_id = s.side_id AND c.number = s.number AND c.complete = 0)
  UNION ALL SELECT min(number) FROM snapshot WHERE side_id = :sideId AND state = 'sealed' AND number > coalesce(
    (SELECT max(s.number) FROM snapshot s WHERE s.side_id = :sideId AND s.state = 'sealed' AND NOT EXISTS
      (SELECT 1 FROM coverage c WHERE c.side_id = s.side_id AND c.number = s.number AND c.complete = 0)), 0)`

/** Takes up to `most` snapshots of each side away that nothing needs, with what they covered; false once none is left. */
export function removeSnapshots(db: WriteDb, ground: PurgeGround, most: number): boolean {
  const sync = neededSync(db, ground)
  if (sync === null) return false
  return db.transaction(() => {
    const removed = [ground.left, ground.right].map((sideId) => {
      const text = `DELETE FROM snapshot WHERE side_id = :sideId AND number IN (
        SELECT number FROM snapshot WHERE side_id = :sideId AND sync < :sync
          AND number < (SELECT published FROM side WHERE id = :sideId)
          AND number NOT IN (SELECT n FROM (${landmarks}) WHERE n IS NOT NULL) LIMIT :most)`
      const epoch = prepared(
        db,
        'SELECT epoch FROM snapshot WHERE side_id = ? AND number = (SELECT published FROM side WHERE id = ?)',
      )
        .pluck()
        .get(sideId, sideId)
      return epoch === undefined ? 0 : prepared(db, text).run({ sideId, sync, most, epoch }).changes
    })
    return removed.includes(most)
  })
}

/**
 * What snapshots that are not shown any more say of single keys: refusals, and "not found" answers that a later one of the
 * same key repeats.
 */
export function removeAnswers(db: WriteDb, { pairingId, left, right }: PurgeGround): void {
  db.transaction(() => {
    for (const [side, sideId] of [
      ['left', left],
      ['right', right],
    ] as const) {
      const from = prepared(db, `SELECT ${side}_snapshot FROM compare WHERE pairing_id = ? AND number = ?`)
        .pluck()
        .get(pairingId, oldestViewable(db, pairingId)) as number | undefined
      if (from === undefined) continue
      prepared(db, 'DELETE FROM refusal WHERE side_id = ? AND number < ?').run(sideId, from)
      prepared(
        db,
        `DELETE FROM absent_key WHERE side_id = :sideId AND number < :from AND EXISTS (SELECT 1 FROM absent_key later
           WHERE later.side_id = :sideId AND later.record_key = absent_key.record_key AND later.number > absent_key.number)`,
      ).run({ sideId, from })
    }
  })
}

/**
 * Runs that began before this moment, with their logs, but for the newest, those whose compare is shown, and the first of
 * those that have failed since the last good one. Up to `most`; false once none is left.
 */
export function removeRuns(
  db: WriteDb,
  { pairingId }: PurgeGround,
  { before, most }: { before: Instant; most: number },
): boolean {
  const text = `DELETE FROM run WHERE id IN (
    SELECT id FROM run WHERE pairing_id = :pairingId AND started_at < :before AND state NOT IN ('queued', 'running')
      AND id NOT IN (SELECT run_id FROM compare WHERE pairing_id = :pairingId AND viewable = 1)
      AND id <> (SELECT id FROM run WHERE pairing_id = :pairingId ORDER BY rowid DESC LIMIT 1)
      AND id <> coalesce((SELECT id FROM run WHERE pairing_id = :pairingId AND state IN ('failed', 'interrupted')
        AND started_at > coalesce((SELECT max(started_at) FROM run WHERE pairing_id = :pairingId
          AND state IN ('done', 'incomplete')), '') ORDER BY started_at, rowid LIMIT 1), '')
    LIMIT :most)`
  return db.transaction(() => prepared(db, text).run({ pairingId, before, most }).changes === most)
}
