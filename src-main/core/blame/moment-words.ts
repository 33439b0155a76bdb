import { monthNames } from '#contract/month-names'
import { type Instant, type LocalDate, wallClock, type ZoneId } from '#contract/time'

/** The zone's date of an instant in words, `12 November`; with its year where it is not the year of all of `besides`. */
export const dateWords = (instant: Instant, zone: ZoneId, besides: readonly Instant[] = []): string =>
  dayWords(
    wallClock(instant, zone).date,
    zone,
    besides.filter((one) => one !== instant),
  )

function dayWords(date: LocalDate, zone: ZoneId, besides: readonly Instant[]): string {
  const [year = '', month = '1', day = '1'] = date.split('-')
  const words = `${Number(day)} ${monthNames[Number(month) - 1] ?? ''}`
  return besides.every((one) => wallClock(one, zone).date.startsWith(year)) ? words : `${words} ${year}`
}

/**
 * Date and time on the zone's wall clock, `12 November 09:14`. Core knows no "now", so a year is written only where
 * the moments named together (`besides`) are of different years; the screen shows zone and offset beside it.
 */
export function momentWords(instant: Instant, zone: ZoneId, besides: readonly Instant[] = []): string {
  // Looked up once: a list asks this of every row, nearly always with no other moment besides.
  const { date, time } = wallClock(instant, zone)
  const others = besides.filter((one) => one !== instant)
  return `${dayWords(date, zone, others)} ${time}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
