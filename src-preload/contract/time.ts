import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** An instant in UTC with milliseconds, `2026-11-21T09:30:00.000Z`: one text per instant, so texts compare as instants. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A calendar date without time or zone, `2026-11-21`. */
export const LocalDate = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .brand<'LocalDate'>()
export type LocalDate = z.infer<typeof LocalDate>

/** A wall-clock time without zone, `09:30`. */
export const LocalTime = z
  .string()
  .regex(/^\d\d:\d\d$/)
  .brand<'LocalTime'>()
export type LocalTime = z.infer<typeof LocalTime>

/** True for an IANA zone this build knows, `Europe/Warsaw`. */
export function isZoneId(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return !/^[+-]/.test(text)
  } catch {
    return false
  }
}

/** An IANA time zone name. */
export const ZoneId = z.string().min(1).max(64).refine(isZoneId, 'not a known time zone').brand<'ZoneId'>()
export type ZoneId = z.infer<typeof ZoneId>

/** Start included, end excluded. */
export const Span = z.strictObject({ start: Instant, end: Instant })
export type Span = z.infer<typeof Span>

/** Milliseconds since 1970 in UTC. */
export const toMs = (instant: Instant): number => Date.parse(instant)

/** The instant at `ms` milliseconds since 1970 in UTC. Throws a RangeError outside the years 0000 to 9999. */
export function fromMs(ms: number): Instant {
  const text = new Date(ms).toISOString()
  // Other years are written with a sign and six digits.
  if (text.length !== 24) throw new RangeError(`no instant of the years 0000 to 9999 is ${ms} ms from 1970`)
  return text as Instant
}

const plainDate = '(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)'
/** A day that every year has, a time that every day has, in UTC, with or without milliseconds. */
const plainUtc = new RegExp(`^\\d{4}-${plainDate}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{3})?Z$`)

/**
 * Reads an ISO 8601 timestamp that says its offset (`Z` or `+01:00`); null where the text is anything else,
 * a wall time without zone included. Digits finer than a millisecond are cut off.
 */
export function parseInstant(text: string): Instant | null {
  // Nearly every time there is, so it is only looked at; the rest (leap days, offsets, 24:00) is worked out.
  if (plainUtc.test(text)) return (text.length === 24 ? text : `${text.slice(0, -1)}.000Z`) as Instant
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i.test(text)) return null
  try {
    return fromMs(Temporal.Instant.from(text).epochMilliseconds)
  } catch {
    return null
  }
}

export type WallClock = { date: LocalDate; time: LocalTime; offset: string }

/** What a clock on the wall shows at that instant in that zone, with the zone's offset (`+01:00`). */
export function wallClock(instant: Instant, zone: ZoneId): WallClock {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return {
    date: LocalDate.parse(at.toPlainDate().toString()),
    time: LocalTime.parse(at.toPlainTime().toString({ smallestUnit: 'minute' })),
    offset: at.offset,
  }
}

/**
 * The newest change of the zone's clocks at or before an instant, and by how many minutes the clocks went forward
 * (negative: back); null where the zone's clocks had never changed by then.
 */
export function lastTransition(instant: Instant, zone: ZoneId): { at: Instant; changeMinutes: number } | null {
  // "previous" leaves out the moment itself, hence the millisecond after it.
  const after = Temporal.Instant.from(instant).add({ milliseconds: 1 }).toZonedDateTimeISO(zone)
  const at = after.getTimeZoneTransition('previous')
  if (!at) return null
  const change = at.offsetNanoseconds - at.subtract({ nanoseconds: 1 }).offsetNanoseconds
  return { at: fromMs(at.epochMilliseconds), changeMinutes: change / 60e9 }
}

type LocalMoment = {
  date: LocalDate
  time: LocalTime
  zone: ZoneId
  /** What to do where the clock shows this time twice. */
  whenDoubled: 'reject' | 'earlier' | 'later'
  /** What to do where the clock skips this time. */
  whenMissing: 'reject' | 'after'
}

export type LocalMomentResult = { instant: Instant } | { refused: 'doubled-hour' | 'missing-hour' }

/** Turns a wall time of a zone into an instant; a skipped or doubled hour is a stated choice, never a guess. */
export function toInstant({ date, time, zone, whenDoubled, whenMissing }: LocalMoment): LocalMomentResult {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const instant = (at: Temporal.ZonedDateTime): LocalMomentResult => ({ instant: fromMs(at.epochMilliseconds) })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return instant(earlier)
  const doubled = earlier.toPlainDateTime().equals(local)
  if (doubled) {
    if (whenDoubled === 'reject') return { refused: 'doubled-hour' }
    return instant(whenDoubled === 'earlier' ? earlier : later)
  }
  return whenMissing === 'reject' ? { refused: 'missing-hour' } : instant(later)
}

/** The first instant of a local day; a day whose midnight is skipped starts at its first real minute. */
export function startOfDay(date: LocalDate, zone: ZoneId): Instant {
  return fromMs(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds)
}

/** The date `days` local days later (earlier where negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return LocalDate.parse(Temporal.PlainDate.from(date).add({ days }).toString())
}

/** The same day of the month that many local months later (earlier where negative), or its last day where it is shorter. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return LocalDate.parse(Temporal.PlainDate.from(date).add({ months }).toString())
}

/** True where the two spans share at least one instant. A span without length counts as its start. */
export function spansMeet(a: Span, b: Span): boolean {
  if (a.start === a.end) return a.start >= b.start && a.start < b.end
  return a.start < b.end && b.start < a.end
}
