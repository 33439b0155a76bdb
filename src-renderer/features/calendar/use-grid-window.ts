import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { LaneGeometry } from './geometry-types.ts'
import { columnWidth, laneAt } from './lane-geometry.ts'

/** Pixels of the days' header above the lanes. */
export const headHeight = 44
const wideNames = 190
const narrowNames = 132
/** Below this width the lanes' names give room to the time. */
const narrowGrid = 720
/** Pixels kept free beside a box that is scrolled to. */
const beside = 24

const namesWidth = (grid: number): number => (grid < narrowGrid ? narrowNames : wideNames)

/** Pixels left for the time in a grid of this width. */
export const timeWidth = (grid: number): number => Math.max(1, grid - namesWidth(grid))

type WindowInput = {
  /** What scrolls. */
  gridRef: RefObject<HTMLDivElement | null>
  geometry: LaneGeometry
  onWidth: (width: number) => void
}

type GridWindow = {
  /** Pixels of the lane names' column. */
  names: number
  /** The rows drawn, and the first and last column of them. */
  items: VirtualItem[]
  first: number
  last: number
  /** Scrolls as little as needed to bring a box into view. */
  reveal: (at: { row: number; box: number }) => void
}

/** What of the grid is drawn: the rows and columns in view with a few around them. Tells the width there is for the time. */
export function useGridWindow({ gridRef, geometry, onWidth }: WindowInput): GridWindow {
  const { rows, axis } = geometry
  const [names, setNames] = useState(wideNames)
  const vertical = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridRef.current,
    estimateSize: (index) => rows[index]?.height ?? 0,
    // Another geometry is another list: its heights are asked for anew.
    getItemKey: useCallback((index: number) => `${index} ${rows[index]?.height}`, [rows]),
    overscan: 1,
    scrollMargin: headHeight,
  })
  const horizontal = useVirtualizer({
    count: Math.ceil(axis.width / columnWidth),
    horizontal: true,
    getScrollElement: () => gridRef.current,
    estimateSize: () => columnWidth,
    overscan: 1,
    scrollMargin: names,
  })
  const columns = horizontal.getVirtualItems()

  const reveal = useCallback(
    (at: { row: number; box: number }) => {
      const grid = gridRef.current
      const lane = laneAt(geometry, at)
      const box = lane?.boxes[at.box]
      if (!grid || !lane || !box) return
      const height = grid.clientHeight - headHeight
      const width = grid.clientWidth - names
      if (lane.top < grid.scrollTop) grid.scrollTop = lane.top
      else if (lane.top + lane.height > grid.scrollTop + height) grid.scrollTop = lane.top + lane.height - height
      const margin = Math.min(beside, width / 4)
      if (box.x < grid.scrollLeft || box.width > width - 2 * margin) grid.scrollLeft = box.x - margin
      else if (box.x + box.width > grid.scrollLeft + width) grid.scrollLeft = box.x + box.width + margin - width
    },
    [gridRef, geometry, names],
  )

  const tellWidth = useRef(onWidth)
  useEffect(() => {
    tellWidth.current = onWidth
  })
  useEffect(() => {
    const grid = gridRef.current
    if (!grid) return
    const observer = new ResizeObserver(() => {
      setNames(namesWidth(grid.clientWidth))
      tellWidth.current(timeWidth(grid.clientWidth))
    })
    observer.observe(grid)
    return () => observer.disconnect()
  }, [gridRef])

  return {
    names,
    items: vertical.getVirtualItems(),
    first: columns[0]?.index ?? 0,
    last: columns.at(-1)?.index ?? 0,
    reveal,
  }
}
