import { addDays, addMonths, LocalDate, type Span, startOfDay, toMs, type ZoneId } from '#contract/time'
import { dateSpanWords, dateWords, dayNumberOf, monthWords, weekdayOf, weekOf } from '../../format/calendar-date.ts'

export type CalendarView = 'day' | 'week' | 'month'

/** The local days in view, with their span in the zone they are days of. */
export type Range = { view: CalendarView; from: LocalDate; days: number; span: Span }

type RangeInput = { view: CalendarView; date: LocalDate; zone: ZoneId }

/** The day, the week from its Monday, or the month in which a date lies. */
export function rangeOf({ view, date, zone }: RangeInput): Range {
  const from = firstDayOf(view, date)
  const after = view === 'month' ? addMonths(from, 1) : addDays(from, view === 'week' ? 7 : 1)
  const days = dayNumberOf(after) - dayNumberOf(from)
  return { view, from, days, span: { start: startOfDay(from, zone), end: startOfDay(after, zone) } }
}

function firstDayOf(view: CalendarView, date: LocalDate): LocalDate {
  if (view === 'day') return date
  return view === 'week' ? addDays(date, -weekdayOf(date)) : LocalDate.parse(`${date.slice(0, 8)}01`)
}

/** A date in the range before or after. */
export function steppedDate({ view, date }: Pick<RangeInput, 'view' | 'date'>, step: 1 | -1): LocalDate {
  return view === 'month' ? addMonths(firstDayOf(view, date), step) : addDays(date, step * (view === 'week' ? 7 : 1))
}

/** `16 to 22 Nov 2026`, `Wed 18 Nov 2026` or `November 2026`; and the week where one is in view. */
export function rangeWords({ view, from, days }: Range): { title: string; week: string } {
  if (view === 'month') return { title: monthWords(from), week: '' }
  if (view === 'day') return { title: dateWords(from), week: `week ${weekOf(from)}` }
  return { title: dateSpanWords(from, addDays(from, days - 1)), week: `week ${weekOf(from)}` }
}

/** The days of a range, each with its length in hours: 23 or 25 where the clocks change. */
export function daysOf(
  { from, days }: Pick<Range, 'from' | 'days'>,
  zone: ZoneId,
): { date: LocalDate; hours: number }[] {
  const dates = Array.from({ length: days }, (_, day) => addDays(from, day))
  const starts = [...dates, addDays(from, days)].map((date) => toMs(startOfDay(date, zone)))
  return dates.map((date, day) => ({ date, hours: ((starts[day + 1] ?? 0) - (starts[day] ?? 0)) / 3_600_000 }))
}
