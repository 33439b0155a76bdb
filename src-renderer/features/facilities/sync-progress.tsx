import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { assertNever } from '#contract/assert-never'
import type { Run, SideProgress } from '#contract/runs'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countOf, countWords } from '../../format/count.ts'
import { paceWords } from '../../format/rate-words.ts'
import { isUnderWay } from '../../format/run-state.ts'
import classes from './facilities.module.css'

type SyncProgressProps = { run: Run; now: Instant; cancelling: boolean; onCancel: (run: Run) => void }

/** Live counts per side while a sync waits or runs, and how the last one ended where it did not end well. */
export function SyncProgress({ run, now, cancelling, onCancel }: SyncProgressProps) {
  const underWay = isUnderWay(run)
  return (
    <div className={classes.progress}>
      {underWay ? (
        <b>{run.state === 'queued' ? 'Waiting for another sync to end' : phaseWords(run)}</b>
      ) : (
        <span>
          <b>Last sync {run.endedAt ? ageWords(run.endedAt, now) : ''}:</b> {run.tell}{' '}
          <Link className={classes.link} to="/runs" search={(old) => ({ facility: old.facility, run: run.id })}>
            Open its log
          </Link>
        </span>
      )}
      {run.state === 'running' && (
        <div className={`${classes.counts} digits`}>
          {[run.left, run.right].map((side) => (
            <SideCounts key={side.side} side={side} />
          ))}
        </div>
      )}
      {underWay && (
        <div className={classes.stop}>
          <Button variant="default" disabled={cancelling} onClick={() => onCancel(run)}>
            {cancelling ? 'Stopping' : 'Cancel'}
          </Button>
          <span className={classes.dim}>
            {run.state === 'queued'
              ? 'Cancel takes it out of the queue. The last complete reads stay in view.'
              : 'Cancel stops after the page being read. The last complete reads stay in view.'}
          </span>
        </div>
      )}
    </div>
  )
}

function phaseWords(run: Run): string {
  switch (run.phase) {
    case 'pull':
      return 'Reading both systems'
    case 'compare':
      return 'Comparing'
    case 'evidence':
      return 'Asking for single records to confirm what is missing'
    case 'ended':
      return 'Ended'
    default:
      return assertNever(run.phase)
  }
}

const phases: Record<SideProgress['phase'], string> = {
  waiting: 'waiting',
  reading: 'reading',
  sealing: 'checking',
  sealed: 'complete',
  failed: 'failed',
  cancelled: 'stopped',
}

function SideCounts({ side }: { side: SideProgress }) {
  return (
    <>
      <b>{side.system}</b>
      <span>{phases[side.phase]}</span>
      <span>{countOf(side.pages, 'page')}</span>
      <span>
        {side.total === null
          ? countOf(side.records, 'record')
          : `${countWords(side.records)} of ${countOf(side.total, 'record')}`}
        {side.refused > 0 && `, ${countWords(side.refused)} refused`}
      </span>
      <span className={classes.dim}>{[paceWords(side), side.tell].filter((said) => said !== '').join('. ')}</span>
    </>
  )
}
