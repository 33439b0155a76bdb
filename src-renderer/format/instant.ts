import { shortMonthNames } from '#contract/month-names'
import { fromMs, Instant, type Span, toMs, wallClock, type ZoneId } from '#contract/time'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A local date in words, `Wed 18 Nov 2026`; the year is left out where it is the year of `besides`. */
function dateWords(date: string, besides?: string): string {
  const [year = '', month = '1', day = '1'] = date.split('-')
  // 1 January 1970 was a Thursday.
  const weekday = days[(Math.floor(toMs(Instant.parse(`${date}T00:00:00.000Z`)) / 86_400_000) + 4) % 7] ?? ''
  const words = `${weekday} ${Number(day)} ${shortMonthNames[Number(month) - 1] ?? ''}`
  return besides?.startsWith(year) ? words : `${words} ${year}`
}

/** The facility's day of an instant, `Wed 18 Nov`; with the year where it is not the year of `now`. */
export function dayOf(instant: Instant, zone: ZoneId, now?: Instant): string {
  return dateWords(wallClock(instant, zone).date, now && wallClock(now, zone).date)
}

/** The first and the last day that a span holds something of, `Sat 14 Nov to Sat 19 Dec`; one alone where they are the same. */
export function daysOfSpan({ start, end }: Span, zone: ZoneId, now?: Instant): string {
  const [first, last] = [dayOf(start, zone, now), dayOf(fromMs(toMs(end) - 1), zone, now)]
  return first === last ? first : `${first} to ${last}`
}

/** The facility's wall clock at an instant, `09:15`. */
export const timeOf = (instant: Instant, zone: ZoneId): string => wallClock(instant, zone).time

/** Day and time on the facility's clock, `Wed 18 Nov 09:15`. */
export const dayTimeOf = (instant: Instant, zone: ZoneId, now?: Instant): string =>
  `${dayOf(instant, zone, now)} ${timeOf(instant, zone)}`

/** The zone's offset at an instant, `+01:00`. */
export const offsetOf = (instant: Instant, zone: ZoneId): string => wallClock(instant, zone).offset

const zoneNames = new Map<string, Intl.DateTimeFormat>()

function shortZoneName(instant: Instant, zone: ZoneId, locale: string): string {
  const key = `${locale} ${zone}`
  const known = zoneNames.get(key)
  const format = known ?? new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short', hour: '2-digit' })
  if (!known) zoneNames.set(key, format)
  return format.formatToParts(toMs(instant)).find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/**
 * The zone's short name at an instant, `CET` or `EST`; `UTC+5:30` where no name is in common use.
 * No locale knows all of them: British English names Europe's zones, American English America's.
 */
export function zoneNameOf(instant: Instant, zone: ZoneId): string {
  const british = shortZoneName(instant, zone, 'en-GB')
  if (!/^GMT[+-]/.test(british)) return british
  const american = shortZoneName(instant, zone, 'en-US')
  return /^GMT[+-]/.test(american) ? american.replace('GMT', 'UTC') : american
}

/** A moment on a clock, with the zone named: `Thu 12 Nov 18:00 CET`. */
export const momentWords = (at: Instant, zone: ZoneId, now?: Instant): string =>
  `${dayTimeOf(at, zone, now)} ${zoneNameOf(at, zone)}`

/**
 * A span on the facility's clock, `Wed 18 Nov 09:15 to 17:00 CET`; the end's weekday is named where it is another day
 * (`22:00 to Thu 06:00`), its date where that is a week off, and both zone names where the clock changes within.
 */
export function spanWords(span: Span, zone: ZoneId, now?: Instant): string {
  const start = dayTimeOf(span.start, zone, now)
  const end = endWords(span, zone, now)
  const zones = [zoneNameOf(span.start, zone), zoneNameOf(span.end, zone)]
  if (zones[0] === zones[1]) return `${start} to ${end} ${zones[1]}`
  return `${start} ${zones[0]} to ${end} ${zones[1]}`
}

const weekMs = 6 * 86_400_000

function endWords(span: Span, zone: ZoneId, now: Instant | undefined): string {
  const { date, time } = wallClock(span.end, zone)
  if (wallClock(span.start, zone).date === date) return time
  if (toMs(span.end) - toMs(span.start) > weekMs) return dayTimeOf(span.end, zone, now)
  return `${dateWords(date).slice(0, 3)} ${time}`
}

/** The computer's own zone: for things that happened at this desk (runs, reads), not at a facility. */
export function deskZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
