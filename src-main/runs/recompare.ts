import type { Pairing } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { newestCompare } from '../storage/compare-store.ts'
import type { WriteDb } from '../storage/database.ts'
import type { MatchWord } from '../storage/match-decision-store.ts'
import { findSide } from '../storage/snapshot-store.ts'
import { comparePairing } from './compare-pairing.ts'

type Recompare = { pairing: Pairing; zone: ZoneId; words: readonly MatchWord[]; at: Instant }

/**
 * Compares a pairing again over the snapshots and the window of its newest compare, so that a person's word shows at
 * once. Returns false where there is nothing to compare again: never compared yet, or one side has since been read
 * without the other, and what lies between those two reads would look like a difference. The next sync then takes the
 * word in.
 */
export function recompare(db: WriteDb, { pairing, zone, words, at }: Recompare): boolean {
  const last = newestCompare(db, pairing.id)
  if (!last) return false
  const published = (side: 'left' | 'right') => findSide(db, pairing.id, side)?.published
  if (published('left') !== last.leftSnapshot || published('right') !== last.rightSnapshot) return false
  const { runId, sync, startMs, endMs } = last
  comparePairing(db, { pairing, runId, sync, judged: { startMs, endMs }, zone, at, words })
  return true
}
