import { absentHere, type CalendarDay } from '#contract/calendar'
import type { DiscrepancyKind } from '#contract/discrepancies'
import type { ResourceKey } from '#contract/ids'
import { gatherLanes, type Lanes, resourcesOf, type Thing } from './place-things.ts'

/** What is found about things, as a day counts it: in whose lanes it stands and how urgent its kind is. Its start in ms UTC. */
export type FoundOnDay = {
  kind: DiscrepancyKind
  /** True where the sides name different times. */
  timeMoved: boolean
  urgency: number
  startMs: number
  resources: readonly (ResourceKey | null)[]
}

/** In which of the days between these bounds a moment lies; `absentHere` where in none. */
function dayOf(atMs: number, bounds: readonly number[]): number {
  let [from, to] = [0, bounds.length - 1]
  if (atMs < (bounds[from] ?? 0) || atMs >= (bounds[to] ?? 0)) return absentHere
  while (to - from > 1) {
    const middle = (from + to) >> 1
    if ((bounds[middle] ?? 0) <= atMs) from = middle
    else to = middle
  }
  return from
}

/** When a thing starts, by its left record where there is one; in ms UTC. */
export const startOf = ({ left, right }: Thing): number => (left ?? right)?.startMs ?? 0

type Cell = Omit<CalendarDay, 'lane'> & { urgency: number }

/** Counts per lane and day while things are met one by one, and keeps none of them. */
export type DayCount = {
  addThing(thing: Thing): void
  addFound(found: FoundOnDay): void
  /** The lanes of all things, and what stands in them by lane, then day. What is found in no such lane is left out. */
  end(): { lanes: Lanes; cells: CalendarDay[] }
}

/**
 * Counts each thing, and what is found about it, on the day on which it starts. `bounds` are the days' first instants and
 * the last one's end, in ms UTC; what starts elsewhere is left out.
 */
export function countDays(bounds: readonly number[]): DayCount {
  const gathered = gatherLanes()
  const lanes = new Map<ResourceKey | null, Map<number, Cell>>()
  const cellAt = (resource: ResourceKey | null, day: number): Cell => {
    let cells = lanes.get(resource)
    if (!cells) lanes.set(resource, (cells = new Map()))
    let cell = cells.get(day)
    if (!cell) cells.set(day, (cell = { day, things: 0, open: 0, worst: null, timeMoved: false, urgency: 0 }))
    return cell
  }
  return {
    addThing: (thing) => {
      const day = dayOf(startOf(thing), bounds)
      if (day === absentHere) return
      gathered.add(thing)
      for (const resource of resourcesOf(thing)) cellAt(resource, day).things += 1
    },
    addFound: ({ kind, timeMoved, urgency, startMs, resources }) => {
      const day = dayOf(startMs, bounds)
      if (day === absentHere) return
      for (const resource of resources) {
        const cell = cellAt(resource, day)
        cell.open += 1
        if (urgency <= cell.urgency) continue
        cell.urgency = urgency
        cell.worst = kind
        cell.timeMoved = timeMoved
      }
    },
    end: () => {
      const named = gathered.name()
      const cells = named.lanes.flatMap(({ resource }, lane) =>
        [...(lanes.get(resource)?.values() ?? [])]
          .sort((a, b) => a.day - b.day)
          .map(({ urgency: _, ...cell }): CalendarDay => ({ lane, ...cell })),
      )
      return { lanes: named, cells }
    },
  }
}
