import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react'
import type { LocalDate } from '#contract/time'
import { shortDateWords } from '../../format/calendar-date.ts'
import { countOf, countWords } from '../../format/count.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import classes from './month-grid.module.css'
import { type MonthPlace, type MonthRow, type MonthShape, monthPlaceFor, nextOpen } from './month-shape.ts'

const rowHeight = 28
const headHeight = 42

type MonthGridProps = {
  month: MonthShape
  title: string
  laneWord: string
  changing: boolean
  /** Goes to that day. */
  onDay: (date: LocalDate) => void
}

/** A month of lanes: each cell says how much stands there, how much of it is open and what is most urgent. */
export function MonthGrid({ month, title, laneWord, changing, onDay }: MonthGridProps) {
  const { days, rows } = month
  const gridRef = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<MonthPlace | null>(null)
  const active = place !== null && rows[place.row]?.kind === 'lane' ? place : null
  const { items, height } = useVirtualRows({
    scrollRef: gridRef,
    count: rows.length,
    rowHeight,
    overscan: 8,
    headHeight,
    active: active?.row ?? null,
    onRange: ignore,
  })
  const go = ({ day }: MonthPlace): void => {
    const date = days[day]?.date
    if (date) onDay(date)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const from = active ?? { row: rows.findIndex(({ kind }) => kind === 'lane'), day: 0 }
    if (event.key === 'Enter') {
      event.preventDefault()
      return go(from)
    }
    const next =
      event.key === 'j' || event.key === 'k'
        ? nextOpen(month, active, event.key === 'j' ? 1 : -1)
        : active === null && monthPlaceFor(event.key, month, from) !== null
          ? from
          : monthPlaceFor(event.key, month, from)
    if (next === null) return
    event.preventDefault()
    setPlace(next)
  }
  const onClick = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('[data-day]') : null
    if (!cell) return
    go({ row: 0, day: Number(cell.getAttribute('data-day')) })
  }
  const mounted = active !== null && items.some(({ index }) => index === active.row)
  const columns = { gridTemplateColumns: `var(--lane-names) repeat(${days.length}, minmax(26px, 1fr))` }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid has no table element
    <div
      ref={gridRef}
      role="grid"
      tabIndex={0}
      aria-label={`${title}, what is open by ${laneWord.toLowerCase()} and day`}
      aria-rowcount={rows.length + 1}
      aria-colcount={days.length + 1}
      aria-busy={changing}
      {...(mounted ? { 'aria-activedescendant': `month-${active.row}-${active.day}` } : {})}
      className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="row" aria-rowindex={1} className={classes.head} style={columns}>
        <span role="columnheader" className={classes.corner}>
          {countOf(month.lanes, 'lane')}
        </span>
        {days.map(({ date, weekday, number, weekend, today, change, open }, day) => (
          <span
            key={date}
            role="columnheader"
            data-day={day}
            className={classes.day}
            data-weekend={weekend}
            data-today={today}
            title={change}
          >
            <span className={classes.weekday}>{weekday}</span>
            <b className="digits">{number}</b>
            {change !== '' && <span className={classes.change}>{change.slice(0, 2)} h</span>}
            <span className="visually-hidden">
              {today && ', today'}
              {change !== '' && `, ${change}`}, {countOf(open, 'open', 'open')}
            </span>
          </span>
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          return row ? (
            <div
              key={row.key}
              role="row"
              aria-rowindex={index + 2}
              className={row.kind === 'group' ? classes.group : classes.row}
              style={{ ...columns, transform: `translateY(${start - headHeight}px)` }}
            >
              {row.kind === 'group' ? (
                // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
                <span role="rowheader" className={classes.groupName} aria-colspan={days.length + 1}>
                  {row.name}
                </span>
              ) : (
                <Lane row={row} index={index} days={month.days} activeDay={active?.row === index ? active.day : null} />
              )}
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}

const ignore = (): void => {}

type LaneProps = {
  row: Extract<MonthRow, { kind: 'lane' }>
  index: number
  days: MonthShape['days']
  activeDay: number | null
}

const Lane = memo(function Lane({ row, index, days, activeDay }: LaneProps) {
  return (
    <>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop */}
      <span role="rowheader" className={classes.name}>
        <span className={classes.nameText}>{row.name}</span>
        {row.open > 0 && (
          <span className={classes.open}>
            {countWords(row.open)}
            <span className="visually-hidden"> open</span>
          </span>
        )}
      </span>
      {days.map(({ date, weekend, unjudged }, day) => {
        const cell = row.cells[day] ?? null
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
          <span
            key={date}
            id={`month-${index}-${day}`}
            role="gridcell"
            data-day={day}
            data-level={cell?.level ?? 0}
            data-weekend={weekend}
            data-unjudged={unjudged}
            data-active={activeDay === day}
            className={classes.cell}
            title={cell?.words}
            aria-label={cellWords(cell?.words, `${shortDateWords(date)}, ${row.name}`, unjudged)}
          >
            {cell?.look && (
              <>
                <KindGlyph look={cell.look} size={16} />
                {cell.open > 1 && <span className={`${classes.count} digits`}>{short(cell.open)}</span>}
              </>
            )}
          </span>
        )
      })}
    </>
  )
})

/** Of a day outside of what was looked at it is not known that nothing stands there. */
function cellWords(words: string | undefined, place: string, unjudged: boolean): string {
  if (words === undefined) return `${place}: ${unjudged ? 'not read' : 'nothing'}`
  return unjudged ? `${words}, not judged` : words
}

const short = (count: number): string => (count > 99 ? '99+' : String(count))
