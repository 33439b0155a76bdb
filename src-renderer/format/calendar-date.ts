import { monthNames, shortMonthNames } from '#contract/month-names'
import { Instant, type LocalDate, toMs } from '#contract/time'

const dayMs = 86_400_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Days since 1 January 1970, which was a Thursday. */
export const dayNumberOf = (date: LocalDate): number => Math.floor(toMs(Instant.parse(`${date}T00:00:00.000Z`)) / dayMs)

/** Days since the Monday of its week: 0 on a Monday, 6 on a Sunday. */
export const weekdayOf = (date: LocalDate): number => (dayNumberOf(date) + 3) % 7

/** `Mon`. */
export const weekdayWords = (date: LocalDate): string => weekdays[weekdayOf(date)] ?? ''

/** Week of the year as ISO 8601 counts: the first is the one with the year's first Thursday. */
export function weekOf(date: LocalDate): number {
  const thursday = dayNumberOf(date) - weekdayOf(date) + 3
  // The Thursday's own year: found by trying, as a year has 365 or 366 days.
  const year = Number(date.slice(0, 4))
  const firstDay = (of: number): number => Math.floor(toMs(Instant.parse(`${of}-01-01T00:00:00.000Z`)) / dayMs)
  const own = thursday < firstDay(year) ? year - 1 : thursday >= firstDay(year + 1) ? year + 1 : year
  return Math.floor((thursday - firstDay(own)) / 7) + 1
}

const partsOf = (date: LocalDate) => {
  const [year = '', month = '1', day = '1'] = date.split('-')
  return { year, month: shortMonthNames[Number(month) - 1] ?? '', day: String(Number(day)) }
}

/** `Wed 18 Nov`, without a year. */
export function shortDateWords(date: LocalDate): string {
  const { day, month } = partsOf(date)
  return `${weekdayWords(date)} ${day} ${month}`
}

/** `Wed 18 Nov 2026`. */
export const dateWords = (date: LocalDate): string => `${shortDateWords(date)} ${partsOf(date).year}`

/** `November 2026`. */
export const monthWords = (date: LocalDate): string =>
  `${monthNames[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`

/** Days from the first to the last of a span: `16 to 22 Nov 2026`, `30 Nov to 6 Dec 2026`, `28 Dec 2026 to 3 Jan 2027`. */
export function dateSpanWords(first: LocalDate, last: LocalDate): string {
  const [from, to] = [partsOf(first), partsOf(last)]
  const end = `${to.day} ${to.month} ${to.year}`
  if (from.year !== to.year) return `${from.day} ${from.month} ${from.year} to ${end}`
  if (from.month !== to.month) return `${from.day} ${from.month} to ${end}`
  return from.day === to.day ? end : `${from.day} to ${end}`
}
