import type { CalendarSpan } from '#contract/calendar'
import type { Fingerprint } from '#contract/ids'
import type { BoxKind, BoxSlot, LaneBox, LaneGeometry, LaneRow } from './geometry-types.ts'
import { laneAt } from './lane-geometry.ts'

/**
 * Where the mark stands, in words that outlive a new geometry: a box's number changes with zoom, layers and mode, its
 * lane, side, time and what it stands for do not.
 */
export type Place = {
  /** Into the span's lanes. */
  lane: number
  /** The side that up and down came along; boxes over both sides keep it. */
  side: 'left' | 'right'
  /** Seconds from the span's start. */
  at: number
  kind: BoxKind
  /** Its first discrepancy and thing, where it has any. */
  mark: number | null
  thing: number | null
}

/** A place in a geometry: the row's number and the box's in it. */
export type BoxAt = { row: number; box: number }

const onSide = (slot: BoxSlot, side: Place['side']): boolean => slot === side || slot === 'both'

function rowOfLane(geometry: LaneGeometry, lane: number): number | null {
  const row = geometry.rows.findIndex((one) => one.kind === 'lane' && one.lane === lane)
  return row === -1 ? null : row
}

/**
 * The box of that side nearest to a moment: the one it falls into, else the closest; what is drawn over both sides only
 * where nothing of the side itself is as near. Null where the side has none.
 */
function nearest(row: LaneRow, side: Place['side'], at: number): number | null {
  let best: number | null = null
  let bestGap = Number.POSITIVE_INFINITY
  for (const [index, box] of row.boxes.entries()) {
    if (!onSide(box.slot, side)) continue
    const apart = at < box.start ? box.start - at : at >= box.end ? at - box.end + 1 : 0
    const gap = box.slot === side ? apart : apart + 0.5
    if (gap < bestGap) {
      best = index
      bestGap = gap
    }
  }
  return best
}

/** The first box that fulfils the condition on that side, else on any. */
function boxWhere(row: LaneRow, side: Place['side'], fits: (box: LaneBox) => boolean): number | null {
  const own = row.boxes.findIndex((box) => onSide(box.slot, side) && fits(box))
  const found = own === -1 ? row.boxes.findIndex(fits) : own
  return found === -1 ? null : found
}

const isIt = (box: LaneBox, { kind, mark, thing }: Place): boolean =>
  box.kind === kind && (box.marks[0] ?? null) === mark && (box.things[0] ?? null) === thing

/** The box at a place, or what has come nearest to it in its lane; null where nothing of the lane is drawn. */
export function boxAt(geometry: LaneGeometry, place: Place): BoxAt | null {
  const row = rowOfLane(geometry, place.lane)
  const lane = row === null ? null : laneAt(geometry, { row })
  if (row === null || !lane) return null
  const { mark, thing, side, at } = place
  const box =
    boxWhere(lane, side, (one) => isIt(one, place)) ??
    (mark === null ? null : boxWhere(lane, side, ({ marks }) => marks.includes(mark))) ??
    (thing === null ? null : boxWhere(lane, side, ({ things }) => things.includes(thing))) ??
    nearest(lane, side, at) ??
    nearest(lane, side === 'left' ? 'right' : 'left', at)
  return box === null ? null : { row, box }
}

/** The same lane and time in another span; null where the lane is not there. What stood there is asked for by time alone. */
export function movePlace(place: Place, before: CalendarSpan, after: CalendarSpan): Place | null {
  const resource = before.lanes[place.lane]?.resource
  const lane = after.lanes.findIndex((one) => one.resource === resource)
  return resource === undefined || lane === -1 ? null : { ...place, lane, mark: null, thing: null }
}

/** The place of a box, reached along that side. */
export function placeOf(geometry: LaneGeometry, { row, box }: BoxAt, side: Place['side']): Place | null {
  const lane = laneAt(geometry, { row })
  const drawn = lane?.boxes[box]
  if (!lane || !drawn) return null
  return {
    lane: lane.lane,
    side: drawn.slot === 'both' ? side : drawn.slot,
    at: drawn.start,
    kind: drawn.kind,
    mark: drawn.marks[0] ?? null,
    thing: drawn.things[0] ?? null,
  }
}

/** Where the mark begins: at the first lane at or below `top` pixels, at the box nearest to a moment. */
export function placeFrom(geometry: LaneGeometry, top: number, at: number): Place | null {
  for (const [row, lane] of geometry.rows.entries()) {
    if (lane.kind === 'group' || lane.top < top || lane.boxes.length === 0) continue
    const box = nearest(lane, 'left', at) ?? nearest(lane, 'right', at)
    return box === null ? null : placeOf(geometry, { row, box }, 'left')
  }
  return null
}

/** The first box of the first lane that has one. */
export const firstPlace = (geometry: LaneGeometry): Place | null => placeFrom(geometry, 0, Number.MIN_SAFE_INTEGER)

/** The place of a discrepancy, where it is drawn. */
export function placeOfMark(geometry: LaneGeometry, mark: number): Place | null {
  const found = geometry.order.find((one) => one.mark === mark)
  if (!found) return null
  return placeOf(geometry, found, 'left')
}

export type CalendarKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | 'PageUp' | 'PageDown'

const keys = new Set<string>(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'])

export const isCalendarKey = (key: string): key is CalendarKey => keys.has(key)

/** How many lanes a page is. */
const pageLanes = 10

/**
 * The place a key leads to: left and right by box, Home and End to the side's first and last, up and down along the sides
 * (left, right, next lane) at the same time of day. Stays where there is nothing further on.
 */
export function nextPlace(geometry: LaneGeometry, current: Place | null, key: CalendarKey): Place | null {
  const here = current && boxAt(geometry, current)
  const box = here && laneAt(geometry, here)?.boxes[here.box]
  if (!current || !here || !box) return firstPlace(geometry)
  const place = { ...current, lane: laneAt(geometry, here)?.lane ?? current.lane }
  switch (key) {
    case 'ArrowRight':
      return along(geometry, here, place, 1)
    case 'ArrowLeft':
      return along(geometry, here, place, -1)
    case 'Home':
      return edge(geometry, here, place, 'first')
    case 'End':
      return edge(geometry, here, place, 'last')
    case 'ArrowDown':
      return upDown(geometry, here, place, box, 1)
    case 'ArrowUp':
      return upDown(geometry, here, place, box, -1)
    case 'PageDown':
      return lanesOn(geometry, here, place, pageLanes)
    case 'PageUp':
      return lanesOn(geometry, here, place, -pageLanes)
  }
}

function along(geometry: LaneGeometry, here: BoxAt, place: Place, step: 1 | -1): Place {
  const boxes = laneAt(geometry, here)?.boxes ?? []
  for (let index = here.box + step; index >= 0 && index < boxes.length; index += step) {
    const slot = boxes[index]?.slot
    if (slot && onSide(slot, place.side)) return placeOf(geometry, { row: here.row, box: index }, place.side) ?? place
  }
  return place
}

function edge(geometry: LaneGeometry, here: BoxAt, place: Place, which: 'first' | 'last'): Place {
  const boxes = laneAt(geometry, here)?.boxes ?? []
  const isOne = (box: LaneBox): boolean => onSide(box.slot, place.side)
  const box = which === 'first' ? boxes.findIndex(isOne) : boxes.findLastIndex(isOne)
  return placeOf(geometry, { row: here.row, box }, place.side) ?? place
}

function upDown(geometry: LaneGeometry, here: BoxAt, place: Place, box: LaneBox, step: 1 | -1): Place {
  const other = place.side === 'left' ? 'right' : 'left'
  const further = step === 1 ? 'right' : 'left'
  const lane = laneAt(geometry, here)
  // A box over both sides is left for the next lane: its other side is itself.
  if (lane && box.slot !== 'both' && place.side !== further) {
    const across = nearest(lane, other, box.start)
    if (across !== null) return placeOf(geometry, { row: here.row, box: across }, other) ?? place
  }
  const sides = step === 1 ? (['left', 'right'] as const) : (['right', 'left'] as const)
  for (let row = here.row + step; row >= 0 && row < geometry.rows.length; row += step) {
    const found = inRow(geometry, row, sides, box.start)
    if (found) return found
  }
  return place
}

function inRow(geometry: LaneGeometry, row: number, sides: readonly Place['side'][], at: number): Place | null {
  const lane = laneAt(geometry, { row })
  if (!lane) return null
  for (const side of sides) {
    const box = nearest(lane, side, at)
    if (box !== null) return placeOf(geometry, { row, box }, side)
  }
  return null
}

function lanesOn(geometry: LaneGeometry, here: BoxAt, place: Place, lanes: number): Place {
  const step = Math.sign(lanes)
  let found = place
  let left = Math.abs(lanes)
  for (let row = here.row + step; left > 0 && row >= 0 && row < geometry.rows.length; row += step) {
    const next = inRow(geometry, row, [place.side, place.side === 'left' ? 'right' : 'left'], place.at)
    if (!next) continue
    found = next
    left -= 1
  }
  return found
}

/** The number of a discrepancy among those drawn, in the order of `j` and `k`; null where it is not drawn. */
export function markNumber(geometry: LaneGeometry, fingerprint: Fingerprint): number | null {
  const at = geometry.order.findIndex(({ mark }) => geometry.span.discrepancies[mark]?.row.fingerprint === fingerprint)
  return at === -1 ? null : at
}

/**
 * The next or previous discrepancy, pair by pair: after the open one, else from the place where the mark stands, else the
 * first. Stays at the ends; null where none is drawn.
 */
export function stepMark(
  geometry: LaneGeometry,
  from: { open: Fingerprint | null; place?: Place | null },
  step: 1 | -1,
): Fingerprint | null {
  const { order, span } = geometry
  const open = from.open === null ? null : markNumber(geometry, from.open)
  const index = open === null ? besidePlace(geometry, from.place ?? null, step) : open + step
  const found = order[Math.max(0, Math.min(order.length - 1, index))]
  return found ? (span.discrepancies[found.mark]?.row.fingerprint ?? null) : null
}

function besidePlace({ order, rows }: LaneGeometry, place: Place | null, step: 1 | -1): number {
  if (!place) return 0
  const row = rows.findIndex((one) => one.kind === 'lane' && one.lane === place.lane)
  const startOf = (one: { row: number; box: number }): number => {
    const lane = rows[one.row]
    return lane?.kind === 'lane' ? (lane.boxes[one.box]?.start ?? 0) : 0
  }
  const after = order.findIndex((one) => one.row > row || (one.row === row && startOf(one) >= place.at))
  if (step === 1) return after === -1 ? order.length - 1 : after
  return (after === -1 ? order.length : after) - 1
}

/** The next zoom in or out, in pixels per hour; the same where there is none. */
export function zoomStep({ zoomSteps, axis }: LaneGeometry, step: 1 | -1): number {
  const now = axis.pixelsPerHour
  const found = step === 1 ? zoomSteps.find((one) => one > now * 1.01) : zoomSteps.findLast((one) => one < now * 0.99)
  return found ?? now
}
