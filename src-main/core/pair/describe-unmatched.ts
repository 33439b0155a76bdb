import { assertNever } from '#contract/assert-never'
import type { RecordKey } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import type { LoneRecord, MatchGround } from './weigh-match.ts'

/** A record with the ids that speak against the rule matching it. */
export type NamingRecord = LoneRecord & {
  /** The id it names on the other side. */
  names: RecordKey | null
  /** A record of the other side that names it. */
  namedBy: RecordKey | null
}

export type UnmatchedInput = {
  record: NamingRecord
  candidate: NamingRecord
  score: number
  ground: MatchGround
  /** What the candidate is paired with now; `by` is set where a person said so. */
  tie: { how: MatchedBy; key: RecordKey; by: string | null } | null
  /** Who said that both are not the same. */
  forbiddenBy: string | null
  /** The system of `record`, and that of `candidate`. */
  system: string
  otherSystem: string
}

const byPersonOnly = 'so only a person can match them'

function tied(tie: NonNullable<UnmatchedInput['tie']>, system: string): string {
  switch (tie.how) {
    case 'reference':
      return `It belongs to ${tie.key} of ${system} by the id it carries.`
    case 'rule':
      return `It is matched with ${tie.key} of ${system}.`
    case 'person':
      return `${tie.by ?? 'A person'} said that it is the same as ${tie.key} of ${system}.`
    default:
      return assertNever(tie.how)
  }
}

/** What the ids of a record say, where they keep the rule from matching it; `here` is its own system. */
function named({ key, names, namedBy }: NamingRecord, here: string, there: string): string | null {
  if (names !== null) return `${key} of ${here} names ${names} of ${there}, ${byPersonOnly}.`
  if (namedBy !== null) return `${namedBy} of ${there} names ${key} of ${here}, ${byPersonOnly}.`
  return null
}

/** Why a candidate is not matched with the record now, as one sentence; empty where nothing speaks against it. */
export function describeUnmatched(input: UnmatchedInput): string {
  const { record, candidate, score, ground, tie, forbiddenBy, system, otherSystem } = input
  if (forbiddenBy !== null) return `${forbiddenBy} said that they are not the same.`
  if (tie) return tied(tie, system)
  const ids = named(candidate, otherSystem, system) ?? named(record, system, otherSystem)
  if (ids !== null) return ids
  if (record.state !== 'read' || candidate.state !== 'read') {
    return `Part of one of them could not be read, ${byPersonOnly}.`
  }
  if (record.resource !== null && candidate.resource !== null && record.resource !== candidate.resource) {
    return `They are booked for different ${ground.resourceWord.toLowerCase()}s.`
  }
  return score < ground.match.atLeast ? `${score} points are too few: it takes ${ground.match.atLeast}.` : ''
}
