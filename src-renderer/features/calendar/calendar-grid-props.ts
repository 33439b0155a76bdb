import type { Fingerprint } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { LaneGeometry } from './geometry-types.ts'

/** What somebody chose in the grid: a discrepancy, or a thing without one (its number in `CalendarThings`). */
export type CalendarPick = { kind: 'mark'; fingerprint: Fingerprint } | { kind: 'thing'; thing: number }

/** `open`: shown beside, focus stays in the grid. `focus`: the detail takes the focus. */
export type PickHow = 'open' | 'focus'

export type CalendarGridProps = {
  geometry: LaneGeometry
  now: Instant
  /** What is shown beside: scrolled to and marked. */
  open: CalendarPick | null
  /** Data on its way: what is drawn is that of before. */
  changing: boolean
  onPick: (pick: CalendarPick, how: PickHow) => void
  /** Another zoom, in pixels per hour; the grid keeps the place by itself. */
  onZoom: (pixelsPerHour: number) => void
  /** Pixels there are for the time axis: goes back into the geometry. */
  onWidth: (width: number) => void
}
