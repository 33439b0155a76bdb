import type { Operator } from '#contract/desk-work'
import type { DiscrepancyFilter } from '#contract/discrepancies'
import type { PairingState } from '#contract/pairings'
import { periodSpan } from '#contract/periods'
import { addDays, type Instant, type LocalDate, type Span, startOfDay, wallClock, type ZoneId } from '#contract/time'
import { dayOf, dayTimeOf } from '../../format/instant.ts'

/** What of a filter has no control of its own and stands as a token that can be taken off. */
export type TokenKey = 'pairingId' | 'resource' | 'assignedTo' | 'within'
export type Token = { key: TokenKey; words: string }

type TokenInput = {
  filter: DiscrepancyFilter
  /** Undefined while they are on their way. */
  pairings: readonly PairingState[] | undefined
  operators: readonly Operator[]
  /** Whose lane is listed, where a row has said so. */
  lane: string | null
  /** The clock that days are told on. */
  zone: ZoneId
  now: Instant
}

/** The filter's tokens, in the order in which they narrow. */
export function tokensOf({ filter, pairings, operators, lane, zone, now }: TokenInput): Token[] {
  const { pairingId, resource, assignedTo, within } = filter
  const tokens: Token[] = []
  if (pairingId !== undefined) tokens.push({ key: 'pairingId', words: `Only ${pairingWords(pairingId, pairings)}` })
  if (resource !== undefined)
    tokens.push({ key: 'resource', words: resource === null ? 'Nobody booked' : `Worker: ${lane ?? resource}` })
  if (assignedTo !== undefined) tokens.push({ key: 'assignedTo', words: givenWords(assignedTo, operators) })
  if (within !== undefined) tokens.push({ key: 'within', words: withinWords(within, zone, now) })
  return tokens
}

/** The two systems of a pairing; before the pairings are known it is only one of them. */
function pairingWords(id: string, pairings: readonly PairingState[] | undefined): string {
  const only = pairings?.find(({ pairing }) => pairing.id === id)
  if (only) return `${only.left.system} and ${only.right.system}`
  return pairings ? 'a removed pairing' : 'one pairing'
}

function givenWords(to: string | null, operators: readonly Operator[]): string {
  if (to === null) return 'Given to nobody'
  const operator = operators.find(({ id }) => id === to)
  return `Given to ${operator?.current ? 'me' : (operator?.name ?? 'somebody who is not known here')}`
}

/** A span of whole days by its days, another one by its moments: `Mon 16 Nov to Sun 22 Nov`. */
export function withinWords({ start, end }: Span, zone: ZoneId, now: Instant): string {
  const [from, to] = [wallClock(start, zone), wallClock(end, zone)]
  if (from.time !== '00:00' || to.time !== '00:00')
    return `${dayTimeOf(start, zone, now)} to ${dayTimeOf(end, zone, now)}`
  const [first, last] = [dayOf(start, zone, now), dayOf(startOfDay(addDays(to.date, -1), zone), zone, now)]
  return first === last ? first : `${first} to ${last}`
}

/** Whole days on a clock as a span, both ends included; null where the last is before the first. */
export const daysSpan = (first: LocalDate, last: LocalDate, zone: ZoneId): Span | null =>
  last < first ? null : { start: startOfDay(first, zone), end: startOfDay(addDays(last, 1), zone) }

/** Periods that are picked without a date. */
export const periods = [
  { value: 'today', label: 'Today', from: 0, days: 1 },
  { value: 'tomorrow', label: 'Tomorrow', from: 1, days: 1 },
  { value: 'week', label: 'Next 7 days', from: 0, days: 7 },
  { value: 'past', label: 'Past 7 days', from: -7, days: 7 },
] as const

/** The period that means just these days now, on that clock; undefined where none does. */
export function periodOf(within: Span, zone: ZoneId, now: Instant): (typeof periods)[number] | undefined {
  return periods.find(({ from, days }) => {
    const span = periodSpan({ from, days, zone }, now)
    return span.start === within.start && span.end === within.end
  })
}
