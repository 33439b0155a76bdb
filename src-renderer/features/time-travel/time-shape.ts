import type { CompareInfo } from '#contract/compares'
import type { Instant, ZoneId } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { momentWords } from '../../format/instant.ts'

/** A compare as a stop of the bar, oldest first. */
export type TimeStop = {
  at: Instant
  /** Its moment on the zone's clock, `Thu 12 Nov 18:00 CET`. */
  when: string
  /** What it found: `4 open, 1 opened, 2 closed`. */
  found: string
  /** Heights of its marks, from 0 to 1: how much it opened and closed beside the others. */
  opened: number
  closed: number
}

type Counts = Pick<CompareInfo, 'open' | 'opened' | 'closed'>

/** What compares of one moment found, in words; how many are open is said of one pairing alone. */
function foundWords({ open, opened, closed }: Counts, alone: boolean): string {
  const moved = [
    ...(opened > 0 ? [`${countWords(opened)} opened`] : []),
    ...(closed > 0 ? [`${countWords(closed)} closed`] : []),
  ]
  if (alone) return [`${countWords(open)} open`, ...moved].join(', ')
  return moved.length === 0 ? 'nothing moved' : moved.join(', ')
}

/**
 * Compares (newest first, as the core lists them) as stops, oldest first; those of several pairings at one moment are one.
 * Marks grow with the square root of their count: one that opened is seen beside a thousand.
 */
export function timeStops(compares: readonly CompareInfo[], zone: ZoneId, now: Instant): TimeStop[] {
  const alone = new Set(compares.map(({ pairingId }) => pairingId)).size === 1
  const moments = [...Map.groupBy(compares, ({ at }) => at)].map(([at, of]) => ({
    at,
    open: of.reduce((sum, { open }) => sum + open, 0),
    opened: of.reduce((sum, { opened }) => sum + opened, 0),
    closed: of.reduce((sum, { closed }) => sum + closed, 0),
  }))
  const most = Math.max(1, ...moments.flatMap(({ opened, closed }) => [opened, closed]))
  const height = (count: number): number => (count === 0 ? 0 : Math.max(0.2, Math.sqrt(count / most)))
  return moments.toReversed().map(({ at, ...counts }) => ({
    at,
    when: momentWords(at, zone, now),
    found: foundWords(counts, alone),
    opened: height(counts.opened),
    closed: height(counts.closed),
  }))
}

/** The stop in view: the newest up to the moment, the newest of all where it is now; null where nothing was compared by then. */
export function stopInView(stops: readonly TimeStop[], asOf: Instant | undefined): number | null {
  const index = asOf === undefined ? stops.length - 1 : stops.findLastIndex(({ at }) => at <= asOf)
  return index === -1 ? null : index
}

/** The moment the address names for a stop: nothing for the newest, which is what now shows. */
export const momentOf = (stops: readonly TimeStop[], index: number): Instant | undefined =>
  index >= stops.length - 1 ? undefined : stops[Math.max(0, index)]?.at
