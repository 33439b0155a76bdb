import { memo } from 'react'
import { shortDateWords, weekdayWords } from '../../format/calendar-date.ts'
import { countOf } from '../../format/count.ts'
import { sideMarks } from './box-words.ts'
import type { Axis, AxisDay, LaneGeometry } from './geometry-types.ts'
import classes from './grid.module.css'

/** A day's name as far as it has room: `Wed 18 Nov`, `Wed 18`, `We`. */
function dayLabel({ date, width }: AxisDay): string {
  if (width >= 76) return shortDateWords(date)
  const day = shortDateWords(date).split(' ')[1] ?? ''
  return width >= 44 ? `${weekdayWords(date)} ${day}` : weekdayWords(date).slice(0, 2)
}

/** What the head of a day says to who does not see it. */
function dayName({ date, change, closed, folded }: AxisDay): string {
  const said = [
    shortDateWords(date),
    change,
    closed ? 'nothing stands' : '',
    ...folded.map(({ words }) => `nothing ${words}:00`),
  ]
  return said.filter(Boolean).join(', ')
}

function Day({ day, names, today }: { day: AxisDay; names: number; today: boolean }) {
  const looks = [classes.day, day.closed ? classes.closed : '', today ? classes.today : '']
  return (
    <div
      role="columnheader"
      className={looks.filter(Boolean).join(' ')}
      style={{ left: names + day.x, width: day.width }}
      title={dayName(day)}
    >
      <span className="visually-hidden">{dayName(day)}</span>
      <span className={classes.dayLabel} style={{ left: names }} aria-hidden="true">
        {dayLabel(day)}
        {day.change !== '' && day.width >= 150 && <span className={classes.change}>{day.change}</span>}
      </span>
      <span aria-hidden="true">
        {day.ticks.map(({ x, label }) => (
          <span key={x} className={classes.tick} style={{ left: x - day.x }}>
            {label}
          </span>
        ))}
        {day.folded.map(({ x, width, words }) => (
          <span key={words} className={classes.foldWords} style={{ left: x - day.x, width }}>
            {width >= 40 ? words : ''}
          </span>
        ))}
      </span>
    </div>
  )
}

type HeaderProps = {
  geometry: LaneGeometry
  /** Pixels of the lane names' column. */
  names: number
  now: { x: number; words: string } | null
  today: string
}

/** Days and hours, which stay in view, and whose row is whose in the corner. */
export const GridHeader = memo(function GridHeader({ geometry, names, now, today }: HeaderProps) {
  const { axis, span, lanes, allLanes, mode } = geometry
  const marks = sideMarks(span.leftSystem, span.rightSystem)
  const counted = lanes === allLanes ? countOf(lanes, 'lane') : `${lanes} of ${countOf(allLanes, 'lane')}`
  return (
    <div role="row" aria-rowindex={1} className={classes.header} style={{ width: names + axis.width }}>
      <div role="columnheader" className={classes.corner} style={{ width: names }}>
        <span>{counted}</span>
        <span className={classes.legend} title={`${span.leftSystem} above, ${span.rightSystem} below`}>
          {mode === 'paired' ? (
            <>
              <b>{marks.left}</b> {span.leftSystem} <b>{marks.right}</b> {span.rightSystem}
            </>
          ) : (
            `${span.leftSystem} and ${span.rightSystem}`
          )}
        </span>
      </div>
      {axis.days.map((day) => (
        <Day key={day.date} day={day} names={names} today={day.date === today} />
      ))}
      {now && (
        <span className={classes.nowChip} style={{ left: names + now.x }} aria-hidden="true">
          {now.words}
        </span>
      )}
    </div>
  )
})

/** Lines of the hours as one background: the days have their own lengths, so the lines stand where the ticks do. */
function hourLines({ x, ticks, hoursX }: AxisDay, axis: Axis): string {
  const first = ticks[0]
  const second = ticks[1]
  const lines = ticks.map((tick) => tick.x - x).filter((at) => at > 1)
  // Between widely spaced ticks a line for each hour, where they have room.
  if (first && second && axis.pixelsPerHour >= 12 && second.x - first.x > axis.pixelsPerHour * 1.5) {
    return `repeating-linear-gradient(to right, var(--line-soft) 0 1px, transparent 1px ${axis.pixelsPerHour}px) ${hoursX - x}px 0 no-repeat`
  }
  if (lines.length === 0) return 'none'
  const stops = lines.map((at) => `transparent ${at}px, var(--line-soft) ${at}px ${at + 1}px, transparent ${at + 1}px`)
  return `linear-gradient(to right, ${stops.join(', ')})`
}

type BackdropProps = { axis: Axis; names: number; height: number }

/** What lies behind all lanes: days, hour lines, folded hours, and what nobody judged. */
export const GridBackdrop = memo(function GridBackdrop({ axis, names, height }: BackdropProps) {
  return (
    <div className={classes.backdrop} style={{ left: names, width: axis.width, height }} aria-hidden="true">
      {axis.days.map((day) => (
        <div
          key={day.date}
          className={day.closed ? `${classes.dayLines} ${classes.hatched}` : classes.dayLines}
          style={{ left: day.x, width: day.width, ...(day.closed ? {} : { background: hourLines(day, axis) }) }}
        />
      ))}
      {axis.days.flatMap((day) =>
        day.folded.map(({ x, width, words }) => (
          <div key={`${day.date} ${words}`} className={classes.folded} style={{ left: x, width }} />
        )),
      )}
      {axis.unjudged.map(({ x, width }) => (
        <div key={x} className={classes.unjudged} style={{ left: x, width }}>
          {width >= 90 && <span className={classes.unjudgedWords}>not judged</span>}
        </div>
      ))}
    </div>
  )
})
