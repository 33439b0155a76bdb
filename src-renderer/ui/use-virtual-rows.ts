import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef } from 'react'

type VirtualRows = {
  /** What scrolls. */
  scrollRef: RefObject<HTMLDivElement | null>
  count: number
  rowHeight: number
  /** Rows drawn beyond each edge. */
  overscan: number
  /** Height of the header that stays above the rows, where there is one. */
  headHeight?: number
  /** The marked row, where there is a mark; it is scrolled to when the mark moves. */
  active?: number | null
  /** How many of the first rows the caller has at hand already; the range in view is counted after them. */
  fixed?: number
  onRange: (first: number, last: number) => void
}

/** The rows of a list that are drawn: those in view, and the height of all. Tells the range, and keeps the mark in view. */
export function useVirtualRows(input: VirtualRows): { items: VirtualItem[]; height: number } {
  const { scrollRef, count, rowHeight, overscan, headHeight = 0, active = null, fixed = 0, onRange } = input
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const items = virtual.getVirtualItems()
  const first = Math.max(0, (items[0]?.index ?? 0) - fixed)
  const last = Math.max(0, (items.at(-1)?.index ?? 0) - fixed)
  const report = useRef(onRange)
  useEffect(() => {
    report.current = onRange
  })
  useEffect(() => report.current(first, last), [first, last])
  const viewHeight = virtual.scrollRect?.height
  useEffect(() => {
    if (active !== null && active < count) virtual.scrollToIndex(active, { align: 'auto' })
    // The mark moved, or the list got lower (an opened detail narrows it): only that scrolls, never new rows.
  }, [active, count, virtual, viewHeight])
  return { items, height: virtual.getTotalSize() }
}
