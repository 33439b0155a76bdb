import type { PairingId } from '#contract/ids'
import { newestCompare } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'
import { findSide, loadSnapshot } from './snapshot-store.ts'

/** What a purge of one pairing goes by. Times in ms UTC. */
export type PurgeGround = {
  pairingId: PairingId
  /** The cache's numbers of its two sides. */
  left: number
  right: number
  /** What ended before it is up for purging; never later than where the newest reads and the newest compare begin. */
  cutMs: number
  /** Number of the newest compare; 0 before the first one. */
  newest: number
}

/**
 * The ground of a purge of what ended before `beforeMs`, as the pairing stands now; null where it has not two sides yet.
 * The window of what is in view stays whole, however far back it reaches.
 */
export function purgeGround(db: ReadDb, pairingId: PairingId, beforeMs: number): PurgeGround | null {
  const [left, right] = [findSide(db, pairingId, 'left'), findSide(db, pairingId, 'right')]
  if (!left || !right) return null
  const compare = newestCompare(db, pairingId)
  const startOf = (sideId: number, number: number | null | undefined): number =>
    (number ? loadSnapshot(db, sideId, number)?.startMs : undefined) ?? beforeMs
  const cutMs = Math.min(
    beforeMs,
    compare?.startMs ?? beforeMs,
    startOf(left.id, left.published),
    startOf(right.id, right.published),
    startOf(left.id, compare?.leftSnapshot),
    startOf(right.id, compare?.rightSnapshot),
  )
  return { pairingId, left: left.id, right: right.id, cutMs, newest: compare?.number ?? 0 }
}

/** Number of the oldest compare that is still shown; null before the first compare. */
export const oldestViewable = (db: ReadDb, pairingId: PairingId): number | null =>
  prepared(db, 'SELECT min(number) FROM compare WHERE pairing_id = ? AND viewable = 1').pluck().get(pairingId) as
    | number
    | null
