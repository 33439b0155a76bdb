import { z } from 'zod'
import { PairingId, RecordKey, SideName } from './ids.ts'
import { Instant, Span } from './time.ts'

/** A record of each side, by their own ids. */
export type KeyPair = { leftKey: RecordKey; rightKey: RecordKey }

/** How both records were found to be the same thing: by the ids they carry, by resource and time, or by a person's word. */
export const MatchedBy = z.enum(['reference', 'rule', 'person'])
export type MatchedBy = z.infer<typeof MatchedBy>

/** One key of a match: its points of those it could have given. */
export const MatchKey = z.strictObject({ key: z.string(), label: z.string(), points: z.int(), of: z.int() })
export type MatchKey = z.infer<typeof MatchKey>

/** Why two records without a cross reference are taken for the same thing. The points of the keys add up to `score`. */
export const MatchExplanation = z.strictObject({
  score: z.int(),
  atLeast: z.int(),
  keys: z.array(MatchKey),
  /** What the left record would be matched with if this match were forbidden. */
  runnerUp: z.strictObject({ rightKey: RecordKey, score: z.int() }).nullable(),
})
export type MatchExplanation = z.infer<typeof MatchExplanation>

/** How the pair was found. `decided` is set where a person said so. */
export const PairMatch = z.strictObject({
  how: MatchedBy,
  leftKey: RecordKey,
  rightKey: RecordKey,
  explanation: MatchExplanation.nullable(),
  decided: z.strictObject({ by: z.string(), at: Instant, reason: z.string() }).nullable(),
})
export type PairMatch = z.infer<typeof PairMatch>

/** A record on the other side that a person could declare to be the same thing. */
export const MatchCandidate = z.strictObject({
  leftKey: RecordKey,
  rightKey: RecordKey,
  /** The candidate's own values. */
  span: Span,
  who: z.string(),
  label: z.string(),
  explanation: MatchExplanation,
  /** Why it is not matched now; empty where nothing speaks against it. */
  why: z.string(),
  forbidden: z.boolean(),
})
export type MatchCandidate = z.infer<typeof MatchCandidate>

/** What is wrong with the ids that tie both systems together. */
export const LinkFinding = z.strictObject({
  kind: z.enum(['lost', 'doubled', 'foreign', 'one-way']),
  side: SideName,
  key: RecordKey,
  tell: z.string(),
})
export type LinkFinding = z.infer<typeof LinkFinding>

/** A pair that stands without ids: by the rule or by a person's word. */
export const StandingMatch = z.strictObject({ match: PairMatch, span: Span, who: z.string(), label: z.string() })
export type StandingMatch = z.infer<typeof StandingMatch>

export const MatchDecisionKind = z.enum(['pin', 'forbid'])
export type MatchDecisionKind = z.infer<typeof MatchDecisionKind>

/** A person's word on a pair, as it holds now. */
export const MatchDecision = z.strictObject({
  pairingId: PairingId,
  leftKey: RecordKey,
  rightKey: RecordKey,
  decision: MatchDecisionKind,
  reason: z.string(),
  by: z.string(),
  at: Instant,
})
export type MatchDecision = z.infer<typeof MatchDecision>
