import { absentHere, type CalendarDay, type CalendarDayKind } from '#contract/calendar'
import type { DiscrepancyKind } from '#contract/discrepancies'
import type { ResourceKey } from '#contract/ids'
import { gatherLanes, type Lanes, resourcesOf, type Thing } from './place-things.ts'

/** What is found about things, as a day counts it: in whose lanes it stands and how urgent its kind is. Its start in ms UTC. */
export type FoundOnDay = {
  kind: DiscrepancyKind
  /** True of `differs` where the sides name different times. */
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

type DayKind = CalendarDayKind & { urgency: number }
type Cell = { day: number; things: number; kinds: DayKind[] }

/** The most urgent first; of equally urgent ones the one that was met first. */
const kindsOf = (kinds: readonly DayKind[]): CalendarDayKind[] =>
  kinds.toSorted((a, b) => b.urgency - a.urgency).map(({ urgency: _, ...kind }) => kind)

function addTo(kinds: DayKind[], { kind, timeMoved, urgency }: FoundOnDay): void {
  const known = kinds.find((one) => one.kind === kind && one.timeMoved === timeMoved)
  if (known) {
    known.open += 1
    known.urgency = Math.max(known.urgency, urgency)
  } else kinds.push({ kind, timeMoved, open: 1, urgency })
}

/** Counts per lane and day while things are met one by one, and keeps none of them. */
export type DayCount = {
  addThing(thing: Thing): void
  addFound(found: FoundOnDay): void
  /**
   * The lanes of all things, and what stands in them by lane, then day; what is found in no such lane is left out of those.
   * `kinds` counts everything found once, however many lanes it is seen in.
   */
  end(): { lanes: Lanes; cells: CalendarDay[]; kinds: CalendarDayKind[] }
}

/**
 * Counts each thing, and what is found about it, on the day on which it starts. `bounds` are the days' first instants and
 * the last one's end, in ms UTC; what starts elsewhere is left out.
 */
export function countDays(bounds: readonly number[]): DayCount {
  const gathered = gatherLanes()
  const lanes = new Map<ResourceKey | null, Map<number, Cell>>()
  const all: DayKind[] = []
  const cellAt = (resource: ResourceKey | null, day: number): Cell => {
    let cells = lanes.get(resource)
    if (!cells) lanes.set(resource, (cells = new Map()))
    let cell = cells.get(day)
    if (!cell) cells.set(day, (cell = { day, things: 0, kinds: [] }))
    return cell
  }
  return {
    addThing: (thing) => {
      const day = dayOf(startOf(thing), bounds)
      if (day === absentHere) return
      gathered.add(thing)
      for (const resource of resourcesOf(thing)) cellAt(resource, day).things += 1
    },
    addFound: (found) => {
      const day = dayOf(found.startMs, bounds)
      if (day === absentHere) return
      addTo(all, found)
      for (const resource of found.resources) addTo(cellAt(resource, day).kinds, found)
    },
    end: () => {
      const named = gathered.name()
      const cells = named.lanes.flatMap(({ resource }, lane) =>
        [...(lanes.get(resource)?.values() ?? [])]
          .sort((a, b) => a.day - b.day)
          .map(({ day, things, kinds }): CalendarDay => {
            const open = kinds.reduce((sum, kind) => sum + kind.open, 0)
            return { lane, day, things, open, kinds: kindsOf(kinds) }
          }),
      )
      return { lanes: named, cells, kinds: kindsOf(all) }
    },
  }
}
