import { IconArrowBackUp, IconCheck, IconCopy } from '@tabler/icons-react'
import { memo } from 'react'
import { pairRestsOn } from '#contract/discrepancy-words'
import type { Instant } from '#contract/time'
import { kindLook, timeMoved } from '../../format/kind-words.ts'
import { riskWords, rounded } from '../../format/risk-words.ts'
import { rowCells } from '../../format/row-words.ts'
import type { ListedRow } from '../../queries/discrepancies.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { MatchMark } from '../../ui/match-mark.tsx'
import classes from './list.module.css'
import { acceptanceWords } from './list-shape.ts'

type RowProps = {
  row: ListedRow | undefined
  index: number
  top: number
  active: boolean
  /** Selected for what is done with several; null where nothing can be selected. */
  picked: boolean | null
  /** Rows of several facilities may be listed. */
  across: boolean
  now: Instant
  readOnly: string | null
}

/** One 28 px row; a row whose window is still on its way shows a quiet bar. Clicks are handled by the grid. */
export const DiscrepancyRow = memo(function DiscrepancyRow(props: RowProps) {
  const { row, index, top, active, picked, across, now, readOnly } = props
  const layout = across ? `${classes.row} ${classes.across}` : classes.row
  const place = { transform: `translateY(${top}px)` }
  const name = { role: 'row', id: `discrepancy-${index}`, 'aria-rowindex': index + 2, 'data-index': index } as const
  const mark = active ? { 'data-active': '' } : {}
  if (!row) {
    return (
      <div {...name} className={layout} style={place} aria-busy="true" {...mark}>
        <span role="gridcell">
          <span className="visually-hidden">loading</span>
          <div className={classes.blank} />
        </span>
      </div>
    )
  }
  const cells = rowCells(row, now)
  return (
    <div {...name} className={layout} style={place} {...mark} {...(picked === null ? {} : { 'aria-selected': picked })}>
      <span role="gridcell" className={classes.pickCell}>
        {picked !== null && (
          <input
            type="checkbox"
            tabIndex={-1}
            className={classes.pick}
            data-pick=""
            aria-label={`Select ${cells.kind}, ${cells.who}, ${cells.when}`}
            checked={picked}
            readOnly
          />
        )}
      </span>
      <span role="gridcell" className={`${classes.cell} ${classes.kind}`}>
        <KindGlyph look={kindLook(row.kind, timeMoved(row))} />
        <span>{cells.kind}</span>
      </span>
      <span
        role="gridcell"
        className={`${classes.cell} ${classes.wide} ${classes.facility}`}
        title={across ? cells.facility : undefined}
      >
        {cells.facility}
      </span>
      <span role="gridcell" className={row.who === '' ? `${classes.cell} ${classes.dim}` : classes.cell}>
        {cells.who}
      </span>
      <span role="gridcell" className={`${classes.cell} digits`}>
        {cells.when}
      </span>
      <span
        role="gridcell"
        className={row.acceptance ? `${classes.cell} ${classes.widest}` : classes.cell}
        title={`${cells.what}\n${cells.blame}`.trim()}
      >
        <MatchMark how={pairRestsOn(row)} />
        {cells.what}
      </span>
      {row.acceptance ? (
        <span role="gridcell" className={classes.cell} title={row.acceptance.reason}>
          {acceptanceWords(row.acceptance, row.zone, now)}
        </span>
      ) : (
        <span role="gridcell" className={`${classes.cell} ${classes.widest}`} title={cells.blame}>
          {cells.blame}
        </span>
      )}
      {row.risk ? (
        <span role="gridcell" className={`${classes.cell} ${classes.wide} digits`} title={riskWords(row.risk)}>
          {rounded(row.risk.score)}
        </span>
      ) : (
        <span role="gridcell" className={`${classes.cell} ${classes.dim} ${classes.wide}`}>
          {cells.firstSeen}
        </span>
      )}
      <span role="gridcell" className={`${classes.cell} ${classes.wide}`} title={cells.assignee}>
        {cells.assignee}
      </span>
      <span role="gridcell" className={classes.acts}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.act}
          data-decide={index}
          disabled={readOnly !== null}
          aria-label={row.accepted ? 'Reopen' : 'Accept'}
          title={readOnly ?? (row.accepted ? 'Reopen (e)' : 'Accept (e)')}
        >
          {row.accepted ? <IconArrowBackUp size={15} /> : <IconCheck size={15} />}
        </button>
        <button
          type="button"
          tabIndex={-1}
          className={classes.act}
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
