import type { StoredRecord } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { CopyWords } from '../../ui/copy-button.tsx'
import classes from './detail.module.css'
import { storedJson } from './detail-shape.ts'

type StoredProps = { system: string; records: readonly StoredRecord[]; now: Instant }

/** What is stored of one side, as JSON: the fields that are compared, nothing else is kept. */
export function StoredRecords({ system, records, now }: StoredProps) {
  const [first] = records
  if (!first) return <p className={classes.record}>{system}: no record.</p>
  const json = storedJson(records)
  return (
    <details className={classes.record}>
      <summary>
        {system}
        {records.length > 1 ? `, ${records.length} records` : ''}, read {ageWords(first.readAt, now)}
        {first.unread && ', not seen by the newest read'}
        {first.refusedPointer !== null && `, could not be read at ${first.refusedPointer}`}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keys */}
      <pre className={classes.json} tabIndex={0} aria-label={`Stored fields of ${system}`}>
        {json}
      </pre>
      <CopyWords label="Copy JSON" text={json} />
    </details>
  )
}
