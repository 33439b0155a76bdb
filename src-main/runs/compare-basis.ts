import type { PairingId, SideName } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import type { RecipeId } from '#contract/recipes'
import type { ZoneId } from '#contract/time'
import type { CompleteRead } from '../core/compare/judge-absence.ts'
import type { WindowMs } from '../core/compare/versions.ts'
import {
  type CompareGround,
  type CompareRow,
  type EpochStart,
  type GroupVersion,
  loadGroupSides,
} from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { MatchView } from '../storage/match-store.ts'

/** What one compare stands on; everything it decides is a function of this and of what is stored. */
export type CompareBasis = {
  pairingId: PairingId
  recipeId: RecipeId
  ignored: ReadonlySet<string>
  judged: WindowMs
  /** The facility's: whose days a cluster is told by. */
  zone: ZoneId
  ground: CompareGround
  /** The matches without a cross reference as they stand from this compare on. */
  matches: MatchView
  /** Complete window reads of each side, newest first. */
  reads: Readonly<Record<SideName, readonly CompleteRead[]>>
  /** The compare before, where both sides are still in its epochs: the source of bases. */
  previous: CompareRow | null
  /** False where a side began a new epoch since the compare before: what stands then keeps no blame. */
  sameEpochs: boolean
  epochs: Readonly<Record<SideName, EpochStart>>
}

/** A group with all that is stored of its records, not only what is decided on. */
export type StoredGroup = {
  key: string
  left: GroupVersion[]
  right: GroupVersion[]
  /** How its two sides were found to be one thing; null where only one side holds it. */
  matchedBy: MatchedBy | null
}

type GroupsGround = Pick<CompareBasis, 'ground' | 'matches'>

/**
 * The records of groups as they stood at these snapshots and with these matches, by group key, in the order given. A
 * matched pair is gathered under its left group, so its right group holds nothing of its own.
 */
export function loadGroups(
  db: ReadDb,
  { ground, matches }: GroupsGround,
  keys: readonly string[],
): Map<string, StoredGroup> {
  const places = keys.map((key) => {
    if (matches.leftOf(key) !== null) return { key, left: null, right: null, how: null }
    const match = matches.rightOf(key)
    return { key, left: key, right: match?.rightGroup ?? key, how: match?.how ?? ('reference' as const) }
  })
  const load = (side: SideName) => {
    const asked = places.map((place) => place[side]).filter((key) => key !== null)
    return loadGroupSides(db, side, ground[side], asked)
  }
  const held = { left: load('left'), right: load('right') }
  const groups = new Map<string, StoredGroup>()
  for (const { key, how, ...place } of places) {
    const of = (side: SideName): GroupVersion[] => held[side].get(place[side] ?? '') ?? []
    const [left, right] = [of('left'), of('right')]
    groups.set(key, { key, left, right, matchedBy: left.length > 0 && right.length > 0 ? how : null })
  }
  return groups
}

/** One of them. */
export function loadGroup(db: ReadDb, ground: GroupsGround, key: string): StoredGroup {
  const group = loadGroups(db, ground, [key]).get(key)
  if (!group) throw new Error('a group that was asked for was not loaded')
  return group
}
