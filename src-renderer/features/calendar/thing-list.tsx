import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from 'react'
import type { CalendarSpan } from '#contract/calendar'
import type { Instant, ZoneId } from '#contract/time'
import { KindGlyph } from '../../ui/glyph.tsx'
import { rowForKey } from '../../ui/row-for-key.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import type { CalendarPick, PickHow } from './calendar-grid-props.ts'
import type { Listed } from './listed-shape.ts'
import classes from './thing-list.module.css'
import { lineOfPick, oneZoneName, pickOf, thingCells } from './thing-list-shape.ts'

const rowHeight = 28

type ThingListProps = {
  span: CalendarSpan
  lines: readonly Listed[]
  title: string
  laneWord: string
  /** What a thing's label is called. */
  labelWord: string
  zone: ZoneId
  now: Instant
  /** What is shown beside. */
  open: CalendarPick | null
  changing: boolean
  onPick: (pick: CalendarPick, how: PickHow) => void
}

/** All that the grid draws as a list: in order of time, one line for each thing, with the same opening. */
export function ThingList(props: ThingListProps) {
  const { span, lines, title, laneWord, labelWord, zone, now, open, changing, onPick } = props
  const gridRef = useRef<HTMLDivElement>(null)
  const openAt = useMemo(() => lineOfPick(lines, open, span), [lines, open, span])
  const [mark, setMark] = useState<number | null>(null)
  const active = openAt ?? (mark === null || lines.length === 0 ? null : Math.min(mark, lines.length - 1))
  const { items, height } = useVirtualRows({
    scrollRef: gridRef,
    count: lines.length,
    rowHeight,
    overscan: 10,
    headHeight: rowHeight,
    active,
    onRange: ignore,
  })
  const pick = (at: number, how: 'move' | PickHow): void => {
    const line = lines[at]
    const picked = line ? pickOf(line, span) : null
    if (picked === null) return
    setMark(at)
    if (how !== 'move') onPick(picked, how)
    else if (open !== null) onPick(picked, 'open')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return pick(active ?? 0, 'focus')
    }
    // j and k go by discrepancy, on the whole screen.
    if (event.key === 'j' || event.key === 'k') return
    const page = Math.max(1, Math.floor((gridRef.current?.clientHeight ?? 0) / rowHeight) - 2)
    const next = rowForKey(event.key, active, lines.length, page)
    if (next === null) return
    event.preventDefault()
    pick(next, 'move')
  }
  const onClick = (event: MouseEvent): void => {
    const line = event.target instanceof Element ? event.target.closest('[data-index]') : null
    if (line && getSelection()?.isCollapsed !== false) pick(Number(line.getAttribute('data-index')), 'open')
  }
  const mounted = active !== null && items.some(({ index }) => index === active)
  const zoneName = oneZoneName(span.span, zone)
  const heads = [span.leftSystem, span.rightSystem].map((name) => (zoneName === '' ? name : `${name}, ${zoneName}`))
  const columns = ['State', laneWord, labelWord, ...heads]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid has no table element
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={`${title}, as a list`}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length}
      aria-busy={changing}
      {...(mounted ? { 'aria-activedescendant': `thing-${active}` } : {})}
      className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.head}`}>
        {columns.map((title, at) => (
          // Two systems may be called the same.
          <span key={`${at} ${title}`} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const line = lines[index]
          if (!line) return null
          const { look, state, lane, label, left, right } = thingCells({ line, span, zone, zoneName, now })
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
            <div
              key={`${line.thing ?? ''} ${line.mark ?? ''}`}
              id={`thing-${index}`}
              role="row"
              data-index={index}
              aria-rowindex={index + 2}
              aria-selected={index === active}
              className={classes.row}
              style={{ transform: `translateY(${start - rowHeight}px)` }}
            >
              {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop */}
              <span role="gridcell" className={classes.state} data-quiet={look === null}>
                {look && <KindGlyph look={look} />}
                <span className={classes.text}>{state}</span>
              </span>
              {[lane, label, left, right].map((words, at) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
                <span
                  key={['lane', 'label', 'left', 'right'][at]}
                  role="gridcell"
                  className={at > 1 ? `${classes.text} digits` : classes.text}
                  data-none={words === 'none'}
                >
                  {words}
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const ignore = (): void => {}
