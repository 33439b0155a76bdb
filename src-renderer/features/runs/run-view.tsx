import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Run, SideProgress } from '#contract/runs'
import type { Instant, ZoneId } from '#contract/time'
import { durationWords } from '../../format/age.ts'
import { countWords } from '../../format/count.ts'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { paceWords } from '../../format/rate-words.ts'
import { endedShort, isUnderWay, runStateWords } from '../../format/run-state.ts'
import { CopyIcon } from '../../ui/copy-button.tsx'
import { Reason } from '../../ui/page.tsx'
import { RunLog } from './run-log.tsx'
import { outcomeWords, runTone, triggerWords } from './run-shape.ts'
import classes from './runs.module.css'

type RunViewProps = {
  run: Run
  pairing: PairingState | undefined
  zone: ZoneId
  now: Instant
  find: string
  busy: boolean
  readOnly: string | null
  onFind: (text: string) => void
  onCancel: (run: Run) => void
  onSync: (pairing: PairingState) => void
}

/** One run: how it went on each side, what it changed, and its log. */
export function RunView(props: RunViewProps) {
  const { run, pairing, zone, now, find, busy, readOnly, onFind, onCancel, onSync } = props
  const running = isUnderWay(run)
  const again = endedShort(run)
  return (
    <article className={classes.view} aria-label="Run">
      <header className={classes.head}>
        <div className={classes.titleRow}>
          <h2>Sync {pairing?.facility.name ?? 'of a removed pairing'}</h2>
          <CopyIcon text={run.id} label="Copy the run’s id" />
          <span className={classes[runTone(run.state)]}>{runStateWords(run.state)}</span>
          <span className={classes.spread} />
          <Reason text={readOnly} />
          {running ? (
            <Button variant="default" disabled={busy || readOnly !== null} onClick={() => onCancel(run)}>
              Cancel
            </Button>
          ) : (
            pairing && (
              <Button
                variant={again ? 'filled' : 'default'}
                disabled={busy || readOnly !== null}
                onClick={() => onSync(pairing)}
              >
                {again ? 'Retry' : 'Sync now'}
              </Button>
            )
          )}
        </div>
        <p>{run.tell}</p>
        <p className={classes.dim}>
          {run.state === 'queued' ? 'Asked for' : 'Started'} {triggerWords(run.trigger)}{' '}
          {dayTimeOf(run.startedAt, zone, now)} {zoneNameOf(run.startedAt, zone)}
          {run.endedAt && `, took ${durationWords(run.startedAt, run.endedAt)}`}
          {run.state === 'running' && `, for ${durationWords(run.startedAt, now)}`}. {outcomeWords(run)}
          {run.state === 'running' && ' Cancel stops after the page being read; the last complete reads stay in view.'}
          {run.state === 'queued' && ' Another sync has to end first. Cancel takes it out of the queue.'}
        </p>
      </header>
      <table className={classes.table}>
        <caption className="visually-hidden">Counts per system</caption>
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">State</th>
            <th scope="col">Pages</th>
            <th scope="col">Records</th>
            <th scope="col">Refused</th>
            {running && <th scope="col">Pace</th>}
            <th scope="col">Remarks</th>
          </tr>
        </thead>
        <tbody>
          {[run.left, run.right].map((side) => (
            <SideRow key={side.side} side={side} running={running} />
          ))}
        </tbody>
      </table>
      <RunLog runId={run.id} zone={zone} find={find} onFind={onFind} />
    </article>
  )
}

const phases: Record<SideProgress['phase'], string> = {
  waiting: 'waiting for the other side',
  reading: 'reading',
  sealing: 'checking',
  sealed: 'complete',
  failed: 'failed',
  cancelled: 'stopped',
}

function SideRow({ side, running }: { side: SideProgress; running: boolean }) {
  return (
    <tr className="digits">
      <th scope="row">{side.system}</th>
      <td>{phases[side.phase]}</td>
      <td>{countWords(side.pages)}</td>
      <td>
        {countWords(side.records)}
        {side.total !== null && ` of ${countWords(side.total)}`}
      </td>
      <td>{countWords(side.refused)}</td>
      {running && <td>{paceWords(side)}</td>}
      <td>{side.tell}</td>
    </tr>
  )
}
