import { Progress } from '@mantine/core'
import type { Run } from '#contract/runs'
import { countWords } from '../../format/count.ts'
import { runPaceWords } from '../../format/rate-words.ts'
import classes from './frame.module.css'
import { runPercent, runProgressWords } from './run-progress-shape.ts'

type StatusBarProps = {
  run: Run | undefined
  facility: string
  /** How many more syncs run or wait. */
  others: number
  last: string
  /** What is in view in words: the newest, or a moment picked in time travel. */
  inView: string
  /** The core does not answer. */
  offline: boolean
  /** False while this computer has no network. */
  network: boolean
  cancelling: boolean
  onCancel: (run: Run) => void
  onKeys: () => void
}

/** What runs now, with its progress and a way to stop it; else how the last run ended. */
export function StatusBar({
  run,
  facility,
  others,
  last,
  inView,
  offline,
  network,
  cancelling,
  onCancel,
  onKeys,
}: StatusBarProps) {
  const percent = run && runPercent(run)
  const pace = run?.phase === 'pull' && run.state === 'running' ? runPaceWords(run) : ''
  return (
    <footer className={classes.status}>
      {offline && <b>Not connected: showing what was last read</b>}
      {!offline && !network && <b>No network: showing what is stored</b>}
      {run && !offline && (
        <>
          <b>Sync {facility}</b>
          <span className={classes.said} role="status">
            {runProgressWords(run)}
          </span>
          {pace !== '' && <span className={`${classes.pace} digits`}>{pace}</span>}
          {others > 0 && <span>and {countWords(others)} more</span>}
          <Progress
            className={classes.bar ?? ''}
            size={5}
            value={percent ?? 100}
            animated={percent === null}
            striped={percent === null}
            aria-label="Progress of the sync"
          />
          <button type="button" className={classes.textButton} disabled={cancelling} onClick={() => onCancel(run)}>
            {cancelling ? 'Stopping' : 'Cancel'}
          </button>
        </>
      )}
      {!run && !offline && <span className={classes.said}>{last}</span>}
      <span className={classes.spread} />
      <span className={classes.snapshotWords}>{inView}</span>
      <button type="button" className={classes.textButton} onClick={onKeys}>
        <span className={classes.key}>?</span> all keys
      </button>
    </footer>
  )
}
