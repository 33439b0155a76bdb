import type { Inset } from './geometry-types.ts'
import type { Draft } from './lane-draft.ts'

/** From here on there is room for words. */
export const nameWidth = 52

const none: Inset = { left: 0, right: 0 }
/** Of the sign on the left edge of a frame, and beside the frame's line. */
const badge = 17
const beside = 3

/**
 * Where the words of a box stand that the frame of a double booking lies over: before the frame, in it beside its sign, or
 * after it, the first place with room or else the widest, so that neither line nor sign covers them.
 */
export function wordsBeside({ x, width }: Draft, frames: readonly Draft[]): Inset {
  const end = x + width
  const frame = frames.find((one) => one.x < end && one.x + one.width > x)
  if (!frame) return none
  const frameEnd = frame.x + frame.width
  const places = [
    { from: x, to: frame.x - beside },
    { from: Math.max(x, frame.x + badge), to: Math.min(end, frameEnd) },
    { from: Math.max(x, frameEnd + beside), to: end },
  ]
  const widest = places.reduce((best, place) => (place.to - place.from > best.to - best.from ? place : best))
  const { from, to } = places.find((place) => place.to - place.from >= nameWidth) ?? widest
  return { left: from - x, right: end - to }
}
