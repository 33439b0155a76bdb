import { IconChevronRight } from '@tabler/icons-react'
import type { RefObject } from 'react'
import type { DiscrepancyGroup } from '#contract/discrepancies'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { type Column, RowGrid } from '../../ui/row-grid.tsx'
import { groupLine } from './group-shape.ts'
import classes from './groups.module.css'

const rowHeight = 34
const columns: readonly Column[] = [
  { title: 'Group' },
  { title: 'Open' },
  { title: 'By kind' },
  { title: 'Next start' },
  { title: 'Opens', hidden: true },
]
/** A worker's lane is of one facility; other groups say it themselves, or span several. */
const laneColumns: readonly Column[] = [
  { title: 'Worker' },
  { title: 'Facility', className: classes.wide },
  ...columns.slice(1),
]
const noRange = (): void => {}

type GroupGridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  groups: readonly DiscrepancyGroup[]
  pairings: readonly PairingState[]
  active: number | null
  changing: boolean
  now: Instant
  onMove: (index: number) => void
  /** Lists the rows of a group. */
  onOpen: (group: DiscrepancyGroup) => void
}

/** The list put together: one line per group, opened to its rows. */
export function GroupGrid({ gridRef, groups, pairings, active, changing, now, onMove, onOpen }: GroupGridProps) {
  const lanes = groups[0]?.by === 'resource'
  const layout = lanes ? `${classes.layout} ${classes.lanes}` : (classes.layout ?? '')
  const open = (index: number): void => {
    const group = groups[index]
    if (group) onOpen(group)
  }
  return (
    <RowGrid
      gridRef={gridRef}
      name="Groups of discrepancies"
      idPrefix="group"
      columns={lanes ? laneColumns : columns}
      layout={layout}
      cell={classes.cell}
      count={groups.length}
      rowHeight={rowHeight}
      headHeight={28}
      overscan={8}
      active={active}
      changing={changing}
      onRange={noRange}
      onMove={onMove}
      onEnter={open}
      onClick={open}
      row={({ index, key, top }) => {
        const group = groups[index]
        if (!group) return null
        const { name, facility, kinds, rows, next } = groupLine(group, pairings, now)
        return (
          <div
            key={key}
            role="row"
            id={`group-${index}`}
            aria-rowindex={index + 2}
            data-index={index}
            {...(index === active ? { 'data-active': '' } : {})}
            className={`${layout} ${classes.row}`}
            style={{ transform: `translateY(${top}px)` }}
          >
            <b role="gridcell" className={classes.cell} title={name}>
              {name}
            </b>
            {lanes && (
              <span role="gridcell" className={`${classes.cell} ${classes.wide}`}>
                {facility}
              </span>
            )}
            <span role="gridcell" className={`${classes.cell} digits`}>
              {rows}
            </span>
            <span role="gridcell" className={classes.kinds}>
              {kinds.map(({ kind, words, look, count }) => (
                <span key={kind} className={classes.kind} title={`${words}: ${countWords(count)}`}>
                  <KindGlyph look={look} />
                  <span className="visually-hidden">{words}</span> <span className="digits">{countWords(count)}</span>
                </span>
              ))}
            </span>
            <span role="gridcell" className={`${classes.cell} digits`}>
              {next}
            </span>
            <span role="gridcell" className={classes.opens} title="Show its rows (Enter)">
              <IconChevronRight size={15} aria-hidden="true" />
              <span className="visually-hidden">Opens its rows</span>
            </span>
          </div>
        )
      }}
    />
  )
}
