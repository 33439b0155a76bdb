import { otherSide, type RecordKey, type SideName } from '#contract/ids'
import type { MatchCandidate, MatchedBy } from '#contract/matches'
import { type RecipeId, recipes } from '#contract/recipes'
import type { Fields } from '#contract/records'
import { fromMs } from '#contract/time'
import { describeUnmatched, type NamingRecord } from '../core/pair/describe-unmatched.ts'
import { rankCandidates } from '../core/pair/rank-candidates.ts'
import { loadGroup } from '../runs/compare-basis.ts'
import { type CompareGround, type CompareRow, loadGroupSide } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listNaming } from '../storage/link-store.ts'
import { listNearRecords, type NearRecord } from '../storage/match-list-store.ts'
import { type MatchView, makeMatchView } from '../storage/match-store.ts'
import { decisionsByPair } from './pair-match.ts'

/** How far from the record's start others of the same resource are looked for: a person may know that it moved by hours. */
const wideMs = 24 * 3_600_000

/** The worker and the shift as the list names them; empty where the record has none. */
export function namesOf(fields: Fields, recipeId: RecipeId): { who: string; label: string } {
  const compared = recipes[recipeId].fields
  const text = (name: string | undefined): string => String((name === undefined ? null : fields[name]) ?? '')
  return {
    who: text(compared.find((field) => field.type === 'person')?.name),
    label: text(compared.find((field) => field.group === 'details')?.name),
  }
}

/** The record that a group's record is paired with now, and how it was found; null where it stands alone. */
export function tieOf(
  db: ReadDb,
  { ground, view }: { ground: CompareGround; view: MatchView },
  side: SideName,
  groupKey: string,
): { how: MatchedBy; key: RecordKey } | null {
  const other = otherSide(side)
  const first = (group: string) => loadGroupSide(db, other, ground[other], group)[0]
  const byIds = first(groupKey)
  if (byIds) return { how: 'reference', key: byIds.key }
  const leftGroup = side === 'left' ? groupKey : view.leftOf(groupKey)
  const match = leftGroup === null ? null : view.rightOf(leftGroup)
  const partner = match && leftGroup !== null ? first(side === 'left' ? match.rightGroup : leftGroup) : undefined
  return match && partner ? { how: match.how, key: partner.key } : null
}

type CandidatesInput = {
  stored: StoredDiscrepancy
  compare: CompareRow
  ground: CompareGround
  recipeId: RecipeId
  systems: Readonly<Record<SideName, string>>
}

/**
 * Records of the other side that the lone record of a discrepancy could be the same as, best first, as of its compare;
 * none where the discrepancy is over or is not about one lone record.
 */
export function matchCandidates(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  { stored, compare, ground, recipeId, systems }: CandidatesInput,
): MatchCandidate[] {
  if (stored.ended !== null || stored.otherGroup !== null) return []
  const view = makeMatchView(cache, compare)
  const { left, right } = loadGroup(cache, { ground, matches: view }, stored.groupKey)
  const [lone, ...more] = [...left, ...right]
  if (!lone || more.length > 0) return []
  const [side, other] = [lone.side, otherSide(lone.side)]
  const naming = (record: NearRecord, of: SideName): NamingRecord => {
    const namedBy = listNaming(cache, otherSide(of), ground[otherSide(of)], record.key)[0]?.key ?? null
    return { ...record, namedBy, unnamed: record.names === null && namedBy === null }
  }
  const record = naming({ ...lone, names: lone.reference, groupKey: stored.groupKey }, side)
  const decided = decisionsByPair(ledger, stored.pairingId)
  const recipe = recipes[recipeId]
  const near = { startMs: lone.startMs, resource: lone.resource, nearMs: recipe.match.withinMinutes * 60_000, wideMs }
  // Who names whom is asked for the few that are shown, not for all that were weighed.
  const weighed = listNearRecords(cache, ground[other], near).map((one) => ({ ...one, unnamed: false }))
  return rankCandidates(record, weighed, recipe).map(({ candidate, score, keys }) => {
    const keysWith = (own: RecordKey, theirs: RecordKey) =>
      side === 'left' ? { leftKey: own, rightKey: theirs } : { leftKey: theirs, rightKey: own }
    const pair = keysWith(record.key, candidate.key)
    const tie = tieOf(cache, { ground, view }, other, candidate.groupKey)
    const word = decided(pair)
    const forbidden = word?.decision === 'forbid'
    return {
      ...pair,
      span: { start: fromMs(candidate.startMs), end: fromMs(candidate.endMs) },
      ...namesOf(candidate.fields, recipeId),
      explanation: { score, atLeast: recipe.match.atLeast, keys, runnerUp: null },
      why: describeUnmatched({
        record,
        candidate: naming(candidate, other),
        score,
        ground: recipe,
        tie: tie && { ...tie, by: decided(keysWith(tie.key, candidate.key))?.by ?? null },
        forbiddenBy: forbidden ? word.by : null,
        system: systems[side],
        otherSystem: systems[other],
      }),
      forbidden,
    }
  })
}
