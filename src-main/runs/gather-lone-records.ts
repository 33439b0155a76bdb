import type { PairingId, SideName } from '#contract/ids'
import { otherSide } from '#contract/ids'
import { type RecipeId, recipes } from '#contract/recipes'
import { startReach } from '../core/pair/weigh-match.ts'
import type { CompareGround } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  groupOfKey,
  groupsStarting,
  listLone,
  type StoredLoneRecord,
  type Whose,
} from '../storage/lone-record-store.ts'
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

/** All lone records among groups that hold one record, and every standing match. */
export function gatherAllLone(
  db: ReadDb,
  { pairingId, ground }: MatchingGround,
  alone: readonly string[],
): LoneRecords {
  const gathered: LoneRecords = { left: [], right: [], standing: listOpenMatches(db, pairingId) }
  for (const lone of listLone(db, ground, alone)) gathered[lone.side].push(lone)
  return gathered
}

/**
 * Looks up the groups of the other side that the rule might match a record with: by resource and start, as the rule has
 * it. Those that begin together find the same, so each is looked up once and found by the first that asks.
 */
export function makeNearby(
  db: ReadDb,
  { recipeId, ground }: Pick<MatchingGround, 'recipeId' | 'ground'>,
): (record: StoredLoneRecord) => readonly string[] {
  const [near, far] = [startReach(recipes[recipeId], false), startReach(recipes[recipeId], true)]
  const asked = new Set<string>()
  const startingOnce = ({ side, startMs }: StoredLoneRecord, whose: Whose, reach: number | null): string[] => {
    const question = JSON.stringify([side, startMs, whose])
    if (reach === null || asked.has(question)) return []
    asked.add(question)
    const { sideId } = ground[otherSide(side)]
    return groupsStarting(db, { sideId, fromMs: startMs - reach, toMs: startMs + reach, whose })
  }
  return (record) => {
    const { resource } = record
    if (resource === null) return startingOnce(record, { of: 'anybody' }, near)
    return [...startingOnce(record, { of: 'resource', resource }, far), ...startingOnce(record, { of: 'nobody' }, near)]
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
  let wave = [...seen]
  let next: string[] = []
  const visit = (group: string | null): void => {
    if (group === null || seen.has(group)) return
    seen.add(group)
    next.push(group)
  }
  const visitMatched = (group: string): void => {
    const match = findOpenMatch(db, pairingId, group)
    if (match) {
      standing.set(match.leftGroup, match)
      for (const one of [match.leftGroup, match.rightGroup]) visit(one)
    }
    for (const left of listRunnerUpOf(db, pairingId, group)) visit(left)
  }
  while (wave.length > 0) {
    if (anyMatch) for (const group of wave) visitMatched(group)
    for (const lone of listLone(db, ground, wave)) {
      records[lone.side].push(lone)
      for (const { leftKey, rightKey } of pins) {
        if (lone.side === 'left' && lone.key === leftKey) visit(groupOfKey(db, ground.right.sideId, rightKey))
        if (lone.side === 'right' && lone.key === rightKey) visit(groupOfKey(db, ground.left.sideId, leftKey))
      }
      if (lone.unnamed && lone.state === 'read') for (const one of nearby(lone)) visit(one)
    }
    ;[wave, next] = [next, []]
  }
  return { ...records, standing: [...standing.values()] }
}
