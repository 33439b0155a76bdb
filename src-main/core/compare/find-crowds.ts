import type { SideName } from '#contract/ids'
import type { WindowMs } from './versions.ts'

/** More things at one moment than this are not the time of one person: the name stands for an agency, or for nobody yet. */
export const mostAtOnce = 20

/** A record that takes the time of a resource, until `untilMs`, which is excluded. Times in ms UTC. */
export type Booking = { group: string; side: SideName; key: string; startMs: number; untilMs: number }

/** A moment at which one side books a resource for more than `mostAtOnce` things: those things' groups, by record key. */
export type Crowd = { startMs: number; groups: string[] }

export type SweptBookings = {
  /** Pairs of groups that may meet at a moment without a crowd; now and then one that does not. */
  meetings: [group: string, met: string][]
  /** The first crowd that lasts into the window; null where there is none. */
  crowd: Crowd | null
  /** True where there is a crowd outside of the window. */
  outside: boolean
}

/** How many standing bookings each group of a side has. */
type Standing = Record<SideName, Map<string, number>>

function add(standing: Standing, { side, group }: Booking, by: 1 | -1): void {
  const count = (standing[side].get(group) ?? 0) + by
  if (count === 0) standing[side].delete(group)
  else standing[side].set(group, count)
}

/** The groups that make the crowd at a moment, of the left side where both have one. */
function crowdAt(startMs: number, bookings: readonly Booking[], { left }: Standing): Crowd {
  const side = left.size > mostAtOnce ? 'left' : 'right'
  const byKey = bookings
    .filter((one) => one.side === side && one.startMs <= startMs && one.untilMs > startMs)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return { startMs, groups: [...new Set(byKey.map(({ group }) => group))] }
}

/**
 * Goes through everything one resource is booked for, by time: which of it meets, and where there is too much at once for
 * that to mean anything. Two meet at the moment the later one starts.
 */
export function sweepBookings(bookings: readonly Booking[], judged: WindowMs): SweptBookings {
  const swept: SweptBookings = { meetings: [], crowd: null, outside: false }
  const standing: Standing = { left: new Map(), right: new Map() }
  const leaving = bookings.toSorted((a, b) => a.untilMs - b.untilMs)
  let [gone, lastsUntil] = [0, Number.NEGATIVE_INFINITY]
  const byStart = bookings.toSorted((a, b) => a.startMs - b.startMs)
  for (const [startMs, starting] of Map.groupBy(byStart, (one) => one.startMs)) {
    for (let one = leaving[gone]; one && one.untilMs <= startMs; one = leaving[(gone += 1)]) add(standing, one, -1)
    for (const one of starting) {
      add(standing, one, 1)
      lastsUntil = Math.max(lastsUntil, one.untilMs)
    }
    if (standing.left.size > mostAtOnce || standing.right.size > mostAtOnce) {
      if (startMs >= judged.endMs || lastsUntil <= judged.startMs) swept.outside = true
      else swept.crowd ??= crowdAt(startMs, bookings, standing)
      continue
    }
    const present = new Set([...standing.left.keys(), ...standing.right.keys()])
    for (const group of new Set(starting.map((one) => one.group))) {
      for (const met of present) if (met !== group) swept.meetings.push([group, met])
    }
  }
  return swept
}
