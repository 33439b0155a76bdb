import { assertNever } from '#contract/assert-never'
import { matchedWithoutIds } from '#contract/discrepancy-words'
import type { LinkFinding, MatchDecisionKind, MatchExplanation, MatchedBy } from '#contract/matches'
import { countOf } from './count.ts'

export type MatchHow = MatchedBy

type Systems = { left: string; right: string }
type Keys = { leftKey: string; rightKey: string }

/** How a pair without ids was found, for a label beside it. A guess and a person's word must not look alike. */
export function matchedByWords(how: Exclude<MatchedBy, 'reference'>): string {
  switch (how) {
    case 'rule':
      return 'Guess'
    case 'person':
      return 'Decided'
    default:
      return assertNever(how)
  }
}

/** The same as a sentence. */
export const matchedByTitle = (how: Exclude<MatchedBy, 'reference'>): string => `The pair is ${matchedWithoutIds(how)}.`

/** Both records by their systems' own names and ids. */
export const pairWords = ({ leftKey, rightKey }: Keys, systems: Systems): string =>
  `${systems.left} ${leftKey} and ${systems.right} ${rightKey}`

/** What a match rests on: `85 of 100 points, at least 60 are needed`. */
export function scoreWords({ score, atLeast, keys }: MatchExplanation): string {
  const all = keys.reduce((sum, key) => sum + key.of, 0)
  return `${score} of ${countOf(all, 'point')}, at least ${atLeast} are needed`
}

/** What the rule would take instead of this pair. */
export function runnerUpWords({ runnerUp }: MatchExplanation, { leftKey }: Keys, systems: Systems): string {
  if (runnerUp === null) return `Nothing else in ${systems.right} comes into question.`
  return `Next best for ${systems.left} ${leftKey}: ${systems.right} ${runnerUp.rightKey} with ${countOf(runnerUp.score, 'point')}.`
}

type DecidedPair = Keys & { explanation: MatchExplanation | null }

/** What a person is about to say of a pair: the question, what follows from it, the button, and what then was done. */
export type DecisionWords = { title: string; follows: string; yes: string; done: string }

/** What a decision has done: `compared` is false where both sides could not be compared again yet. */
export const decidedWords = ({ done }: DecisionWords, compared: boolean): string =>
  compared ? done : 'Your decision is stored. It shows once the sync under way, or the next one, has ended.'

/** `earlier` is the word that would be taken back. */
export type AskedDecision = { decision: MatchDecisionKind } | { decision: null; earlier: MatchDecisionKind }

/** The words of a decision about a pair: what will be matched afterwards is said before it is decided. */
export function decisionWords(asked: AskedDecision, pair: DecidedPair, systems: Systems): DecisionWords {
  if (asked.decision === null) {
    return {
      title: 'Take the decision back?',
      follows:
        asked.earlier === 'pin'
          ? 'Then ids, and where there are none the rule, decide again whether they belong together.'
          : 'Then the rule may match them again.',
      yes: 'Take it back',
      done: 'The decision was taken back.',
    }
  }
  if (asked.decision === 'forbid') {
    return {
      title: 'Are these not the same?',
      follows: forbidFollows(pair, systems),
      yes: 'Not the same',
      done: 'They are no longer matched.',
    }
  }
  return {
    title: 'Are these the same?',
    follows:
      'They are then one pair whatever their times and workers say, and what differs between them is shown. What either was matched with by the rule is let go. It ends when you take it back, or when the ids they carry say otherwise.',
    yes: 'They are the same',
    done: 'They are one pair now.',
  }
}

function forbidFollows({ leftKey, rightKey, explanation }: DecidedPair, systems: Systems): string {
  const runnerUp = explanation?.runnerUp
  if (runnerUp) {
    return `Then ${systems.left} ${leftKey} would be matched with ${systems.right} ${runnerUp.rightKey} instead (${countOf(runnerUp.score, 'point')}).`
  }
  return `Then nothing takes the place of either: ${systems.left} ${leftKey} shows as missing in ${systems.right}, and ${systems.right} ${rightKey} as missing in ${systems.left}, unless another record fits it.`
}

/** What is wrong with an id, as a heading over its sentence. */
export function linkWords(kind: LinkFinding['kind']): string {
  switch (kind) {
    case 'lost':
      return 'Lost id'
    case 'doubled':
      return 'Id named twice'
    case 'foreign':
      return 'Unknown id'
    case 'one-way':
      return 'Linked one way'
    default:
      return assertNever(kind)
  }
}
