import type { PairingId, SideName } from '#contract/ids'
import { otherSide } from '#contract/ids'
import { type RecipeId, recipes } from '#contract/recipes'
import { startReach } from '../core/pair/weigh-match.ts'
import type { CompareGround } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { findLone, groupOfKey, groupsStarting, type StoredLoneRecord } from '../storage/lone-record-store.ts'
import type { MatchWord } from '../storage/match-decision-store.ts'
import { findOpenMatch, hasMatches, listOpenMatches, listRunnerUpOf, type StoredMatch } from '../storage/match-store.ts'

/** What matching stands on: the published records, and every word of a person on pairs. */
export type MatchingGround = {
  pairingId: PairingId
  recipeId: RecipeId
  ground: CompareGround
  words: readonly MatchWord[]
}

/** Lone records that are decided together, and the matches that stand among them. */
export type LoneRecords = { left: StoredLoneRecord[]; right: StoredLoneRecord[]; standing: StoredMatch[] }

/** All lone records among groups that only one side holds, and every standing match. */
export function gatherAllLone(
  db: ReadDb,
  { pairingId, ground }: MatchingGround,
  oneSided: Iterable<string>,
): LoneRecords {
  const gathered: LoneRecords = { left: [], right: [], standing: listOpenMatches(db, pairingId) }
  for (const group of oneSided) {
    const lone = findLone(db, ground, group)
    if (lone) gathered[lone.side].push(lone)
  }
  return gathered
}

/** Looks up the groups of the other side that the rule might match a record with: by resource and start, as the rule has it. */
function makeNearby(db: ReadDb, { recipeId, ground }: MatchingGround): (record: StoredLoneRecord) => readonly string[] {
  const [near, far] = [startReach(recipes[recipeId], false), startReach(recipes[recipeId], true)]
  // Many begin at the same minute; each such minute is looked up once.
  const ofAnybody = new Map<string, readonly string[]>()
  return ({ side, resource, startMs }) => {
    const { sideId } = ground[otherSide(side)]
    const within = (reach: number) => ({ sideId, fromMs: startMs - reach, toMs: startMs + reach })
    if (resource !== null) {
      const same = far === null ? [] : groupsStarting(db, { ...within(far), whose: { of: 'resource', resource } })
      return near === null ? same : [...same, ...groupsStarting(db, { ...within(near), whose: { of: 'nobody' } })]
    }
    if (near === null) return []
    const slot = `${side} ${startMs}`
    const found = ofAnybody.get(slot) ?? groupsStarting(db, { ...within(near), whose: { of: 'anybody' } })
    ofAnybody.set(slot, found)
    return found
  }
}

/**
 * The lone records whose matches these groups could change, with everything that hangs together with them: the partners
 * of standing matches, what the rule or a pin might match them with, and matches that name them as their runner-up.
 */
export function gatherLoneAround(db: ReadDb, matching: MatchingGround, groups: Iterable<string>): LoneRecords {
  const { pairingId, ground, words } = matching
  const records: Record<SideName, StoredLoneRecord[]> = { left: [], right: [] }
  const standing = new Map<string, StoredMatch>()
  const anyMatch = hasMatches(db, pairingId)
  const pins = words.filter(({ decision }) => decision === 'pin')
  const nearby = makeNearby(db, matching)
  const seen = new Set(groups)
  const queue = [...seen]
  const visit = (group: string | null): void => {
    if (group === null || seen.has(group)) return
    seen.add(group)
    queue.push(group)
  }
  for (const group of queue) {
    const match = anyMatch ? findOpenMatch(db, pairingId, group) : null
    if (match) {
      standing.set(match.leftGroup, match)
      for (const one of [match.leftGroup, match.rightGroup]) visit(one)
    }
    if (anyMatch) for (const left of listRunnerUpOf(db, pairingId, group)) visit(left)
    const lone = findLone(db, ground, group)
    if (!lone) continue
    records[lone.side].push(lone)
    for (const { leftKey, rightKey } of pins) {
      if (lone.side === 'left' && lone.key === leftKey) visit(groupOfKey(db, ground.right.sideId, rightKey))
      if (lone.side === 'right' && lone.key === rightKey) visit(groupOfKey(db, ground.left.sideId, leftKey))
    }
    if (lone.unnamed && lone.state === 'read') for (const one of nearby(lone)) visit(one)
  }
  return { ...records, standing: [...standing.values()] }
}
