import type { LaneBox } from './geometry-types.ts'

/** A box before it has its place in the row. */
export type Draft = Omit<LaneBox, 'y' | 'height' | 'level' | 'inset'>

/** What belongs to one discrepancy in one lane: it becomes part of a pill as a whole. */
export type Found = { mark: number; boxes: Draft[]; narrow: boolean }
