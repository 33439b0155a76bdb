import type { RefObject } from 'react'
import type { DiscrepancyAlert } from '#contract/alerts'
import type { Instant } from '#contract/time'
import { type Column, RowGrid } from '../../ui/row-grid.tsx'
import { AlertRow } from './alert-row.tsx'
import { rowHeight } from './alert-shape.ts'
import classes from './alerts.module.css'

const headHeight = 28
const columns: readonly Column[] = [
  { title: 'Select', hidden: true },
  { title: 'Alert and facility' },
  { title: 'Systems' },
  { title: 'Who and shift' },
  { title: 'When, on the facility’s clock' },
  { title: 'What both systems say' },
  { title: 'Actions', hidden: true },
]

export type Act = 'move' | 'open' | 'focus' | 'pick' | 'extend' | 'why' | 'acknowledge'

type AlertGridProps = {
  gridRef: RefObject<HTMLDivElement | null>
  total: number
  doubleBooked: number
  alertAt: (index: number) => DiscrepancyAlert | undefined
  isPicked: (alert: DiscrepancyAlert) => boolean
  active: number | null
  changing: boolean
  readOnly: boolean
  now: Instant
  onRange: (first: number, last: number) => void
  /** What is done with a row: `pick` selects or unselects it, `extend` selects up to it, `open` shows its detail. */
  onAct: (index: number, act: Act) => void
}

/** The alerts, drawn only where they are in view; one tab stop, moved in by keys, rows named by their number in the whole. */
export function AlertGrid(props: AlertGridProps) {
  const { gridRef, total, doubleBooked, alertAt, isPicked, active, changing, readOnly, now, onRange, onAct } = props
  return (
    <RowGrid
      gridRef={gridRef}
      name="Alerts"
      idPrefix="alert"
      columns={columns}
      layout={classes.header}
      cell={classes.title}
      count={total}
      rowHeight={rowHeight}
      headHeight={headHeight}
      overscan={8}
      active={active}
      changing={changing}
      picks
      onRange={onRange}
      onMove={(index, extending) => onAct(index, extending ? 'extend' : 'move')}
      onEnter={(index) => onAct(index, 'focus')}
      onClick={(index, target, event) => {
        if (!alertAt(index)) return
        if (target.closest('[data-why]')) return onAct(index, 'why')
        if (target.closest('[data-acknowledge]')) return onAct(index, 'acknowledge')
        if (event.shiftKey) return onAct(index, 'extend')
        if (target.closest('[data-pick]') || event.ctrlKey || event.metaKey) return onAct(index, 'pick')
        if (getSelection()?.isCollapsed !== false) onAct(index, 'open')
      }}
      row={({ index, key, top }) => {
        const alert = alertAt(index)
        return (
          <AlertRow
            key={key}
            alert={alert}
            index={index}
            top={top}
            active={index === active}
            picked={alert !== undefined && isPicked(alert)}
            divides={doubleBooked > 0 && index === doubleBooked}
            readOnly={readOnly}
            now={now}
          />
        )
      }}
    />
  )
}
