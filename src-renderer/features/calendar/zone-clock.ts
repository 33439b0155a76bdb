import { fromMs, type Instant, lastTransition, toMs, wallClock, type ZoneId } from '#contract/time'
import { dayOf, zoneNameOf } from '../../format/instant.ts'

/**
 * A zone's clock over a stretch of days, worked out once: thousands of boxes are named by it, and asking the calendar of
 * the platform for each of them would take longer than drawing them. All times are seconds from `base`.
 */
export type ZoneClock = {
  /** Minutes on the wall since 1 January 1970 00:00 there. */
  minutesAt: (seconds: number) => number
  /** `09:15`; with the offset (`01:15+02:00`) in an hour that the clock shows twice. */
  timeAt: (seconds: number) => string
  /** `Wed 18 Nov`. */
  dayAt: (seconds: number) => string
  /** `CET`. */
  zoneNameAt: (seconds: number) => string
  /** `+01:00`, where the clock shows that minute twice; else empty. */
  offsetWhereDoubled: (seconds: number) => string
}

type Stretch = { from: number; minutes: number; offset: string; name: string }

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  return offset.startsWith('-') ? -minutes : minutes
}

function stretchesOf(base: number, start: Instant, end: Instant, zone: ZoneId): Stretch[] {
  const at = (instant: Instant): Stretch => {
    const { offset } = wallClock(instant, zone)
    return {
      from: (toMs(instant) - base) / 1000,
      minutes: minutesOf(offset),
      offset,
      name: zoneNameOf(instant, zone),
    }
  }
  const changes: Stretch[] = []
  let change = lastTransition(end, zone)
  while (change && change.at > start) {
    changes.unshift(at(change.at))
    change = lastTransition(fromMs(toMs(change.at) - 1), zone)
  }
  return [at(start), ...changes]
}

/** The clock of `zone` from `start` to `end`, and as it goes then before and after. */
export function zoneClock(base: Instant, start: Instant, end: Instant, zone: ZoneId): ZoneClock {
  const baseMs = toMs(base)
  const stretches = stretchesOf(baseMs, start, end, zone)
  const indexAt = (seconds: number): number => {
    let index = stretches.length - 1
    while (index > 0 && (stretches[index]?.from ?? 0) > seconds) index -= 1
    return index
  }
  const minutesIn = (seconds: number, index: number): number =>
    Math.floor((baseMs / 1000 + seconds) / 60) + (stretches[index]?.minutes ?? 0)
  const minutesAt = (seconds: number): number => minutesIn(seconds, indexAt(seconds))

  const offsetWhereDoubled = (seconds: number): string => {
    const index = indexAt(seconds)
    const here = stretches[index]
    const before = stretches[index - 1]
    const after = stretches[index + 1]
    const since = before && here ? seconds - here.from < (before.minutes - here.minutes) * 60 : false
    const until = after && here ? after.from - seconds <= (here.minutes - after.minutes) * 60 : false
    return since || until ? (here?.offset ?? '') : ''
  }

  const days = new Map<number, string>()
  const dayAt = (seconds: number): string => {
    const day = Math.floor(minutesAt(seconds) / 1440)
    const known = days.get(day)
    if (known !== undefined) return known
    const at = fromMs(baseMs + seconds * 1000)
    const words = dayOf(at, zone, at)
    days.set(day, words)
    return words
  }

  const timeAt = (seconds: number): string => {
    const minutes = minutesAt(seconds)
    const ofDay = minutes - Math.floor(minutes / 1440) * 1440
    return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}${offsetWhereDoubled(seconds)}`
  }

  return {
    minutesAt,
    timeAt,
    dayAt,
    zoneNameAt: (seconds) => stretches[indexAt(seconds)]?.name ?? '',
    offsetWhereDoubled,
  }
}
