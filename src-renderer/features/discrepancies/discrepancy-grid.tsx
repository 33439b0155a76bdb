import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { Cluster } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import type { ListedRow } from '../../queries/discrepancies.ts'
import { type Column, RowGrid } from '../../ui/row-grid.tsx'
import { ClusterRow } from './cluster-row.tsx'
import { DiscrepancyRow } from './discrepancy-row.tsx'
import classes from './list.module.css'
import { rowHeight } from './list-shape.ts'

const columns: readonly Column[] = [
  { title: 'Select', hidden: true },
  { title: 'Discrepancy' },
  { title: 'Facility', className: `${classes.wide} ${classes.facility}` },
  { title: 'Who' },
  { title: 'When, on the facility’s clock' },
  { title: 'What both systems say' },
  { title: 'Who moved it', className: classes.widest },
  { title: 'First seen', className: classes.wide },
  { title: 'Given to', className: classes.wide },
  { title: 'Actions', hidden: true },
]

/** Among accepted ones, who accepted it, why and until when matters more than what both systems say. */
const acceptedColumns = columns.map((column): Column => {
  if (column.title === 'What both systems say') return { ...column, className: classes.widest }
  return column.title === 'Who moved it' ? { title: 'Accepted' } : column
})

const columnsOf = (accepted: boolean, byRisk: boolean): readonly Column[] =>
  (accepted ? acceptedColumns : columns).map((column) =>
    byRisk && column.title === 'First seen' ? { ...column, title: 'Risk' } : column,
  )

/** What is done with a line: `pick` selects or unselects it, `extend` selects up to it; `open` and `focus` show its detail. */
export type Marking = 'move' | 'open' | 'focus' | 'pick' | 'extend'

type GridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  /** The groups, each one line above the rows. */
  clusters: readonly Cluster[]
  /** All that match are selected, those of groups too. */
  allPicked: boolean
  /** Rows of several facilities may be listed. */
  across: boolean
  /** True where accepted ones are listed. */
  accepted: boolean
  /** Ordered by risk, which every row then shows. */
  byRisk: boolean
  /** How many rows there are, groups' lines not counted. */
  rows: number
  rowAt: (index: number) => ListedRow | undefined
  /** The marked line, groups' lines counted. */
  active: number | null
  changing: boolean
  now: Instant
  /** Why nothing can be decided now; null where it can. */
  readOnly: string | null
  /** Which rows are selected; null where nothing can be. */
  isPicked: ((row: ListedRow) => boolean) | null
  /** The rows in view. */
  onRange: (first: number, last: number) => void
  onMark: (line: number, how: Marking) => void
  onPickAll: () => void
  onCopy: (row: ListedRow) => void
  /** Accepts what stands on a line, or reopens it where it is accepted. */
  onDecide: (line: number) => void
}

/** The list, drawn only where it is in view; one tab stop, moved in by keys, lines named by their number in the whole. */
export function DiscrepancyGrid(props: GridProps) {
  const { gridRef, clusters, allPicked, across, accepted, byRisk, rows, active, changing, now, readOnly } = props
  const { isPicked, onRange, onMark, onPickAll, onCopy, onDecide } = props
  const total = clusters.length + rows
  const rowAt = (line: number): ListedRow | undefined => props.rowAt(line - clusters.length)
  const onKey = (event: KeyboardEvent): boolean => {
    if (!event.ctrlKey || event.altKey || event.metaKey) return false
    if (event.key === 'a' && isPicked !== null) {
      onPickAll()
      return true
    }
    const row = active === null ? undefined : rowAt(active)
    if (event.key !== 'c' || !row || getSelection()?.isCollapsed === false) return false
    onCopy(row)
    return true
  }

  const onClick = (line: number, target: Element, event: MouseEvent): void => {
    const row = rowAt(line)
    if (!row && clusters[line] === undefined) return
    if (target.closest('[data-decide]')) return onDecide(line)
    if (row && target.closest('[data-copy]')) return onCopy(row)
    if (isPicked !== null && event.shiftKey) return onMark(line, 'extend')
    if (isPicked !== null && (target.closest('[data-pick]') || event.ctrlKey || event.metaKey)) {
      return onMark(line, 'pick')
    }
    if (getSelection()?.isCollapsed !== false) onMark(line, 'open')
  }

  return (
    <RowGrid
      gridRef={gridRef}
      name="Discrepancies"
      idPrefix="discrepancy"
      columns={columnsOf(accepted, byRisk)}
      layout={across ? `${classes.header} ${classes.across}` : classes.header}
      cell={classes.cell}
      count={total}
      rowHeight={rowHeight}
      headHeight={rowHeight}
      overscan={10}
      active={active}
      fixed={clusters.length}
      changing={changing}
      picks={isPicked !== null}
      onRange={onRange}
      onKey={onKey}
      onMove={(line, extending) => onMark(line, extending && isPicked !== null ? 'extend' : 'move')}
      onEnter={(line) => onMark(line, 'focus')}
      onClick={onClick}
      row={({ index, key, top }) => {
        const place = { index, top, active: index === active, across, now, readOnly }
        const cluster = clusters[index]
        if (cluster) return <ClusterRow key={cluster.id} {...{ cluster, accepted, picked: allPicked }} {...place} />
        const row = rowAt(index)
        const picked = isPicked === null ? null : row !== undefined && isPicked(row)
        return <DiscrepancyRow key={key} row={row} picked={picked} {...place} />
      }}
    />
  )
}
