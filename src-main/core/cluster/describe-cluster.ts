import { exactDurationInWords } from '#contract/duration-words'
import { otherSide, type SideName } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { addDays, type LocalDate, lastTransition, startOfDay, wallClock, type ZoneId } from '#contract/time'
import { dateWords, listWords } from '../blame/moment-words.ts'
import type { Cause, CausePart } from './cause-of.ts'
import type { ClusterScope } from './eligible-for.ts'
import type { Stretch } from './find-stretch.ts'

/** The days a stretch is told by. */
export type StretchDays = Pick<Stretch, 'since' | 'until' | 'before' | 'after'>

type DescribeInput = {
  cause: Cause
  scope: ClusterScope | null
  days: StretchDays
  fields: readonly ComparedField[]
  systems: Readonly<Record<SideName, string>>
  zone: ZoneId
}

const valueWords = (value: FieldValue): string =>
  value === null || value === '' ? 'empty' : `“${typeof value === 'string' ? value : JSON.stringify(value)}”`

function partsWords(parts: readonly CausePart[], { fields, systems }: DescribeInput): string {
  const named = (field: string): string => (fields.find(({ name }) => name === field)?.label ?? field).toLowerCase()
  const times = new Map<number, string[]>()
  for (const part of parts) {
    if ('minutes' in part) times.set(part.minutes, [...(times.get(part.minutes) ?? []), named(part.field)])
  }
  const moved = [...times].map(
    ([minutes, names]) =>
      `${listWords(names)} ${exactDurationInWords(Math.abs(minutes))} ${minutes > 0 ? 'later' : 'earlier'} in ${systems.right}`,
  )
  // A person's id and name move together; both would only lengthen the line.
  const person = parts.some((part) => fields.some((one) => one.name === part.field && one.type === 'person'))
  const others = parts.flatMap((part) => {
    if ('minutes' in part) return []
    if (person && fields.some((one) => one.name === part.field && one.type === 'id')) return []
    if ('emptyOn' in part) {
      return [`${named(part.field)} empty in ${systems[part.emptyOn]}, filled in ${systems[otherSide(part.emptyOn)]}`]
    }
    const [left, right] = [valueWords(part.left), valueWords(part.right)]
    return [`${named(part.field)} ${left} in ${systems.left} is ${right} in ${systems.right}`]
  })
  return [...moved, ...others].join('; ')
}

/** The day on which the zone's clocks changed, where times begin to differ with it. */
function clockChange(cause: Cause, { since, before }: StretchDays, zone: ZoneId): LocalDate | null {
  if (before === null || 'missingOn' in cause || !cause.parts.some((part) => 'minutes' in part)) return null
  const change = lastTransition(startOfDay(addDays(since, 1), zone), zone)
  const day = change && wallClock(change.at, zone).date
  return day !== null && day > before && day <= since ? day : null
}

function whenWords({ cause, days, zone }: DescribeInput): string {
  const { since, until, before, after } = days
  const instants = [since, until].map((day) => startOfDay(day, zone))
  const words = (day: LocalDate): string => dateWords(startOfDay(day, zone), zone, instants)
  if (before === null) return after === null ? 'on all days compared' : `until ${words(until)}`
  const changed = clockChange(cause, days, zone)
  if (after === null) return changed ? `since the clocks changed on ${words(changed)}` : `since ${words(since)}`
  if (since === until) return `on ${words(since)}`
  return `from ${words(since)} to ${words(until)}`
}

/**
 * What the rows of a cluster share and since when, as one line without their number: "start and end 1 hour later in
 * Northgate since 29 March". Days are those of the facility's zone; systems are called by their own names.
 */
export function describeCluster(input: DescribeInput): string {
  const { cause, scope, systems } = input
  const what = 'missingOn' in cause ? `missing in ${systems[cause.missingOn]}` : partsWords(cause.parts, input)
  const whose = scope === null ? [] : [`for ${scope.by === 'label' ? `“${scope.value}”` : scope.who || scope.value}`]
  return [what, ...whose, whenWords(input)].join(' ')
}
