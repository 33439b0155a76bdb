import { assertNever } from '#contract/assert-never'
import type { DiscrepancyKind, Risk } from '#contract/discrepancies'
import { durationInWords } from '#contract/duration-words'
import type { FieldGroup } from '#contract/recipes'
import { type Instant, type Span, toMs } from '#contract/time'

/** Earlier findings beyond these raise no rank any more: a source of noise must not bury what is new. */
export const findingsThatCount = 5

/** What the rank of a discrepancy rests on. */
export type RiskInput = {
  kind: DiscrepancyKind
  /** Groups of the fields that differ; empty where none is compared. */
  groups: readonly FieldGroup[]
  span: Span
  /** Somebody is booked; false for a shift that is still open. */
  booked: boolean
  /** How often this same disagreement was found before and went away. */
  foundBefore: number
  /** How many other discrepancies of the same worker earlier compares found; `findingsThatCount` stands for more. */
  workerBefore: number
}

type Part = Risk['parts'][number]

function kindPart(kind: DiscrepancyKind, groups: readonly FieldGroup[]): Part {
  const part = (factor: number, tell: string): Part => ({ name: 'kind', factor, tell })
  switch (kind) {
    case 'overlap':
      return part(10, 'One person is booked twice at the same time.')
    case 'only-left':
    case 'only-right':
      return part(5, 'Only one of the two systems has it.')
    case 'differs':
      if (groups.includes('assignment')) return part(5, 'The systems name different people.')
      if (groups.includes('times')) return part(4, 'The systems name different times.')
      return part(1.5, 'Only details differ; person and times agree.')
    case 'excess-availability':
      return part(4, 'Time is offered that is not free.')
    case 'duplicate':
      return part(3, 'A system holds it more than once.')
    case 'missing-availability':
      return part(2, 'Free time is not offered.')
    case 'unverified':
      return part(1, 'It is not verified.')
    default:
      return assertNever(kind)
  }
}

const hourMs = 3_600_000
const rounded = (factor: number): number => Math.round(factor * 100) / 100

/**
 * How much the moment weighs, in ms UTC: 8 for what runs now, half of the way down for what starts in a day, near 1 for
 * next month; what is over falls below all. A span without length counts as its start.
 */
export function startFactor(startMs: number, endMs: number, nowMs: number): number {
  const startsIn = startMs - nowMs
  if (startsIn > 0) return rounded(1 + (7 * 24) / (24 + startsIn / hourMs))
  return nowMs < endMs || startsIn === 0 ? 8 : 0.5
}

function startPart({ start, end }: Span, now: Instant): Part {
  const [startMs, endMs, nowMs] = [toMs(start), toMs(end), toMs(now)]
  const factor = startFactor(startMs, endMs, nowMs)
  const part = (tell: string): Part => ({ name: 'start', factor, tell })
  if (startMs > nowMs) return part(`It starts in ${durationInWords(startMs - nowMs)}.`)
  return part(factor === 8 ? 'It is going on now.' : `It ended ${durationInWords(nowMs - endMs)} ago.`)
}

const personPart = (booked: boolean): Part => ({
  name: 'person',
  factor: booked ? 2 : 1,
  tell: booked ? 'Somebody is booked for it.' : 'Nobody is booked for it.',
})

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

function repeatPart({ foundBefore, workerBefore }: Pick<RiskInput, 'foundBefore' | 'workerBefore'>): Part {
  const [found, others] = [Math.min(foundBefore, findingsThatCount), Math.min(workerBefore, findingsThatCount)]
  const more = others === findingsThatCount ? ' or more' : ''
  const said = [
    ...(foundBefore > 0 ? [`It was found ${times(foundBefore)} before and came back.`] : []),
    ...(others > 0
      ? [`The same worker had ${others}${more} other ${others === 1 ? 'discrepancy' : 'discrepancies'} before.`]
      : []),
  ]
  const tell = said.length === 0 ? 'It was not found before.' : said.join(' ')
  return { name: 'repeat', factor: rounded(1 + 0.2 * found + 0.1 * others), tell }
}

/** What a rank rests on that no moment changes. */
export type SteadyFactors = { kind: number; person: number; repeat: number }

/** The factors of a discrepancy that hold at any moment. */
export const steadyFactors = (input: Omit<RiskInput, 'span'>): SteadyFactors => ({
  kind: kindPart(input.kind, input.groups).factor,
  person: personPart(input.booked).factor,
  repeat: repeatPart(input).factor,
})

/** The score of a discrepancy by the factors of `steadyFactors` and `startFactor`; the same that `rankRisk` gives. */
export const riskScore = ({ kind, person, repeat }: SteadyFactors, start: number): number =>
  rounded(kind * start * person * repeat)

/**
 * How urgent a discrepancy is at the moment `now`: a product of factors above zero, so that raising one of them never
 * lowers the rank. The parts name nobody and are shown as they are.
 */
export function rankRisk(input: RiskInput, now: Instant): Risk {
  const [kind, start, person, repeat] = [
    kindPart(input.kind, input.groups),
    startPart(input.span, now),
    personPart(input.booked),
    repeatPart(input),
  ]
  const steady = { kind: kind.factor, person: person.factor, repeat: repeat.factor }
  return { score: riskScore(steady, start.factor), parts: [kind, start, person, repeat] }
}
