import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { DiscrepancyAlert } from '#contract/alerts'
import type { Instant } from '#contract/time'
import { rowForKey } from '../../ui/row-for-key.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { AlertRow } from './alert-row.tsx'
import { rowHeight } from './alert-shape.ts'
import classes from './alerts.module.css'

const headHeight = 28
const columns = [
  'Alert and facility',
  'Systems',
  'Who and shift',
  'When, on the facility’s clock',
  'What both systems say',
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
  const { items, height } = useVirtualRows({
    scrollRef: gridRef,
    count: total,
    rowHeight,
    overscan: 8,
    headHeight,
    active,
    onRange,
  })

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return onAct(active ?? 0, 'focus')
    }
    // j and k work on the whole screen and are handled there.
    if (event.key === 'j' || event.key === 'k') return
    const page = Math.max(1, Math.floor((gridRef.current?.clientHeight ?? 0) / rowHeight) - 1)
    const next = rowForKey(event.key, active, total, page)
    if (next === null) return
    event.preventDefault()
    onAct(next, event.shiftKey ? 'extend' : 'move')
  }

  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const index = Number(target?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    if (!alertAt(index)) return
    if (target?.closest('[data-why]')) return onAct(index, 'why')
    if (target?.closest('[data-acknowledge]')) return onAct(index, 'acknowledge')
    if (event.shiftKey) return onAct(index, 'extend')
    if (target?.closest('[data-pick]') || event.ctrlKey || event.metaKey) return onAct(index, 'pick')
    if (getSelection()?.isCollapsed !== false) onAct(index, 'open')
  }

  const mounted = active !== null && items.some((item) => item.index === active)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid has no table element
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label="Alerts"
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 2}
      aria-multiselectable="true"
      aria-busy={changing}
      {...(mounted ? { 'aria-activedescendant': `alert-${active}` } : {})}
      className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="row" aria-rowindex={1} className={classes.header}>
        <span role="columnheader">
          <span className="visually-hidden">Select</span>
        </span>
        {columns.map((title) => (
          <span key={title} role="columnheader" className={classes.title}>
            {title}
          </span>
        ))}
        <span role="columnheader">
          <span className="visually-hidden">Actions</span>
        </span>
      </div>
      <div role="rowgroup" style={{ height }}>
        {items.map((item) => {
          const alert = alertAt(item.index)
          return (
            <AlertRow
              key={item.key}
              alert={alert}
              index={item.index}
              top={item.start - headHeight}
              active={item.index === active}
              picked={alert !== undefined && isPicked(alert)}
              divides={doubleBooked > 0 && item.index === doubleBooked}
              readOnly={readOnly}
              now={now}
            />
          )
        })}
      </div>
    </div>
  )
}
