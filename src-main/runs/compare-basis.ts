import type { PairingId, SideName } from '#contract/ids'
import type { RecipeId } from '#contract/recipes'
import type { CompleteRead } from '../core/compare/judge-absence.ts'
import type { WindowMs } from '../core/compare/versions.ts'
import {
  type CompareGround,
  type CompareRow,
  type EpochStart,
  type GroupVersion,
  loadGroupSide,
} from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'

/** What one compare stands on; everything it decides is a function of this and of what is stored. */
export type CompareBasis = {
  pairingId: PairingId
  recipeId: RecipeId
  ignored: ReadonlySet<string>
  judged: WindowMs
  ground: CompareGround
  /** Complete window reads of each side, newest first. */
  reads: Readonly<Record<SideName, readonly CompleteRead[]>>
  /** The compare before, where both sides are still in its epochs: the source of bases. */
  previous: CompareRow | null
  /** False where a side began a new epoch since the compare before: what stands then keeps no blame. */
  sameEpochs: boolean
  epochs: Readonly<Record<SideName, EpochStart>>
}

/** A group with all that is stored of its records, not only what is decided on. */
export type StoredGroup = { key: string; left: GroupVersion[]; right: GroupVersion[] }

/** The records of a group as they stood at these snapshots. */
export const loadGroup = (db: ReadDb, ground: CompareGround, key: string): StoredGroup => ({
  key,
  left: loadGroupSide(db, 'left', ground.left, key),
  right: loadGroupSide(db, 'right', ground.right, key),
})
