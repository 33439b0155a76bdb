import { Tooltip } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import type { SystemAlert } from '#contract/alerts'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countOf, countWords } from '../../format/count.ts'
import { runStateWords } from '../../format/run-state.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './overview.module.css'
import { counters, countUnder, type FacilityLine, sideLines, statesOf } from './overview-shape.ts'
import { SparkLine } from './spark-line.tsx'

type FacilityRowProps = {
  line: FacilityLine
  systems: readonly SystemAlert[]
  /** The newest run of the facility, under way or ended. */
  lastRun: Run | undefined
  index: number
  now: Instant
  style: CSSProperties
}

const systemsShown = 2

/** One facility: how it stands, what is open by kind, its syncs, and how old each side is. */
export function FacilityRow({ line, systems, lastRun, index, now, style }: FacilityRowProps) {
  const { facility, of, pairings } = line
  const { id, name } = facility
  const states = statesOf({ of, pairings, systems, now })
  const sides = sideLines({ pairings, systems, now })
  return (
    <div role="row" className={classes.row} style={style} aria-rowindex={index + 2} data-row={index}>
      <div role="rowheader" className={classes.facility}>
        <Link to="/calendar" search={{ facility: id }} className={classes.name} data-name="">
          {name}
        </Link>
        <span className={classes.states}>
          {states.map(({ tone, glyph, words, why }) => (
            <Tooltip key={words} label={why} disabled={why === ''} multiline w={320}>
              <span className={classes[tone]}>
                {glyph && <Glyph name={glyph} size={14} />}
                <span className={classes.clip}>{words}</span>
              </span>
            </Tooltip>
          ))}
        </span>
      </div>
      {counters.map((counter) => (
        <Count
          key={counter.name}
          count={countUnder(counter, of.counts.byKind)}
          words={`${counter.name}, ${name}`}
          link={{ to: '/discrepancies', search: { facility: id, kinds: counter.kinds.join(',') } }}
        />
      ))}
      <Count
        count={of.alerts.discrepancies}
        words={`alerts, ${name}`}
        link={{ to: '/alerts', search: { facility: id } }}
      />
      <Count
        count={of.followUps}
        words={`follow-ups, ${name}`}
        link={{ to: '/follow-ups', search: { facility: id } }}
      />
      <div role="cell" className={classes.sides}>
        {sides.slice(0, systemsShown).map(({ key, side, look: { tone, glyph, words, why } }) => (
          <Tooltip key={key} label={why} disabled={why === ''} multiline w={320}>
            <span className={classes[tone]}>
              <b>{side.system}</b> {glyph && <Glyph name={glyph} size={14} />}
              {words}
            </span>
          </Tooltip>
        ))}
        {sides.length > systemsShown && (
          <span className={classes.dim}>and {countOf(pairings.length - 1, 'pairing')} more</span>
        )}
      </div>
      <div role="cell" className={classes.syncs}>
        {of.runs.length > 0 && <SparkLine runs={of.runs} />}
        {lastRun ? (
          <Link to="/runs" search={{ facility: id, run: lastRun.id }} className={classes.lastRun}>
            {runStateWords(lastRun.state)} {ageWords(lastRun.endedAt ?? lastRun.startedAt, now)}
          </Link>
        ) : (
          <span className={classes.dim}>Never synced</span>
        )}
      </div>
    </div>
  )
}

type CountProps = { count: number; words: string; link: LinkProps }

/** A number that opens what it counts; nothing to open where it counts nothing. */
function Count({ count, words, link }: CountProps) {
  return (
    <div role="cell" className={classes.count}>
      {count === 0 ? (
        <span className={classes.none}>0</span>
      ) : (
        <Link {...link} className={`${classes.countLink} digits`}>
          {countWords(count)}
          <span className="visually-hidden"> {words}</span>
        </Link>
      )}
    </div>
  )
}
