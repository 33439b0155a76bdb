import { type LoneRecord, type MatchGround, type Weighed, weighMatch } from './weigh-match.ts'

export type RankedCandidate<Candidate> = Weighed & { candidate: Candidate }

/** How many candidates a person is shown at most. */
const shown = 20

/**
 * Records of the other side that a person could declare to be the same as `record`, the best first and at most 20,
 * whether or not the rule may match them. Those that hardly share anything are left out: fewer than half of the points
 * a match takes. Between equal ones the nearer start comes first, then the key.
 */
export function rankCandidates<Candidate extends LoneRecord>(
  record: LoneRecord,
  others: readonly Candidate[],
  ground: MatchGround,
): RankedCandidate<Candidate>[] {
  const apart = ({ candidate }: RankedCandidate<Candidate>): number => Math.abs(candidate.startMs - record.startMs)
  return others
    .map((candidate) => ({ candidate, ...weighMatch(record, candidate, ground) }))
    .filter(({ score }) => score * 2 >= ground.match.atLeast)
    .sort((a, b) => b.score - a.score || apart(a) - apart(b) || (a.candidate.key < b.candidate.key ? -1 : 1))
    .slice(0, shown)
}
