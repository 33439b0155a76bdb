import type { RecordKey } from '#contract/ids'
import type { KeyPair, MatchExplanation, MatchedBy } from '#contract/matches'
import { type LoneRecord, type MatchGround, ruleScore, scoreMatch, type Weighed, weighMatch } from './weigh-match.ts'
import { makeWithinReach } from './within-reach.ts'

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

type Candidate = { left: LoneRecord; right: LoneRecord; score: number }

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The better first; between equal ones the keys decide, never the order in which they came. */
const betterFirst = (a: Candidate, b: Candidate): number =>
  b.score - a.score || inOrder(a.left.key, b.left.key) || inOrder(a.right.key, b.right.key)

const idOf = ({ leftKey, rightKey }: KeyPair): string => JSON.stringify([leftKey, rightKey])

/**
 * Matches records without a cross reference: first what people pinned, then what stood before and still reaches the
 * limit, then the best of the rest. A pin ties any two of the records given; the rule only those of which no system says
 * anything. By left key.
 */
export function matchRecords(input: MatchInput): Match[] {
  const { lefts, rights, pinned, standing } = input
  const left = new Map(lefts.map((one) => [one.key, one]))
  const right = new Map(rights.map((one) => [one.key, one]))
  const forbidden = new Set(input.forbidden.map(idOf))
  const takenLeft = new Map<RecordKey, Candidate & Pick<Match, 'how'>>()
  const takenRight = new Set<RecordKey>()
  const isFree = (l: LoneRecord, r: LoneRecord): boolean => !takenLeft.has(l.key) && !takenRight.has(r.key)
  const take = (match: Candidate & Pick<Match, 'how'>): void => {
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

  // Pairs of one that is free with any other: what is matched already still needs to know its runner-up.
  const open = candidates(
    input,
    rights.filter(({ key }) => !takenRight.has(key)),
    forbidden,
  )
  for (const one of [...open].sort(betterFirst)) if (isFree(one.left, one.right)) take({ ...one, how: 'rule' })
  const runnersUp = new Map<RecordKey, Candidate>()
  for (const one of open) {
    const best = runnersUp.get(one.left.key)
    if (!takenRight.has(one.right.key) && (!best || betterFirst(one, best) < 0)) runnersUp.set(one.left.key, one)
  }
  const before = new Map(standing.map((one) => [idOf(one), one.explanation]))
  const weigh = (l: LoneRecord, r: LoneRecord): Weighed => {
    const known = isRead(l, r) ? undefined : before.get(idOf({ leftKey: l.key, rightKey: r.key }))
    return known ?? weighMatch(l, r, input)
  }
  return [...takenLeft.values()]
    .sort((a, b) => inOrder(a.left.key, b.left.key))
    .map(({ left: l, right: r, how }) => {
      const next = runnersUp.get(l.key)
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

/** Every pair of a left record and one of these right ones that the rule may match. */
function candidates(input: MatchInput, rights: readonly LoneRecord[], forbidden: ReadonlySet<string>): Candidate[] {
  const withinReach = makeWithinReach(rights, input)
  return input.lefts.flatMap((left) =>
    withinReach(left).flatMap((right) => {
      if (forbidden.size > 0 && forbidden.has(idOf({ leftKey: left.key, rightKey: right.key }))) return []
      const score = ruleScore(left, right, input)
      return score === null ? [] : [{ left, right, score }]
    }),
  )
}
