import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { RunId } from '#contract/ids'
import { wallClock, type ZoneId } from '#contract/time'
import { countOf } from '../../format/count.ts'
import { zoneNameOf } from '../../format/instant.ts'
import { runQueries } from '../../queries/runs.ts'
import { CopyWords } from '../../ui/copy-button.tsx'
import { ErrorBox, Loading } from '../../ui/states.tsx'
import { foundLines, logText } from './run-shape.ts'
import classes from './runs.module.css'

type RunLogProps = { runId: RunId; zone: ZoneId; find: string; onFind: (text: string) => void }

/** What the run did, line by line; searchable and to copy. It holds ids, counts and codes, no names. */
export function RunLog({ runId, zone, find, onFind }: RunLogProps) {
  const log = useQuery(runQueries.log(runId))
  const lines = foundLines(log.data ?? [], find)
  return (
    <>
      <div className={classes.logHead}>
        <h3>Log</h3>
        <span className={classes.dim}>
          {log.data ? countOf(lines.length, 'line') : ''}
          {lines[0] && `, times ${zoneNameOf(lines[0].at, zone)}`}
        </span>
        <span className={classes.spread} />
        <TextInput
          aria-label="Search the log"
          placeholder="Search the log"
          leftSection={<IconSearch size={14} />}
          value={find}
          onChange={(event) => onFind(event.currentTarget.value)}
        />
        <CopyWords label="Copy log" text={logText(lines)} />
      </div>
      {log.isPending && <Loading waitingFor="the log" rows={3} />}
      {log.isError && <ErrorBox error={log.error} onRetry={() => void log.refetch()} />}
      {log.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys
        <ol className={classes.log} tabIndex={0} aria-label="Log">
          {lines.map((line) => (
            <li key={line.seq}>
              <span className={classes.dim}>
                {wallClock(line.at, zone).time}:{line.at.slice(17, 19)}
              </span>
              <span
                className={
                  line.level === 'error' ? classes.crimson : line.level === 'warn' ? classes.amber : classes.dim
                }
              >
                {line.level}
              </span>
              <span>{line.text}</span>
            </li>
          ))}
          {lines.length === 0 && <li>{find === '' ? 'Nothing logged yet.' : 'No line has this text.'}</li>}
        </ol>
      )}
    </>
  )
}
