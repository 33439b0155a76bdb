import type { CalendarDay, CalendarDensity } from '#contract/calendar'
import { addDays, type Instant, type LocalDate, spansMeet, startOfDay, toMs, wallClock } from '#contract/time'
import { shortDateWords, weekdayOf, weekdayWords } from '../../format/calendar-date.ts'
import { countOf, countWords } from '../../format/count.ts'
import type { KindLook } from '../../format/kind-words.ts'
import { laneGroup, laneMatches, laneName } from './lane-words.ts'
import { type FamilyCounts, familiesOfKinds, familyLook, familyWords, type MarkFamily } from './mark-family.ts'

export type MonthDay = {
  date: LocalDate
  /** `Mo` and `16`. */
  weekday: string
  number: string
  weekend: boolean
  today: boolean
  /** Nothing of it was judged. */
  unjudged: boolean
  /** `23-hour day` where the clocks change; else empty. */
  change: string
  open: number
}

export type MonthCell = {
  things: number
  open: number
  look: KindLook | null
  /** How full beside the fullest, in four steps; 0 where nothing stands. */
  level: 0 | 1 | 2 | 3 | 4
  /** Of day, lane, and what stands there, for who does not see it. */
  words: string
}

export type MonthRow =
  | { kind: 'group'; key: string; name: string; lanes: number }
  | { kind: 'lane'; key: string; lane: number; name: string; open: number; cells: readonly (MonthCell | null)[] }

export type MonthShape = {
  days: readonly MonthDay[]
  rows: readonly MonthRow[]
  /** Lanes drawn, and what is open in them. */
  lanes: number
  open: number
}

type MonthInput = {
  density: CalendarDensity
  /** The families counted; all of them where none is picked. */
  picked: readonly MarkFamily[]
  laneText: string
  onlyDiscrepancies: boolean
  now: Instant
  noun: string
}

/** A month as rows of lanes and columns of days: how much stands in each, and what is open of the picked families. */
export function monthShape({ density, picked, laneText, onlyDiscrepancies, now, noun }: MonthInput): MonthShape {
  const { lanes, cells, days, zone, window } = density
  const systems = { left: density.leftSystem, right: density.rightSystem }
  const most = Math.max(1, ...cells.map(({ things }) => things))
  const byLane = Map.groupBy(cells, ({ lane }) => lane)
  const rows: MonthRow[] = []
  const openOfDay = days.map(() => 0)
  let shown = 0
  let open = 0
  let group: Extract<MonthRow, { kind: 'group' }> | null = null
  lanes.forEach((lane, at) => {
    const own = (byLane.get(at) ?? []).map((cell) => {
      const found = [...familiesOfKinds(cell.kinds)].filter(
        ([family]) => picked.length === 0 || picked.includes(family),
      )
      return { cell, found: new Map(found) }
    })
    const openHere = own.reduce((all, { found }) => all + sum(found), 0)
    if (!laneMatches(lane, laneText) || (onlyDiscrepancies && openHere === 0)) return
    const under = laneGroup(lane, group !== null)
    if (under !== '' && group?.name !== under) {
      group = { kind: 'group', key: `group ${under}`, name: under, lanes: 0 }
      rows.push(group)
    }
    if (group && under !== '') group.lanes += 1
    const name = laneName(lane)
    const ofDay = new Map(own.map((one) => [one.cell.day, one]))
    for (const { cell, found } of own) openOfDay[cell.day] = (openOfDay[cell.day] ?? 0) + sum(found)
    rows.push({
      kind: 'lane',
      key: `lane ${lane.resource ?? ''}`,
      lane: at,
      name,
      open: openHere,
      cells: days.map((date, day) => {
        const one = ofDay.get(day)
        return one ? cellOf({ ...one, most, words: `${shortDateWords(date)}, ${name}`, noun, systems }) : null
      }),
    })
    shown += 1
    open += openHere
  })
  const today = wallClock(now, zone).date
  return {
    days: days.map((date, day): MonthDay => {
      const span = { start: startOfDay(date, zone), end: startOfDay(addDays(date, 1), zone) }
      const hours = (toMs(span.end) - toMs(span.start)) / 3_600_000
      return {
        date,
        weekday: weekdayWords(date).slice(0, 2),
        number: String(Number(date.slice(8))),
        weekend: weekdayOf(date) > 4,
        today: date === today,
        unjudged: window === null || !spansMeet(window, span),
        change: hours === 24 ? '' : `${hours}-hour day`,
        open: openOfDay[day] ?? 0,
      }
    }),
    rows,
    lanes: shown,
    open,
  }
}

type CellInput = {
  cell: CalendarDay
  found: FamilyCounts
  most: number
  words: string
  noun: string
  systems: { left: string; right: string }
}

function cellOf({ cell: { things }, found, most, words, noun, systems }: CellInput): MonthCell {
  const open = sum(found)
  const kinds = [...found].map(([family, count]) => `${countWords(count)} ${familyWords(family, systems)}`)
  const [worst] = found.keys()
  const said = open === 0 ? 'nothing open' : `${countWords(open)} open: ${kinds.join(', ')}`
  const level = things === 0 ? 0 : Math.min(4, Math.ceil((things / most) * 4))
  return {
    things,
    open,
    look: worst === undefined ? null : familyLook(worst),
    level: level === 0 || level === 1 || level === 2 || level === 3 ? level : 4,
    words: `${words}: ${countOf(things, noun)}, ${said}`,
  }
}

const sum = (found: FamilyCounts): number => [...found.values()].reduce((all, count) => all + count, 0)

/** A place in the month: a row of it that is a lane, and a day. */
export type MonthPlace = { row: number; day: number }

/** Where a key leads in the month: by day and by lane, over groups' lines; null where it is none of the month's keys. */
export function monthPlaceFor(key: string, { rows, days }: MonthShape, from: MonthPlace): MonthPlace | null {
  const lanes = rows.flatMap(({ kind }, row) => (kind === 'lane' ? [row] : []))
  const at = Math.max(0, lanes.indexOf(from.row))
  const day = (to: number): MonthPlace => ({ row: lanes[at] ?? 0, day: Math.max(0, Math.min(days.length - 1, to)) })
  const lane = (to: number): MonthPlace => ({
    row: lanes[Math.max(0, Math.min(lanes.length - 1, to))] ?? 0,
    day: from.day,
  })
  switch (key) {
    case 'ArrowLeft':
      return day(from.day - 1)
    case 'ArrowRight':
      return day(from.day + 1)
    case 'Home':
      return day(0)
    case 'End':
      return day(days.length - 1)
    case 'ArrowUp':
      return lane(at - 1)
    case 'ArrowDown':
      return lane(at + 1)
    case 'PageUp':
      return lane(at - 10)
    case 'PageDown':
      return lane(at + 10)
    default:
      return null
  }
}

/** The next cell with something open after a place, day by day through a lane, then the lanes below; null where none is. */
export function nextOpen({ rows, days }: MonthShape, from: MonthPlace | null, step: 1 | -1): MonthPlace | null {
  const cells = rows.flatMap((row, at) =>
    row.kind === 'lane' ? days.map((_, day) => ({ row: at, day, open: row.cells[day]?.open ?? 0 })) : [],
  )
  const here =
    from === null
      ? step === 1
        ? -1
        : cells.length
      : cells.findIndex((cell) => cell.row === from.row && cell.day === from.day)
  for (let at = here + step; at >= 0 && at < cells.length; at += step) {
    const cell = cells[at]
    if (cell && cell.open > 0) return { row: cell.row, day: cell.day }
  }
  return null
}
