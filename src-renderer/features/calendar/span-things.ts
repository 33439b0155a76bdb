import { absentHere, type CalendarSpan, type CalendarThings } from '#contract/calendar'
import { secondsFrom } from './axis-shape.ts'
import type { BoxState, CalendarLayers } from './geometry-types.ts'
import { type MarkFamily, markFamily } from './mark-family.ts'

/** One record of a thing, in seconds from the span's start. */
export type Stay = { lane: number; start: number; end: number }

/** A discrepancy of the span as it is drawn. */
export type SpanMark = { family: MarkFamily; accepted: boolean; shown: boolean; start: number; end: number }

/** What of a span is drawn under the layers, asked thing by thing. */
export type SpanThings = {
  count: number
  sides: (thing: number) => { left: Stay | null; right: Stay | null }
  /** The number of its discrepancy, or null where there is none. */
  markOf: (thing: number) => number | null
  state: (thing: number) => BoxState
  shown: (thing: number) => boolean
  marks: readonly SpanMark[]
}

/** Reads a span's columns under the layers. */
export function spanThings(span: CalendarSpan, layers: CalendarLayers): SpanThings {
  const { things, window } = span
  const judgedFrom = window === null ? 0 : secondsFrom(span.span, window.start)
  const judgedTo = window === null ? 0 : secondsFrom(span.span, window.end)
  const marks = span.discrepancies.map(({ row }): SpanMark => {
    const family = markFamily(row)
    return {
      family,
      accepted: row.accepted,
      shown: !layers.hidden.has(family) && (layers.accepted || !row.accepted),
      start: secondsFrom(span.span, row.span.start),
      end: secondsFrom(span.span, row.span.end),
    }
  })
  const markOf = (thing: number): number | null => {
    const mark = things.mark[thing] ?? absentHere
    return mark === absentHere ? null : mark
  }
  const state = (thing: number): BoxState => {
    if (markOf(thing) !== null) return 'found'
    if (things.leftLane[thing] === absentHere || things.rightLane[thing] === absentHere) return 'unjudged'
    const start = Math.min(things.leftStart[thing] ?? 0, things.rightStart[thing] ?? 0)
    const end = Math.max(things.leftEnd[thing] ?? 0, things.rightEnd[thing] ?? 0)
    return start < judgedTo && end > judgedFrom ? 'in-sync' : 'unjudged'
  }
  const shown = (thing: number): boolean => {
    const mark = markOf(thing)
    if (layers.sides === 'left' && things.leftLane[thing] === absentHere) return false
    if (layers.sides === 'right' && things.rightLane[thing] === absentHere) return false
    return mark === null ? layers.inSync : (marks[mark]?.shown ?? false)
  }
  return { count: things.mark.length, sides: (thing) => thingSides(things, thing), markOf, state, shown, marks }
}

/** Where each side has a thing; null where it does not hold it. */
export const thingSides = (things: CalendarThings, thing: number): { left: Stay | null; right: Stay | null } => ({
  left: stay(things.leftLane, things.leftStart, things.leftEnd, thing),
  right: stay(things.rightLane, things.rightStart, things.rightEnd, thing),
})

function stay(
  lanes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  thing: number,
): Stay | null {
  const lane = lanes[thing] ?? absentHere
  return lane === absentHere ? null : { lane, start: starts[thing] ?? 0, end: ends[thing] ?? 0 }
}

/** The middle length of a record, in seconds: whether single ones can be told apart is judged by it. */
export function typicalLength({ things }: CalendarSpan): number {
  const lengths: number[] = []
  for (let thing = 0; thing < things.mark.length; thing += 1) {
    const ofLeft = things.leftLane[thing] !== absentHere
    const start = (ofLeft ? things.leftStart : things.rightStart)[thing] ?? 0
    const end = (ofLeft ? things.leftEnd : things.rightEnd)[thing] ?? 0
    lengths.push(end - start)
  }
  lengths.sort((a, b) => a - b)
  return lengths[Math.floor(lengths.length / 2)] ?? 3600
}
