import type { RecordKey } from '#contract/ids'
import type { KeyPair, MatchExplanation, MatchedBy } from '#contract/matches'
import { type LoneRecord, type MatchGround, ruleScore, scoreMatch, type Weighed, weighMatch } from './weigh-match.ts'
import { makeWithinReach, sameness } from './within-reach.ts'

/** Two records taken for the same thing although no system says so. */
export type Match = KeyPair & { how: Exclude<MatchedBy, 'reference'>; explanation: MatchExplanation }

export type MatchInput = MatchGround & {
  lefts: readonly LoneRecord[]
  rights: readonly LoneRecord[]
  /** A person's word, newest first; where two name the same record the newer holds. */
  pinned: readonly KeyPair[]
  forbidden: readonly KeyPair[]
  /** What was matched at the compare before: what the rule found then holds on unless something speaks against it. */
  standing: readonly Match[]
}

type Taken = { left: LoneRecord; right: LoneRecord; score: number; how: Match['how'] }

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const idOf = ({ leftKey, rightKey }: KeyPair): string => JSON.stringify([leftKey, rightKey])

/**
 * Matches records without a cross reference: first what people pinned, then what stood before and still reaches the
 * limit, then the best of the rest. A pin ties any two of the records given; the rule only those of which no system says
 * anything. The better comes first; between equal ones the keys decide, never the order in which they came. By left key.
 */
export function matchRecords(input: MatchInput): Match[] {
  const { lefts, rights, pinned, standing } = input
  const left = new Map(lefts.map((one) => [one.key, one]))
  const right = new Map(rights.map((one) => [one.key, one]))
  const forbidden = new Set(input.forbidden.map(idOf))
  const takenLeft = new Map<RecordKey, Taken>()
  const takenRight = new Set<RecordKey>()
  const isFree = (l: LoneRecord, r: LoneRecord): boolean => !takenLeft.has(l.key) && !takenRight.has(r.key)
  const take = (match: Taken): void => {
    takenLeft.set(match.left.key, match)
    takenRight.add(match.right.key)
  }
  const tie = (pair: KeyPair, how: Match['how'], mayTie: (l: LoneRecord, r: LoneRecord) => boolean): void => {
    const [l, r] = [left.get(pair.leftKey), right.get(pair.rightKey)]
    if (!l || !r || forbidden.has(idOf(pair)) || !isFree(l, r) || !mayTie(l, r)) return
    take({ left: l, right: r, how, score: scoreMatch(l, r, input) })
  }
  const isRead = (l: LoneRecord, r: LoneRecord): boolean => l.state === 'read' && r.state === 'read'
  for (const pair of pinned) tie(pair, 'person', () => true)
  for (const pair of standing) {
    if (pair.how !== 'rule') continue
    // A record that could not be read this time says nothing against what was known of it.
    const stillSpeaks = (l: LoneRecord, r: LoneRecord) =>
      !isRead(l, r) || scoreMatch(l, r, input) >= input.match.atLeast
    tie(pair, 'rule', (l, r) => l.unnamed && r.unnamed && stillSpeaks(l, r))
  }

  const isTaken = ({ key }: LoneRecord): boolean => takenRight.has(key)
  // What is matched already is looked up too: it still needs to know its runner-up.
  const offers = makeOffers(input, { forbidden, isTaken })
  for (const { left: l, score } of offers.byScore) {
    const best = takenLeft.has(l.key) ? null : offers.bestAt(l, score)
    if (best) take({ left: l, right: best, score, how: 'rule' })
  }
  const before = new Map(standing.map((one) => [idOf(one), one.explanation]))
  const weigh = (l: LoneRecord, r: LoneRecord): Weighed => {
    const known = isRead(l, r) ? undefined : before.get(idOf({ leftKey: l.key, rightKey: r.key }))
    return known ?? weighMatch(l, r, input)
  }
  return [...takenLeft.values()]
    .sort((a, b) => inOrder(a.left.key, b.left.key))
    .map(({ left: l, right: r, how }) => {
      const next = offers.best(l)
      const runnerUp = next ? { rightKey: next.right.key, score: next.score } : null
      const { score, keys } = weigh(l, r)
      return {
        leftKey: l.key,
        rightKey: r.key,
        how,
        explanation: { score, atLeast: input.match.atLeast, keys, runnerUp },
      }
    })
}

/** Records the rule cannot tell apart, by key: alike in all it goes by. */
type Alike = { first: LoneRecord; all: LoneRecord[]; from: number }

/** What a left record could be matched with: the kinds of right ones, each with its score, the best first. */
type Offer = { score: number; rights: Alike }

function groupAlike(records: readonly LoneRecord[], ground: MatchGround): Alike[] {
  // Nothing else is ever matched by the rule.
  const eligible = records.filter(({ unnamed, state }) => unnamed && state === 'read')
  const kinds = Map.groupBy(eligible, (one) => `${JSON.stringify(one.resource)} ${sameness(one, ground)}`)
  return [...kinds.values()].flatMap((all) => {
    const [first, ...rest] = all.sort((a, b) => inOrder(a.key, b.key))
    return first ? [{ first, all: [first, ...rest], from: 0 }] : []
  })
}

/**
 * Every pair of a left and a right record that the rule may match, found between kinds of records rather than between
 * records, so that many alike cost no more than as many that differ.
 */
function makeOffers(
  input: MatchInput,
  { forbidden, isTaken }: { forbidden: ReadonlySet<string>; isTaken(right: LoneRecord): boolean },
) {
  const withinReach = makeWithinReach(groupAlike(input.rights, input), ({ first }) => first, input)
  const offersOf = new Map<RecordKey, readonly Offer[]>()
  const byScore: { left: LoneRecord; score: number }[] = []
  for (const { first, all } of groupAlike(input.lefts, input)) {
    const offers = withinReach(first)
      .flatMap((rights): Offer[] => {
        const score = ruleScore(first, rights.first, input)
        return score === null ? [] : [{ score, rights }]
      })
      .sort((a, b) => b.score - a.score)
    const scores = new Set(offers.map(({ score }) => score))
    for (const left of all) {
      offersOf.set(left.key, offers)
      for (const score of scores) byScore.push({ left, score })
    }
  }
  byScore.sort((a, b) => b.score - a.score || inOrder(a.left.key, b.left.key))
  /** The free one of these with the lowest key that nobody keeps apart from `left`. */
  const freeOf = (left: LoneRecord, rights: Alike): LoneRecord | null => {
    // What is taken stays taken, so it is passed over once.
    for (let one = rights.all[rights.from]; one && isTaken(one); one = rights.all[rights.from]) rights.from += 1
    for (let at = rights.from; at < rights.all.length; at += 1) {
      const one = rights.all[at]
      if (one && !isTaken(one) && !forbidden.has(idOf({ leftKey: left.key, rightKey: one.key }))) return one
    }
    return null
  }
  const bestAt = (left: LoneRecord, score: number): LoneRecord | null => {
    let best: LoneRecord | null = null
    for (const offer of offersOf.get(left.key) ?? []) {
      const one = offer.score === score ? freeOf(left, offer.rights) : null
      if (one && (!best || one.key < best.key)) best = one
    }
    return best
  }
  /** The best of what is free still, with its score; null where there is none. */
  const best = (left: LoneRecord): { right: LoneRecord; score: number } | null => {
    for (const { score } of offersOf.get(left.key) ?? []) {
      const right = bestAt(left, score)
      if (right) return { right, score }
    }
    return null
  }
  return { byScore, bestAt, best }
}
