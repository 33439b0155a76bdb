import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react'
import type { DiscrepancyRow as Row } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { DiscrepancyRow } from './discrepancy-row.tsx'
import classes from './list.module.css'
import { rowForKey, rowHeight } from './list-shape.ts'

const columns = [
  { title: 'Discrepancy', shown: undefined },
  { title: 'Facility', shown: classes.wide },
  { title: 'Who', shown: undefined },
  { title: 'When, on the facility’s clock', shown: undefined },
  { title: 'What both systems say', shown: undefined },
  { title: 'Who moved it', shown: classes.widest },
  { title: 'First seen', shown: classes.wide },
]

type GridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  total: number
  rowAt: (index: number) => Row | undefined
  active: number | null
  changing: boolean
  now: Instant
  onRange: (first: number, last: number) => void
  /** Moves the mark; `open` also opens the detail, and `focus` goes into it. */
  onPick: (index: number, how: 'move' | 'open' | 'focus') => void
  onCopy: (row: Row) => void
}

/** The list, drawn only where it is in view; one tab stop, moved in by keys, rows named by their number in the whole. */
export function DiscrepancyGrid(props: GridProps) {
  const { gridRef, total, rowAt, active, changing, now, onRange, onPick, onCopy } = props
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const report = useRef(onRange)
  useEffect(() => {
    report.current = onRange
  })
  useEffect(() => report.current(first, last), [first, last])
  const height = virtual.scrollRect?.height
  useEffect(() => {
    if (active !== null && active < total) virtual.scrollToIndex(active, { align: 'auto' })
    // The mark moved, or the list got lower (an opened detail narrows it): only that scrolls, never new rows.
  }, [active, total, virtual, height])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return
    if (event.ctrlKey) {
      const row = active === null ? undefined : rowAt(active)
      if (event.key !== 'c' || !row || getSelection()?.isCollapsed === false) return
      event.preventDefault()
      return onCopy(row)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      return onPick(active ?? 0, 'focus')
    }
    // j and k work on the whole screen and are handled there.
    if (event.key === 'j' || event.key === 'k') return
    const page = Math.max(1, Math.floor((gridRef.current?.clientHeight ?? 0) / rowHeight) - 2)
    const next = rowForKey(event.key, active, total, page)
    if (next === null) return
    event.preventDefault()
    onPick(next, 'move')
  }

  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    const row = rowAt(index)
    if (!row) return
    if (target?.closest('[data-copy]')) return onCopy(row)
    if (getSelection()?.isCollapsed !== false) onPick(index, 'open')
  }

  const mounted = active !== null && items.some((item) => item.index === active)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid has no table element
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label="Discrepancies"
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      aria-busy={changing}
      {...(mounted ? { 'aria-activedescendant': `discrepancy-${active}` } : {})}
      className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="row" aria-rowindex={1} className={classes.header}>
        {columns.map(({ title, shown }) => (
          <span key={title} role="columnheader" className={shown ? `${classes.cell} ${shown}` : classes.cell}>
            {title}
          </span>
        ))}
        <span role="columnheader">
          <span className="visually-hidden">Copy</span>
        </span>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <DiscrepancyRow
            key={item.key}
            row={rowAt(item.index)}
            index={item.index}
            top={item.start - rowHeight}
            active={item.index === active}
            now={now}
          />
        ))}
      </div>
    </div>
  )
}
