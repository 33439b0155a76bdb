import { dayIndexAt } from './axis-shape.ts'
import type { Axis, BoxSlot, CalendarLayers, CalendarMode, LaneBox } from './geometry-types.ts'
import type { Draft, Found } from './lane-draft.ts'
import { clusterPins, pinWidth } from './lane-pins.ts'
import { type Stacked, stackLane } from './lane-stack.ts'
import type { SpanThings, Stay } from './span-things.ts'

/** Quiet records whose bars lie no further apart than this become one. */
const barGap = 2

export type LaneInput = {
  lane: number
  axis: Axis
  spanThings: SpanThings
  /** Things of this lane, and discrepancies seen in it that stand on no thing (double bookings). */
  things: readonly number[]
  frames: readonly number[]
  mode: CalendarMode
  sides: CalendarLayers['sides']
  merged: boolean
}

type Part = Pick<LaneBox, 'kind' | 'slot' | 'state' | 'things' | 'marks' | 'family' | 'accepted' | 'elsewhere'>

/** A box from `start` to `end` seconds, cut at the axis' edges, or null where it lies outside of the days shown. */
function draft(axis: Axis, start: number, end: number, part: Part): Draft | null {
  if (start >= axis.end || end <= axis.start) return null
  const x = axis.xOf(start)
  const natural = axis.xOf(end) - x
  const least = part.state === 'found' ? pinWidth : 2
  const pin = natural < least && part.state === 'found'
  const width = Math.min(axis.width, Math.max(natural, least))
  const { kind, slot, state, things, marks, family, accepted, elsewhere } = part
  return {
    kind,
    slot,
    state,
    x: Math.max(0, Math.min(x, axis.width - width)),
    width,
    cutStart: start < axis.start,
    cutEnd: end > axis.end,
    pin,
    start,
    end,
    things,
    marks,
    family,
    accepted,
    elsewhere,
    shared: null,
  }
}

/** The boxes of one lane in their places, by start, and the row's height. */
export function laneBoxes(input: LaneInput): Stacked {
  const quiet: Draft[] = []
  const found: Found[] = []
  for (const thing of input.things) {
    const boxes = input.mode === 'overlay' ? overlaid(input, thing) : paired(input, thing)
    const mark = input.spanThings.markOf(thing)
    if (boxes.length === 0) continue
    if (mark === null) quiet.push(...boxes)
    else found.push({ mark, boxes, narrow: boxes.every((box) => box.pin) })
  }
  for (const mark of input.frames) {
    const frame = frameOf(input, mark)
    if (frame) found.push({ mark, boxes: [frame], narrow: frame.pin })
  }
  const drawn = input.merged
    ? [...barsOf(input, quiet, 'left'), ...barsOf(input, quiet, 'right'), ...barsOf(input, quiet, 'both')]
    : quiet
  return stackLane({
    quiet: drawn,
    found: clusterPins(found),
    merged: input.merged,
    mode: input.mode,
    sides: input.sides,
  })
}

function partOf({ spanThings, lane }: LaneInput, thing: number): Part & { left: Stay | null; right: Stay | null } {
  const { left, right } = spanThings.sides(thing)
  const mark = spanThings.markOf(thing)
  const known = mark === null ? undefined : spanThings.marks[mark]
  const moved = left !== null && right !== null && left.lane !== right.lane
  return {
    kind: 'thing',
    slot: 'both',
    state: spanThings.state(thing),
    things: [thing],
    marks: mark === null ? [] : [mark],
    family: known?.family ?? null,
    accepted: known?.accepted ?? false,
    elsewhere: moved ? (left.lane === lane ? right.lane : left.lane) : null,
    left: left?.lane === lane ? left : null,
    right: right?.lane === lane ? right : null,
  }
}

const isMissing = (family: Part['family']): boolean => family === 'missing-left' || family === 'missing-right'

function paired(input: LaneInput, thing: number): Draft[] {
  const { left, right, ...part } = partOf(input, thing)
  const box = (slot: BoxSlot, stay: Stay | null, other: Stay | null): Draft | null => {
    if (stay) return draft(input.axis, stay.start, stay.end, { ...part, slot })
    const lacks =
      input.sides === 'both' && part.state === 'found' && (isMissing(part.family) || part.elsewhere !== null)
    return lacks && other ? draft(input.axis, other.start, other.end, { ...part, slot, kind: 'gap' }) : null
  }
  const both = [
    input.sides === 'right' ? null : box('left', left, right),
    input.sides === 'left' ? null : box('right', right, left),
  ]
  return both.filter((one) => one !== null)
}

/** One box per thing, over all that either side covers. */
function overlaid(input: LaneInput, thing: number): Draft[] {
  const { axis, sides } = input
  const { left: ofLeft, right: ofRight, ...part } = partOf(input, thing)
  const left = sides === 'right' ? null : ofLeft
  const right = sides === 'left' ? null : ofRight
  const any = left ?? right
  if (!any) return []
  const start = Math.min(any.start, right?.start ?? any.start)
  const end = Math.max(any.end, right?.end ?? any.end)
  const box = draft(axis, start, end, part)
  if (!box) return []
  if (left && right && (left.start !== right.start || left.end !== right.end)) {
    const x = axis.xOf(Math.max(left.start, right.start)) - box.x
    const to = axis.xOf(Math.min(left.end, right.end)) - box.x
    return [{ ...box, shared: { x, width: Math.max(0, to - x) } }]
  }
  return [isMissing(part.family) ? { ...box, shared: { x: 0, width: 0 } } : box]
}

function frameOf({ axis, spanThings }: LaneInput, mark: number): Draft | null {
  const known = spanThings.marks[mark]
  if (!known?.shown) return null
  return draft(axis, known.start, known.end, {
    kind: 'frame',
    slot: 'both',
    state: 'found',
    things: [],
    marks: [mark],
    family: known.family,
    accepted: known.accepted,
    elsewhere: null,
  })
}

/** Neighbours in sync as one bar, day by day: `[8:00][8:15]   [9:00]` gives two. */
function barsOf({ axis }: LaneInput, all: readonly Draft[], slot: BoxSlot): Draft[] {
  const quiet = all.filter((box) => box.slot === slot).sort((a, b) => a.start - b.start)
  const bars: Draft[] = []
  let bar: (Draft & { things: number[] }) | null = null
  let until = 0
  for (const box of quiet) {
    const day = dayIndexAt(axis.days, box.start)
    if (bar && box.state === bar.state && box.x <= bar.x + bar.width + barGap && box.start < until) {
      bar.kind = 'bar'
      bar.width = Math.max(bar.width, box.x + box.width - bar.x)
      bar.end = Math.max(bar.end, box.end)
      bar.cutEnd ||= box.cutEnd
      bar.things.push(...box.things)
      continue
    }
    bar = { ...box, things: [...box.things] }
    until = axis.days[day]?.end ?? box.end
    bars.push(bar)
  }
  return bars
}
