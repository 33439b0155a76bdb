import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RunId } from '#contract/ids'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { runStateWords } from '../../format/run-state.ts'
import { outcomeWords, runTone, triggerWords } from './run-shape.ts'
import classes from './runs.module.css'

type RunListProps = {
  /** What stands above the list. */
  filters: ReactNode
  runs: readonly Run[]
  facilityOf: (run: Run) => string
  picked: RunId | undefined
  now: Instant
}

/** The runs, newest first, each with how it ended. */
export function RunList({ filters, runs, facilityOf, picked, now }: RunListProps) {
  return (
    <nav className={classes.list} aria-label="Runs">
      {filters}
      {runs.map((run) => (
        <Link
          key={run.id}
          to="/runs"
          search={({ facility, state, date }) => ({ facility, state, date, run: run.id })}
          className={classes.item}
          {...(run.id === picked ? { 'data-picked': '', 'aria-current': 'true' } : {})}
        >
          <span className={classes.itemHead}>
            <b>Sync {facilityOf(run)}</b>
            <span className={classes[runTone(run.state)]}>{runStateWords(run.state)}</span>
          </span>
          <span className={classes.dim}>
            {ageWords(run.startedAt, now)}, {triggerWords(run.trigger)}. {outcomeWords(run)}
          </span>
        </Link>
      ))}
    </nav>
  )
}
