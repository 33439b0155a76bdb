import { absentHere } from '#contract/calendar'
import type { LaneGeometry } from './geometry-types.ts'

/** A line of the equal list: a thing, or a discrepancy that stands on no thing (a double booking). */
export type Listed = { thing: number; mark: number | null } | { thing: null; mark: number }

/** All that the grid draws, each once, by start and then by lane: the grid and the list cannot tell different things. */
export function listedThings({ rows, span }: LaneGeometry): Listed[] {
  const things = new Map<number, { at: number; lane: number }>()
  const marks = new Map<number, { at: number; lane: number }>()
  const { mark: markOf } = span.things
  const onThings = new Set(markOf)
  const startOf = (thing: number): number => {
    const { leftLane, rightLane, leftStart, rightStart } = span.things
    const left = leftLane[thing] === absentHere ? Number.POSITIVE_INFINITY : (leftStart[thing] ?? 0)
    const right = rightLane[thing] === absentHere ? Number.POSITIVE_INFINITY : (rightStart[thing] ?? 0)
    return Math.min(left, right)
  }
  for (const row of rows) {
    if (row.kind === 'group') continue
    for (const box of row.boxes) {
      for (const thing of box.things) if (!things.has(thing)) things.set(thing, { at: startOf(thing), lane: row.lane })
      for (const mark of box.marks) {
        if (!onThings.has(mark) && !marks.has(mark)) marks.set(mark, { at: box.start, lane: row.lane })
      }
    }
  }
  const lines = [
    ...[...things].map(([thing, place]) => {
      const mark = markOf[thing] ?? absentHere
      return { ...place, listed: { thing, mark: mark === absentHere ? null : mark } as const }
    }),
    ...[...marks].map(([mark, place]) => ({ ...place, listed: { thing: null, mark } as const })),
  ]
  return lines.sort((a, b) => a.at - b.at || a.lane - b.lane).map(({ listed }) => listed)
}
