import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from 'react'
import { rowForKey } from './row-for-key.ts'
import classes from './row-grid.module.css'
import { useVirtualRows } from './use-virtual-rows.ts'

/** A column's name; `hidden` where only a reader says it, `className` where it shows only on wide lists. */
export type Column = { title: string; hidden?: boolean; className?: string | undefined }

type RowGridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  /** What is listed, for a reader; also the page's name of the grid. */
  name: string
  /** The id of a row is this, a dash and its number. */
  idPrefix: string
  columns: readonly Column[]
  /** The class that lays out the head's cells as those of a row. */
  layout: string | undefined
  cell: string | undefined
  count: number
  rowHeight: number
  headHeight: number
  overscan: number
  active: number | null
  fixed?: number
  changing: boolean
  /** True where several rows can be selected. */
  picks?: boolean
  onRange: (first: number, last: number) => void
  /** Keys before the list's own; true where it was one of them. */
  onKey?: (event: KeyboardEvent) => boolean
  onMove: (index: number, extending: boolean) => void
  onEnter: (index: number) => void
  /** A click on a row or on something in it. */
  onClick: (index: number, target: Element, event: MouseEvent) => void
  /** Draws the row of that number, `top` pixels under the head. */
  row: (item: { index: number; key: string; top: number }) => ReactNode
}

/** A list drawn only where it is in view; one tab stop, moved in by keys, rows named by their number in the whole. */
export function RowGrid(props: RowGridProps) {
  const { gridRef, name, idPrefix, columns, layout, cell, count, rowHeight, headHeight, active, changing } = props
  const { overscan, fixed = 0, picks = false, onRange, onKey, onMove, onEnter, onClick, row } = props
  const { items, height } = useVirtualRows({
    scrollRef: gridRef,
    count,
    rowHeight,
    overscan,
    headHeight,
    active,
    fixed,
    onRange,
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onKey?.(event)) return event.preventDefault()
    if (event.altKey || event.metaKey || event.ctrlKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return onEnter(active ?? 0)
    }
    // j and k work on the whole screen and are handled there.
    if (event.key === 'j' || event.key === 'k') return
    const page = Math.max(1, Math.floor(((gridRef.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1)
    const next = rowForKey(event.key, active, count, page)
    if (next === null) return
    event.preventDefault()
    onMove(next, event.shiftKey)
  }
  const onPress = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    if (target && index >= 0) onClick(index, target, event)
  }
  const mounted = active !== null && items.some((item) => item.index === active)
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid has no table element */}
      <div
        ref={gridRef}
        role="grid"
        tabIndex={0}
        aria-label={name}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        {...(picks ? { 'aria-multiselectable': true } : {})}
        aria-busy={changing}
        {...(mounted ? { 'aria-activedescendant': `${idPrefix}-${active}` } : {})}
        className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
        onKeyDown={onKeyDown}
        onClick={onPress}
      >
        <div role="row" aria-rowindex={1} className={`${classes.head} ${layout ?? ''}`} style={{ height: headHeight }}>
          {columns.map(({ title, hidden, className }) => (
            <span key={title} role="columnheader" className={`${cell ?? ''} ${className ?? ''}`}>
              {hidden ? <span className="visually-hidden">{title}</span> : title}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height }}>
          {items.map((item) => row({ index: item.index, key: String(item.key), top: item.start - headHeight }))}
        </div>
      </div>
    </div>
  )
}
