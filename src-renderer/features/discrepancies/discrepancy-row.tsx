import { IconCopy } from '@tabler/icons-react'
import { memo } from 'react'
import type { DiscrepancyRow as Row } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { kindLook, timeMoved } from '../../format/kind-words.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import classes from './list.module.css'
import { rowCells } from './list-shape.ts'

type RowProps = { row: Row | undefined; index: number; top: number; active: boolean; now: Instant }

/** One 28 px row; a row whose window is still on its way shows a quiet bar. Clicks are handled by the grid. */
export const DiscrepancyRow = memo(function DiscrepancyRow({ row, index, top, active, now }: RowProps) {
  const place = { transform: `translateY(${top}px)` }
  const name = { role: 'row', id: `discrepancy-${index}`, 'aria-rowindex': index + 2, 'data-index': index } as const
  if (!row) {
    return (
      <div {...name} className={classes.row} style={place} aria-busy="true">
        <span role="gridcell">
          <span className="visually-hidden">loading</span>
          <div className={classes.blank} />
        </span>
      </div>
    )
  }
  const cells = rowCells(row, now)
  return (
    <div {...name} className={classes.row} style={place} aria-selected={active}>
      <span role="gridcell" className={`${classes.cell} ${classes.kind}`}>
        <KindGlyph look={kindLook(row.kind, timeMoved(row))} />
        <span>{cells.kind}</span>
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.wide}`}>
        {cells.facility}
      </span>
      <span role="gridcell" className={row.who === '' ? `${classes.cell} ${classes.dim}` : classes.cell}>
        {cells.who}
      </span>
      <span role="gridcell" className={`${classes.cell} digits`}>
        {cells.when}
      </span>
      <span role="gridcell" className={classes.cell} title={`${cells.what}\n${cells.blame}`.trim()}>
        {cells.what}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.widest}`} title={cells.blame}>
        {cells.blame}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.dim} ${classes.wide}`}>
        {cells.firstSeen}
      </span>
      <span role="gridcell">
        <button
          type="button"
          tabIndex={-1}
          className={classes.copy}
          data-copy={index}
          aria-label="Copy row"
          title="Copy row"
        >
          <IconCopy size={14} />
        </button>
      </span>
    </div>
  )
})
