import type { CalendarSpan } from '#contract/calendar'
import type { LocalDate, ZoneId } from '#contract/time'
import type { MarkFamily } from './mark-family.ts'
import type { ZoneClock } from './zone-clock.ts'

/** Paired: two rows per lane, the left system's above the right one's. Overlay: one row, agreeing records drawn once. */
export type CalendarMode = 'paired' | 'overlay'

/** What is drawn at all; what is left out leaves its place empty. */
export type CalendarLayers = {
  inSync: boolean
  accepted: boolean
  /** Families whose discrepancies are left out. */
  hidden: ReadonlySet<MarkFamily>
  sides: 'both' | 'left' | 'right'
}

export const allLayers: CalendarLayers = { inSync: true, accepted: true, hidden: new Set(), sides: 'both' }

export type GeometryInput = {
  span: CalendarSpan
  /** Whose clock days and hours follow: the facility's, the desk's or UTC. */
  zone: ZoneId
  /** The local days shown, in order; data beyond them is dropped, what crosses their edge is cut. */
  days: readonly LocalDate[]
  /** Pixels per hour, or as many as let all days fit into `width`. */
  zoom: number | 'fit'
  /** Pixels there are for the time axis, the lane names' column not counted (the grid tells by `onWidth`). */
  width: number
  mode: CalendarMode
  layers: CalendarLayers
  /** Only lanes whose name or group holds it; case does not matter. Empty for all. */
  laneText: string
  /** Only lanes in which a discrepancy is drawn. */
  onlyDiscrepancies: boolean
}

/** A stretch of the axis without a thing in any lane, drawn as one narrow labelled strip. */
export type FoldedStrip = { x: number; width: number; words: string }

export type AxisTick = { x: number; label: string }

export type AxisDay = {
  date: LocalDate
  x: number
  width: number
  /** Seconds from the span's start; `end` is the next day's start. */
  start: number
  end: number
  /** 23, 24 or 25, and halves where clocks move by half an hour. */
  hours: number
  /** Nothing in it in any lane: collapsed. */
  closed: boolean
  /** Its hours between the folded ones, in seconds and pixels; all of it where none are folded. */
  openStart: number
  openEnd: number
  hoursX: number
  hoursWidth: number
  folded: readonly FoldedStrip[]
  ticks: readonly AxisTick[]
  /** "23-hour day", or empty. */
  change: string
}

/** From seconds after the span's start to pixels and back, for the days shown. */
export type Axis = {
  zone: ZoneId
  clock: ZoneClock
  days: readonly AxisDay[]
  width: number
  pixelsPerHour: number
  start: number
  end: number
  /** Seconds outside of the days lie on the axis' edge. */
  xOf: (seconds: number) => number
  secondsAt: (x: number) => number
  /** Stretches that no compare judged. */
  unjudged: readonly { x: number; width: number }[]
}

export type BoxSlot = 'left' | 'right' | 'both'

/**
 * `thing`: one record or agreeing pair. `bar`: several in sync. `gap`: where this side lacks it. `pill`: several
 * discrepancies at one spot. `frame`: the time a double booking's shifts share.
 */
export type BoxKind = 'thing' | 'bar' | 'gap' | 'pill' | 'frame'

/** What a thing is without a discrepancy. `unjudged` was not compared: outside of the window, or alone without a finding. */
export type BoxState = 'in-sync' | 'unjudged' | 'found'

/** Pixels at a box's ends that its words leave free. */
export type Inset = { left: number; right: number }

/** One rectangle of a lane; pixels from the axis' start and the row's top. */
export type LaneBox = {
  kind: BoxKind
  slot: BoxSlot
  state: BoxState
  x: number
  width: number
  y: number
  height: number
  /** Goes on before or after the days shown. */
  cutStart: boolean
  cutEnd: boolean
  /** Thinner in truth than it is drawn. */
  pin: boolean
  /** Among things that overlap on its side: the first, the second, ... */
  level: number
  /** Seconds from the span's start. */
  start: number
  end: number
  /** Into the span's things: one of a `thing` or `gap`, all of a `bar`. */
  things: readonly number[]
  /** Into the span's discrepancies: none of a quiet thing or bar, one, or all of a `pill`. */
  marks: readonly number[]
  /** Null where nothing is found, and for a pill of several families. */
  family: MarkFamily | null
  /** All that it stands for is accepted. */
  accepted: boolean
  /** The other side has it in this lane of the span (the worker was changed). */
  elsewhere: number | null
  /** Overlay: the pixels both sides cover; the rest is one side's alone. */
  shared: { x: number; width: number } | null
  /** Where its words stand, clear of a frame that lies over it. */
  inset: Inset
}

/** A lane drawn. */
export type LaneRow = {
  kind: 'lane'
  /** Into the span's lanes. */
  lane: number
  top: number
  height: number
  /** Where each side's boxes begin, where sides stand apart. */
  tops: { left: number | null; right: number | null }
  /** Open discrepancies drawn in it. */
  open: number
  /** By start. */
  boxes: readonly LaneBox[]
  /** The boxes' numbers by the 320 px column they start in; those wider than a column are in `wide`. */
  columns: readonly (readonly number[])[]
  wide: readonly number[]
}

export type GroupRow = { kind: 'group'; name: string; top: number; height: number }

export type CalendarRow = LaneRow | GroupRow

/** Where a discrepancy is seen first, from the top. */
export type MarkPlace = { mark: number; row: number; box: number }

export type LaneGeometry = {
  span: CalendarSpan
  mode: CalendarMode
  axis: Axis
  rows: readonly CalendarRow[]
  height: number
  /** How many rows are lanes, and how many lanes the span has. */
  lanes: number
  allLanes: number
  /** Neighbours in sync are drawn as bars; from `aloneFrom` pixels per hour on each stands alone. */
  merged: boolean
  aloneFrom: number
  /** Each drawn discrepancy once, lane by lane from the top, within a lane by time: the order of `j` and `k`. */
  order: readonly MarkPlace[]
  /** The zoom at which all days fit, and the steps from there on. */
  zoomSteps: readonly number[]
}
