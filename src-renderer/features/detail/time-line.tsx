import { Button } from '@mantine/core'
import type { DiscrepancyRow, TimelineEntry } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { momentWords } from '../../format/instant.ts'
import { Section } from '../../ui/page.tsx'
import desk from './desk.module.css'
import classes from './detail.module.css'

type TimeLineProps = {
  timeline: readonly TimelineEntry[]
  row: DiscrepancyRow
  now: Instant
  /** The moment in view; undefined is now. */
  asOf: Instant | undefined
  /** Goes to the screens as they were at a moment; left out where this page cannot. */
  onShowAsOf: ((moment: Instant) => void) | undefined
}

const markOf = { record: desk.ofRecord, discrepancy: desk.ofDiscrepancy, person: desk.ofPerson }
const aboutWords = { record: 'Record', discrepancy: 'Discrepancy', person: 'Decided here' }

/** What happened to it and its records across syncs, oldest first, each with a way to look at it as it was. */
export function TimeLine({ timeline, row, now, asOf, onShowAsOf }: TimeLineProps) {
  if (timeline.length === 0) return null
  return (
    <Section title="What happened">
      <ol className={desk.timeline} aria-label="What happened">
        {timeline.map((entry) => (
          <li key={`${entry.at} ${entry.about} ${entry.tell}`} className={markOf[entry.about]}>
            <time dateTime={entry.at}>{momentWords(entry.at, row.zone, now)}</time>
            <span>
              <span className="visually-hidden">{aboutWords[entry.about]}: </span>
              {entry.tell}
              {entry.asOf !== null && entry.asOf === asOf && <span className={classes.note}>Shown now</span>}
            </span>
            {onShowAsOf && entry.asOf !== null && entry.asOf !== asOf && (
              <ShowThen {...{ entry, row, now, onShowAsOf }} />
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}

type ShowThenProps = { entry: TimelineEntry; row: DiscrepancyRow; now: Instant; onShowAsOf: (moment: Instant) => void }

function ShowThen({ entry: { asOf }, row, now, onShowAsOf }: ShowThenProps) {
  if (asOf === null) return null
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      title="Show the list and this detail as they were then"
      onClick={() => onShowAsOf(asOf)}
    >
      Show then<span className="visually-hidden">, {momentWords(asOf, row.zone, now)}</span>
    </Button>
  )
}
