import type { CompareGround, CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { findSide } from '../storage/snapshot-store.ts'

/** The snapshots a compare stands on; null where a side is not stored any more. */
export function groundOf(cache: ReadDb, { pairingId, leftSnapshot, rightSnapshot }: CompareRow): CompareGround | null {
  const [left, right] = [findSide(cache, pairingId, 'left'), findSide(cache, pairingId, 'right')]
  if (!left || !right) return null
  return { left: { sideId: left.id, at: leftSnapshot }, right: { sideId: right.id, at: rightSnapshot } }
}
