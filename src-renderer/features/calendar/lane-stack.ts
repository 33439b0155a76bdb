import type { BoxSlot, CalendarLayers, CalendarMode, LaneBox } from './geometry-types.ts'
import type { Draft } from './lane-draft.ts'
import { wordsBeside } from './words-room.ts'

/** A side of a paired lane, and a lane in overlay, with the space below each box. */
const sideLevel = 18
const overlayLevel = 20
const space = 2
const leastHeight = 24

type StackInput = {
  quiet: readonly Draft[]
  found: readonly Draft[]
  /** Quiet boxes are bars then, which what is found is drawn over. */
  merged: boolean
  mode: CalendarMode
  sides: CalendarLayers['sides']
}

export type Stacked = { boxes: LaneBox[]; height: number; tops: { left: number | null; right: number | null } }

const byStart = (a: Draft, b: Draft): number =>
  a.start - b.start || Number(b.state === 'found') - Number(a.state === 'found') || b.end - a.end

/** The level of each box among those it overlaps in time, the first free one; and how many there are. */
function levelsOf(boxes: readonly Draft[]): { levels: Map<Draft, number>; count: number } {
  const levels = new Map<Draft, number>()
  const until: number[] = []
  for (const box of [...boxes].sort(byStart)) {
    const free = until.findIndex((end) => end <= box.start)
    const level = free === -1 ? until.length : free
    until[level] = box.end
    levels.set(box, level)
  }
  return { levels, count: Math.max(1, until.length) }
}

const overBoth = (box: Draft): boolean => box.kind === 'pill' || box.kind === 'frame'

/** Puts every box into its place: sides one below the other, overlapping ones in levels, pills and frames over all of it. */
export function stackLane({ quiet, found, merged, mode, sides }: StackInput): Stacked {
  const stacked = [...(merged ? [] : quiet), ...found.filter((box) => !overBoth(box))]
  const slots: readonly BoxSlot[] = mode === 'overlay' ? ['both'] : sides === 'both' ? ['left', 'right'] : [sides]
  const step = mode === 'overlay' ? overlayLevel : sideLevel
  const boxes: LaneBox[] = []
  const frames = found.filter(({ kind }) => kind === 'frame')
  const placed = (box: Draft, level: number, y: number, height: number): LaneBox => {
    const inset = wordsBeside(box, overBoth(box) ? [] : frames)
    return { ...box, level, y, height, inset }
  }
  const tops: Stacked['tops'] = { left: null, right: null }
  let top = space
  for (const slot of slots) {
    if (slot !== 'both') tops[slot] = top
    const { levels, count } = levelsOf(stacked.filter((box) => box.slot === slot))
    for (const [box, level] of levels) boxes.push(placed(box, level, top + level * step, step - space))
    if (merged) {
      for (const box of quiet) if (box.slot === slot) boxes.push(placed(box, 0, top, step - space))
    }
    top += count * step
  }
  const height = Math.max(leastHeight, mode === 'overlay' ? top + space : top)
  for (const box of found) if (overBoth(box)) boxes.push(placed(box, 0, 1, height - 3))
  const rank = { left: 0, both: 1, right: 2 }
  boxes.sort((a, b) => a.start - b.start || rank[a.slot] - rank[b.slot] || a.level - b.level)
  return { boxes, height, tops }
}
