import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { CalendarRow, LaneGeometry } from './geometry-types.ts'

/** A moment and a lane, and where on the grid's visible part they stand. */
type Held = { seconds: number; x: number; lane: number | null; dy: number }

export type GridPlace = {
  /** Takes note of where the grid stands; on each scroll. */
  note: () => void
  /** The next geometry is drawn with this moment at that many pixels right of the lanes' names. */
  holdNext: (seconds: number, x: number) => void
}

type PlaceInput = {
  gridRef: RefObject<HTMLDivElement | null>
  geometry: LaneGeometry
  /** Pixels of the lane names' column. */
  names: number
  /** The moment to begin with where the days do not fit. */
  begin: number | null
}

const rowAtTop = (rows: readonly CalendarRow[], top: number): CalendarRow | undefined =>
  rows.find((row) => row.top + row.height > top)

/** Keeps what one looks at in its place while zoom, mode and layers change: the moment in the middle, and the lane on top. */
export function useGridPlace({ gridRef, geometry, names, begin }: PlaceInput): GridPlace {
  const held = useRef<Held | null>(null)
  const asked = useRef<{ seconds: number; x: number } | null>(null)
  const drawn = useRef(geometry)

  const note = useCallback(() => {
    const grid = gridRef.current
    if (!grid) return
    const x = (grid.clientWidth - names) / 2
    const row = rowAtTop(drawn.current.rows, grid.scrollTop)
    held.current = {
      seconds: drawn.current.axis.secondsAt(grid.scrollLeft + x),
      x,
      lane: row?.kind === 'lane' ? row.lane : null,
      dy: row ? grid.scrollTop - row.top : 0,
    }
  }, [gridRef, names])

  useLayoutEffect(() => {
    const grid = gridRef.current
    if (!grid || drawn.current === geometry) return
    const before = drawn.current
    drawn.current = geometry
    const still = held.current
    if (!still) return
    const target = asked.current ?? { seconds: still.seconds, x: still.x }
    asked.current = null
    const moved = before.axis.width !== geometry.axis.width || before.axis.days[0]?.date !== geometry.axis.days[0]?.date
    if (moved) grid.scrollLeft = geometry.axis.xOf(target.seconds) - target.x
    const row =
      still.lane === null ? undefined : geometry.rows.find((one) => one.kind === 'lane' && one.lane === still.lane)
    // Another pairing's or week's lanes are others, whatever their numbers.
    if (row && before.span.compareId === geometry.span.compareId) grid.scrollTop = row.top + still.dy
    note()
  }, [geometry, gridRef, note])

  useEffect(() => {
    const grid = gridRef.current
    if (!grid || held.current) return
    if (begin !== null) grid.scrollLeft = geometry.axis.xOf(begin) - (grid.clientWidth - names) / 2
    note()
  }, [gridRef, geometry, names, begin, note])

  const holdNext = useCallback((seconds: number, x: number) => {
    asked.current = { seconds, x }
  }, [])
  return { note, holdNext }
}
