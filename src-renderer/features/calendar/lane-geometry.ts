import { absentHere } from '#contract/calendar'
import { axisOf, busyHours, dayFrame } from './axis-shape.ts'
import type { CalendarRow, GeometryInput, LaneBox, LaneGeometry, LaneRow, MarkPlace } from './geometry-types.ts'
import { laneBoxes } from './lane-boxes.ts'
import { laneGroup, laneMatches } from './lane-words.ts'
import { spanThings, typicalLength } from './span-things.ts'

export type * from './geometry-types.ts'
export { allLayers } from './geometry-types.ts'

/** Below this a typical record is too narrow to be told from its neighbours. */
const mergeBelow = 40
/** Boxes are drawn in columns of this width: scrolling sideways adds one. */
export const columnWidth = 320
const groupHeight = 22

/** Where everything of a span is drawn: pure, once per span, days, zoom, mode and layers. */
export function laneGeometry(input: GeometryInput): LaneGeometry {
  const { span, zone, days, zoom, width, mode, layers } = input
  const frame = dayFrame(span.span, zone, days)
  const busy = busyHours(frame, span.things)
  const { axis, zoomSteps } = axisOf({ frame, busy, span: span.span, window: span.window, zoom, width })
  const aloneFrom = (mergeBelow * 3600) / Math.max(1, typicalLength(span))
  const merged = axis.pixelsPerHour < aloneFrom
  const drawn = spanThings(span, layers)
  const { things, frames } = byLane(input, drawn)

  const rows: CalendarRow[] = []
  let top = 0
  let lanes = 0
  let group = ''
  for (const [lane, known] of span.lanes.entries()) {
    const inLane = things[lane]
    const framed = frames[lane]
    if (!inLane || !framed) continue
    const { boxes, height, tops } = laneBoxes({
      lane,
      axis,
      spanThings: drawn,
      things: inLane,
      frames: framed,
      mode,
      sides: layers.sides,
      merged,
    })
    if (input.onlyDiscrepancies && !boxes.some((box) => box.marks.length > 0)) continue
    const name = laneGroup(known, group !== '')
    if (name !== '' && name !== group) {
      rows.push({ kind: 'group', name, top, height: groupHeight })
      top += groupHeight
      group = name
    }
    rows.push({
      kind: 'lane',
      lane,
      top,
      height,
      tops,
      open: openIn(boxes, drawn),
      boxes,
      ...columnsOf(boxes, axis.width),
    })
    top += height
    lanes += 1
  }
  return {
    span,
    mode,
    axis,
    rows,
    height: top,
    lanes,
    allLanes: span.lanes.length,
    merged,
    aloneFrom,
    order: orderOf(rows, span.discrepancies.length),
    zoomSteps,
  }
}

type ByLane = { things: (number[] | undefined)[]; frames: (number[] | undefined)[] }

/** The things to draw of each lane, and the discrepancies that stand on no thing; undefined for lanes left out. */
function byLane({ span, laneText }: GeometryInput, drawn: ReturnType<typeof spanThings>): ByLane {
  const wanted = span.lanes.map((lane) => laneMatches(lane, laneText))
  const things = wanted.map((shown): number[] | undefined => (shown ? [] : undefined))
  const frames = wanted.map((shown): number[] | undefined => (shown ? [] : undefined))
  const { leftLane, rightLane, mark } = span.things
  const onThings = new Set<number>()
  for (let thing = 0; thing < drawn.count; thing += 1) {
    const known = mark[thing] ?? absentHere
    if (known !== absentHere) onThings.add(known)
    if (!drawn.shown(thing)) continue
    const left = leftLane[thing] ?? absentHere
    const right = rightLane[thing] ?? absentHere
    if (left !== absentHere) things[left]?.push(thing)
    if (right !== absentHere && right !== left) things[right]?.push(thing)
  }
  for (const [index, { lanes }] of span.discrepancies.entries()) {
    if (onThings.has(index)) continue
    for (const lane of lanes) frames[lane]?.push(index)
  }
  return { things, frames }
}

function openIn(boxes: readonly LaneBox[], drawn: ReturnType<typeof spanThings>): number {
  const open = new Set<number>()
  for (const box of boxes) for (const mark of box.marks) if (drawn.marks[mark]?.accepted === false) open.add(mark)
  return open.size
}

function columnsOf(boxes: readonly LaneBox[], width: number): Pick<LaneRow, 'columns' | 'wide'> {
  const columns: number[][] = Array.from({ length: Math.ceil(width / columnWidth) }, () => [])
  const wide: number[] = []
  for (const [index, box] of boxes.entries()) {
    if (box.width > columnWidth) wide.push(index)
    else columns[Math.floor(box.x / columnWidth)]?.push(index)
  }
  return { columns, wide }
}

/** Each discrepancy where it is seen first; the empty place of a side that lacks it is not where one looks. */
function orderOf(rows: readonly CalendarRow[], marks: number): MarkPlace[] {
  const seen = new Uint8Array(marks)
  const order: MarkPlace[] = []
  for (const [row, drawn] of rows.entries()) {
    if (drawn.kind === 'group') continue
    for (const [box, { kind, marks: here }] of drawn.boxes.entries()) {
      if (kind === 'gap') continue
      for (const mark of here) {
        if (seen[mark]) continue
        seen[mark] = 1
        order.push({ mark, row, box })
      }
    }
  }
  return order
}

/** The lane at a row, or null where the row is none. */
export const laneAt = ({ rows }: Pick<LaneGeometry, 'rows'>, { row }: { row: number }): LaneRow | null => {
  const lane = rows[row]
  return lane?.kind === 'lane' ? lane : null
}
