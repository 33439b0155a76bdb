import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { Cluster } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import type { ListedRow } from '../../queries/discrepancies.ts'
import { rowForKey } from '../../ui/row-for-key.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { ClusterRow } from './cluster-row.tsx'
import { DiscrepancyRow } from './discrepancy-row.tsx'
import classes from './list.module.css'
import { rowHeight } from './list-shape.ts'

const columns = [
  { title: 'Discrepancy', shown: undefined },
  { title: 'Facility', shown: classes.wide },
  { title: 'Who', shown: undefined },
  { title: 'When, on the facility’s clock', shown: undefined },
  { title: 'What both systems say', shown: undefined },
  { title: 'Who moved it', shown: classes.widest },
  { title: 'First seen', shown: classes.wide },
]

/** Among accepted ones, who accepted it, why and until when matters more than what both systems say. */
const acceptedColumns = columns.map((column) => {
  if (column.title === 'What both systems say') return { ...column, shown: classes.widest }
  return column.title === 'Who moved it' ? { title: 'Accepted', shown: undefined } : column
})

type GridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  /** The groups, each one line above the rows. */
  clusters: readonly Cluster[]
  /** True where accepted ones are listed. */
  accepted: boolean
  /** How many rows there are, groups' lines not counted. */
  rows: number
  rowAt: (index: number) => ListedRow | undefined
  /** The marked line, groups' lines counted. */
  active: number | null
  changing: boolean
  now: Instant
  /** Why nothing can be decided now; null where it can. */
  readOnly: string | null
  /** The rows in view. */
  onRange: (first: number, last: number) => void
  /** Moves the mark to a line; `open` also opens it, and `focus` goes into its detail. */
  onPick: (line: number, how: 'move' | 'open' | 'focus') => void
  onCopy: (row: ListedRow) => void
  /** Accepts what stands on a line, or reopens it where it is accepted. */
  onDecide: (line: number) => void
}

/** The list, drawn only where it is in view; one tab stop, moved in by keys, lines named by their number in the whole. */
export function DiscrepancyGrid(props: GridProps) {
  const { gridRef, clusters, accepted, rows, active, changing, now, readOnly } = props
  const { onRange, onPick, onCopy, onDecide } = props
  const total = clusters.length + rows
  const rowAt = (line: number): ListedRow | undefined => props.rowAt(line - clusters.length)
  const { items, height } = useVirtualRows({
    scrollRef: gridRef,
    count: total,
    rowHeight,
    overscan: 10,
    headHeight: rowHeight,
    active,
    fixed: clusters.length,
    onRange,
  })

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
    const line = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    const row = rowAt(line)
    if (!row && clusters[line] === undefined) return
    if (target?.closest('[data-decide]')) return onDecide(line)
    if (row && target?.closest('[data-copy]')) return onCopy(row)
    if (getSelection()?.isCollapsed !== false) onPick(line, 'open')
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
        {(accepted ? acceptedColumns : columns).map(({ title, shown }) => (
          <span key={title} role="columnheader" className={shown ? `${classes.cell} ${shown}` : classes.cell}>
            {title}
          </span>
        ))}
        <span role="columnheader">
          <span className="visually-hidden">Actions</span>
        </span>
      </div>
      <div role="rowgroup" style={{ height }}>
        {items.map((item) => {
          const place = { index: item.index, top: item.start - rowHeight, active: item.index === active, now, readOnly }
          const cluster = clusters[item.index]
          return cluster ? (
            <ClusterRow key={cluster.id} cluster={cluster} accepted={accepted} {...place} />
          ) : (
            <DiscrepancyRow key={item.key} row={rowAt(item.index)} {...place} />
          )
        })}
      </div>
    </div>
  )
}
