import { isDeepStrictEqual } from 'node:util'
import type { RecordKey, SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { matchRecords } from '../core/pair/match-records.ts'
import type { ReadDb } from '../storage/database.ts'
import { groupOfKey, type StoredLoneRecord } from '../storage/lone-record-store.ts'
import type { MatchWord } from '../storage/match-decision-store.ts'
import type { MatchChange, StoredMatch } from '../storage/match-store.ts'
import { gatherAllLone, gatherLoneAround, type LoneRecords, type MatchingGround } from './gather-lone-records.ts'

export type PlanMatches = MatchingGround & {
  /** The newest word that the compare before took into account. */
  decided: number
  /** False where a side began a new epoch since the compare before: the keys of a match the rule made mean other records now. */
  sameEpochs: boolean
  /** What to match again: the groups an incremental compare looks at, or all that only one side holds. */
  look: { at: 'touched'; groups: Iterable<string> } | { at: 'all'; alone: readonly string[] }
}

const keysByGroup = (records: readonly StoredLoneRecord[]): Map<string, StoredLoneRecord> =>
  new Map(records.map((one) => [one.groupKey, one]))
const byKey = (records: readonly StoredLoneRecord[]): Map<string, StoredLoneRecord> =>
  new Map(records.map((one) => [one.key, one]))

/** What is matched among the gathered records, in the shape it is stored in. */
function decide(
  { words, decided, recipeId, sameEpochs }: PlanMatches,
  { left, right, standing }: LoneRecords,
): StoredMatch[] {
  const byGroup = { left: keysByGroup(left), right: keysByGroup(right) }
  const fresh = words.filter(({ seq }) => seq > decided)
  const said = {
    left: new Set(fresh.map(({ leftKey }) => leftKey)),
    right: new Set(fresh.map(({ rightKey }) => rightKey)),
  }
  const of = (decision: MatchWord['decision']): MatchWord[] =>
    words.filter((one) => one.decision === decision).toSorted((a, b) => b.seq - a.seq)
  const matches = matchRecords({
    ...recipes[recipeId],
    lefts: left,
    rights: right,
    pinned: of('pin'),
    forbidden: of('forbid'),
    standing: standing.flatMap(({ leftGroup, rightGroup, how, explanation }) => {
      const [l, r] = [byGroup.left.get(leftGroup), byGroup.right.get(rightGroup)]
      // A new word on a record, taking one back included, lets the rule look at it afresh.
      if (!sameEpochs || !l || !r || said.left.has(l.key) || said.right.has(r.key)) return []
      return [{ leftKey: l.key, rightKey: r.key, how, explanation }]
    }),
  })
  const lone = { left: byKey(left), right: byKey(right) }
  const loneOf = (side: SideName, key: RecordKey): StoredLoneRecord => {
    const found = lone[side].get(key)
    if (!found) throw new Error('a record was matched that was not gathered')
    return found
  }
  return matches.map(({ leftKey, rightKey, how, explanation }) => {
    const { groupKey: leftGroup, startMs } = loneOf('left', leftKey)
    const rightGroup = loneOf('right', rightKey).groupKey
    const runnerUp = explanation.runnerUp && loneOf('right', explanation.runnerUp.rightKey).groupKey
    return { leftGroup, rightGroup, how, explanation, runnerUp, startMs }
  })
}

/** The groups of records that people said something about since the compare before. */
function* saidSince(db: ReadDb, { words, decided, ground }: PlanMatches): Generator<string, void, void> {
  for (const { seq, leftKey, rightKey } of words) {
    if (seq <= decided) continue
    for (const group of [groupOfKey(db, ground.left.sideId, leftKey), groupOfKey(db, ground.right.sideId, rightKey)]) {
      if (group !== null) yield group
    }
  }
}

/** Gathers lone records and decides which of them are one thing; what comes back is applied by the caller. Reads only. */
export function planMatchChanges(db: ReadDb, plan: PlanMatches): MatchChange[] {
  const gathered =
    plan.look.at === 'all'
      ? gatherAllLone(db, plan, plan.look.alone)
      : gatherLoneAround(db, plan, [...plan.look.groups, ...saidSince(db, plan)])
  const wanted = new Map(decide(plan, gathered).map((match) => [match.leftGroup, match]))
  const ends: MatchChange[] = []
  for (const match of gathered.standing) {
    if (isDeepStrictEqual(wanted.get(match.leftGroup), match)) wanted.delete(match.leftGroup)
    else ends.push({ change: 'end', match })
  }
  return [...ends, ...[...wanted.values()].map((match) => ({ change: 'begin', match }) as const)]
}
