import type { SideName } from '#contract/ids'
import type { WindowMs } from './versions.ts'

/** More things at one moment than this are not the time of one person: the name stands for an agency, or for nobody yet. */
export const mostAtOnce = 20

/** A record that takes the time of a resource, until `untilMs`, which is excluded. Times in ms UTC. */
export type Booking = {
  group: string
  side: SideName
  key: string
  startMs: number
  untilMs: number
  /** True where the newest read of its span missed it because it was incomplete. */
  unread: boolean
}

/** A moment at which one side books a resource for more than `mostAtOnce` things: those things' groups, by record key. */
export type Crowd = { startMs: number; groups: string[] }

export type SweptBookings = {
  /** Pairs of groups that may meet at a moment without a crowd; now and then one that does not. */
  meetings: [group: string, met: string][]
  /** The first crowd within the window; else the first of which only part lasts into it; null where there is neither. */
  crowd: Crowd | null
  /** True where there is a crowd outside of the window. */
  outside: boolean
  /** All moments at which something starts while there is a crowd. */
  crowdedAt: ReadonlySet<number>
}

export type SweepInput = {
  judged: WindowMs
  /** True where a crowd of the resource was told at the previous compare: then records that the newest read missed count too. */
  established: boolean
}

/** How many standing bookings each group of a side has. */
type Standing = Record<SideName, Map<string, number>>

const nobody = (): Standing => ({ left: new Map(), right: new Map() })

function add(standing: Standing, { side, group }: Booking, by: 1 | -1): void {
  const count = (standing[side].get(group) ?? 0) + by
  if (count === 0) standing[side].delete(group)
  else standing[side].set(group, count)
}

const standingIn = ({ left, right }: Standing): Set<string> => new Set([...left.keys(), ...right.keys()])

/** The side, the left one where both do, that books too much at once; null where none does. */
const tooMuchOn = ({ left, right }: Standing): SideName | null =>
  left.size > mostAtOnce ? 'left' : right.size > mostAtOnce ? 'right' : null

/** The groups of a side that make the crowd at a moment. */
function crowdAt(startMs: number, side: SideName, counted: readonly Booking[]): Crowd {
  const byKey = counted
    .filter((one) => one.side === side && one.startMs <= startMs && one.untilMs > startMs)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return { startMs, groups: [...new Set(byKey.map(({ group }) => group))] }
}

/**
 * Goes through everything one resource is booked for, by time: which of it meets, and where there is too much at once for
 * that to mean anything. Two meet at the moment the later one starts. What a read missed may be gone, and what it found
 * may stand in its place: of a resource without a crowd only what was read is counted, or a part of a read could make one.
 */
export function sweepBookings(bookings: readonly Booking[], { judged, established }: SweepInput): SweptBookings {
  const meetings: SweptBookings['meetings'] = []
  let [within, partly, outside]: [Crowd | null, Crowd | null, boolean] = [null, null, false]
  const crowdedAt = new Set<number>()
  const counted = established ? bookings : bookings.filter((one) => !one.unread)
  // All that stands at a moment, what of it is counted, and what of that lasts into the window.
  const [all, counting, lasting] = [nobody(), nobody(), nobody()]
  const move = (one: Booking, by: 1 | -1): void => {
    add(all, one, by)
    if (!established && one.unread) return
    add(counting, one, by)
    if (one.untilMs > judged.startMs) add(lasting, one, by)
  }
  const leaving = bookings.toSorted((a, b) => a.untilMs - b.untilMs)
  let [gone, lastsUntil] = [0, Number.NEGATIVE_INFINITY]
  const byStart = bookings.toSorted((a, b) => a.startMs - b.startMs)
  for (const [startMs, starting] of Map.groupBy(byStart, (one) => one.startMs)) {
    for (let one = leaving[gone]; one && one.untilMs <= startMs; one = leaving[(gone += 1)]) move(one, -1)
    for (const one of starting) {
      move(one, 1)
      lastsUntil = Math.max(lastsUntil, one.untilMs)
    }
    const [crowded, crowdedWithin] = [tooMuchOn(counting), tooMuchOn(lasting)]
    if (crowded) {
      crowdedAt.add(startMs)
      if (startMs >= judged.endMs || lastsUntil <= judged.startMs) outside = true
      else if (crowdedWithin) within ??= crowdAt(startMs, crowdedWithin, counted)
      else partly ??= crowdAt(startMs, crowded, counted)
      continue
    }
    // Where only unread ones make so many, two of those meet as far as that was told before, or each would meet each.
    const present = standingIn(all)
    const read = tooMuchOn(all) ? standingIn(counting) : present
    for (const group of new Set(starting.map((one) => one.group))) {
      for (const met of read.has(group) ? present : read) if (met !== group) meetings.push([group, met])
    }
  }
  return { meetings, crowd: within ?? partly, outside, crowdedAt }
}
