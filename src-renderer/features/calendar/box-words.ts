import type { CalendarSpan } from '#contract/calendar'
import type { SideName } from '#contract/ids'
import { countWords } from '../../format/count.ts'
import { rowKindWords, rowWhatWords } from '../../format/kind-words.ts'
import { secondsFrom } from './axis-shape.ts'
import type { LaneBox, LaneGeometry, LaneRow } from './geometry-types.ts'
import { laneName } from './lane-words.ts'
import { type Stay, thingSides } from './span-things.ts'
import type { ZoneClock } from './zone-clock.ts'

/** What a box says: the tooltip shows it line by line, a screen reader hears it as one sentence after the other. */
export type BoxWords = { title: string; lines: readonly string[] }

/** Members named before "and n more". */
const named = 8

/** `Wed 18 Nov 21:30 to Thu 07:15 CET`: the end's weekday where it is another day, both zone names where clocks change. */
export function stretchWords(clock: ZoneClock, start: number, end: number): string {
  const from = clock.dayAt(start)
  const to = clock.dayAt(end)
  const endDay = from === to ? '' : `${to.slice(0, 3)} `
  const zones = [clock.zoneNameAt(start), clock.zoneNameAt(end)]
  const startZone = zones[0] === zones[1] ? '' : ` ${zones[0]}`
  return `${from} ${clock.timeAt(start)}${startZone} to ${endDay}${clock.timeAt(end)} ${zones[1]}`
}

const systemOf = (span: CalendarSpan, side: SideName): string => (side === 'left' ? span.leftSystem : span.rightSystem)

function sideWords(geometry: LaneGeometry, side: SideName, stay: Stay | null, lane: number): string {
  const { span, axis } = geometry
  const system = systemOf(span, side)
  if (!stay) return `${system}: none`
  const other = stay.lane === lane ? undefined : span.lanes[stay.lane]
  const where = other ? `, under ${laneName(other)}` : ''
  return `${system}: ${stretchWords(axis.clock, stay.start, stay.end)}${where}`
}

function thingLines(geometry: LaneGeometry, lane: number, thing: number): string[] {
  const { span, axis } = geometry
  const { left, right } = thingSides(span.things, thing)
  const known = span.lanes[lane]
  const label = span.labels[span.things.label[thing] ?? -1] ?? ''
  const who = known ? laneName(known) : ''
  const about = label === '' ? who : `${label}, ${who}`
  if (left && right && left.start === right.start && left.end === right.end && left.lane === right.lane) {
    return [about, `${stretchWords(axis.clock, left.start, left.end)} in both systems`]
  }
  return [about, sideWords(geometry, 'left', left, lane), sideWords(geometry, 'right', right, lane)]
}

/** A discrepancy's kind, and that it was accepted. */
function markTitle(geometry: LaneGeometry, mark: number): string {
  const row = geometry.span.discrepancies[mark]?.row
  if (!row) return ''
  return row.accepted ? `${rowKindWords(row)} (accepted)` : rowKindWords(row)
}

/** One of several at a spot, in a line: `Time differs, Early, Wed 18 Nov 09:15`. */
export function markLine(geometry: LaneGeometry, mark: number): string {
  const known = geometry.span.discrepancies[mark]
  if (!known) return ''
  const { axis, span } = geometry
  const at = secondsFrom(span.span, known.row.span.start)
  const about = [markTitle(geometry, mark), known.row.label].filter(Boolean).join(', ')
  return `${about}, ${axis.clock.dayAt(at)} ${axis.clock.timeAt(at)}`
}

/** One quiet thing in a line: `Early, Wed 18 Nov 09:15 to 17:00 CET`. */
export function thingLine(geometry: LaneGeometry, thing: number): string {
  const { left, right } = thingSides(geometry.span.things, thing)
  const stay = left ?? right
  const label = geometry.span.labels[geometry.span.things.label[thing] ?? -1] ?? ''
  return [label, stay ? stretchWords(geometry.axis.clock, stay.start, stay.end) : ''].filter(Boolean).join(', ')
}

const quietWord = (box: LaneBox): string => (box.state === 'in-sync' ? 'In sync' : 'Not judged')

/** What a box of a lane says. */
export function boxWords(geometry: LaneGeometry, lane: LaneRow, box: LaneBox): BoxWords {
  const { span, axis } = geometry
  const known = span.lanes[lane.lane]
  const who = known ? laneName(known) : ''
  const when = stretchWords(axis.clock, box.start, box.end)
  const [mark] = box.marks
  const [thing] = box.things
  switch (box.kind) {
    case 'bar':
      return { title: `${countWords(box.things.length)} ${quietWord(box).toLowerCase()}`, lines: [who, when] }
    case 'pill': {
      const more = box.marks.length - named
      const members = box.marks.slice(0, named).map((one) => markLine(geometry, one))
      return {
        title: `${countWords(box.marks.length)} discrepancies close together`,
        lines: [who, ...members, ...(more > 0 ? [`and ${countWords(more)} more`] : [])],
      }
    }
    case 'frame': {
      const row = mark === undefined ? undefined : span.discrepancies[mark]?.row
      const lines = row ? [[row.label, who].filter(Boolean).join(', '), when, rowWhatWords(row)] : [who, when]
      return { title: mark === undefined ? '' : markTitle(geometry, mark), lines: lines.filter(Boolean) }
    }
    case 'gap':
    case 'thing': {
      const title = mark === undefined ? quietWord(box) : markTitle(geometry, mark)
      return { title, lines: thing === undefined ? [who, when] : thingLines(geometry, lane.lane, thing) }
    }
  }
}

/** The same as one name for a screen reader, which also says on whose side the box stands. */
export function boxName(geometry: LaneGeometry, lane: LaneRow, box: LaneBox): string {
  const { title, lines } = boxWords(geometry, lane, box)
  const side =
    box.slot === 'both'
      ? ''
      : box.kind === 'gap'
        ? `Not in ${systemOf(geometry.span, box.slot)}: `
        : `${systemOf(geometry.span, box.slot)}: `
  const cut = box.cutStart
    ? ['It goes on before the days shown']
    : box.cutEnd
      ? ['It goes on after the days shown']
      : []
  return `${side}${[title, ...lines, ...cut].join('. ')}`
}

/** A short mark for each system where its name has no room: `A` and `N`, or as many letters as tell them apart. */
export function sideMarks(left: string, right: string): { left: string; right: string } {
  for (const letters of [1, 2]) {
    const marks = { left: left.slice(0, letters), right: right.slice(0, letters) }
    if (marks.left.toLowerCase() !== marks.right.toLowerCase()) return marks
  }
  return { left: '1', right: '2' }
}
