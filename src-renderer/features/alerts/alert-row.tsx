import { IconCheck, IconHelp } from '@tabler/icons-react'
import { memo } from 'react'
import type { DiscrepancyAlert } from '#contract/alerts'
import { pairRestsOn } from '#contract/discrepancy-words'
import type { Instant } from '#contract/time'
import { kindLook, timeMoved } from '../../format/kind-words.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { MatchMark } from '../../ui/match-mark.tsx'
import { alertCells } from './alert-shape.ts'
import classes from './alerts.module.css'

type AlertRowProps = {
  alert: DiscrepancyAlert | undefined
  index: number
  top: number
  active: boolean
  picked: boolean
  /** True where double bookings end and the others begin. */
  divides: boolean
  readOnly: boolean
  now: Instant
}

/** One alert in two lines; a row whose window is still on its way shows a quiet bar. Clicks are handled by the grid. */
export const AlertRow = memo(function AlertRow(props: AlertRowProps) {
  const { alert, index, top, active, picked, divides, readOnly, now } = props
  const place = {
    role: 'row',
    id: `alert-${index}`,
    'aria-rowindex': index + 2,
    'data-index': index,
    className: divides ? `${classes.row} ${classes.divides}` : classes.row,
    style: { transform: `translateY(${top}px)` },
  } as const
  if (!alert) {
    return (
      <div {...place} aria-busy="true">
        <span role="gridcell">
          <span className="visually-hidden">loading</span>
          <div className={classes.blank} />
        </span>
      </div>
    )
  }
  const { row } = alert
  const cells = alertCells(alert, now)
  const named = `${cells.kind}, ${cells.who}, ${cells.when}`
  return (
    <div {...place} aria-selected={picked} {...(active ? { 'data-active': '' } : {})}>
      <span role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          className={classes.pick}
          data-pick=""
          aria-label={`Select ${named}`}
          checked={picked}
          readOnly
        />
      </span>
      <span role="gridcell" className={classes.kind}>
        <KindGlyph look={kindLook(row.kind, timeMoved(row))} />
        <span className={classes.lines}>
          <b>{cells.kind}</b>
          <span>{cells.facility}</span>
        </span>
      </span>
      <span role="gridcell" className={classes.lines}>
        <span className={classes.strong}>{cells.left}</span>
        <span className={classes.strong}>{cells.right}</span>
      </span>
      <span role="gridcell" className={classes.lines}>
        <span className={row.who === '' ? undefined : classes.strong}>{cells.who}</span>
        <span>{cells.label}</span>
      </span>
      <span role="gridcell" className={`${classes.lines} digits`}>
        <span className={classes.strong}>{cells.when}</span>
        <span>{cells.near}</span>
      </span>
      <span role="gridcell" className={classes.lines} title={`${cells.what}\n${cells.blame}`.trim()}>
        <span className={classes.strong}>
          <MatchMark how={pairRestsOn(row)} />
          {cells.what}
        </span>
        <span>{cells.blame}</span>
      </span>
      <span role="gridcell" className={classes.acts}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.act}
          data-why=""
          aria-label={`Why it stands here: ${named}`}
          title="Why it stands here (w)"
        >
          <IconHelp size={16} />
        </button>
        <button
          type="button"
          tabIndex={-1}
          className={classes.act}
          data-acknowledge=""
          disabled={readOnly}
          aria-label={`Acknowledge ${named}`}
          title="Acknowledge (a): quiet until a value moves"
        >
          <IconCheck size={16} />
        </button>
      </span>
    </div>
  )
})
