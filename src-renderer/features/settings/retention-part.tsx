import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { Retention } from '#contract/retention'
import type { Instant, ZoneId } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { dateWords } from '../../format/calendar-date.ts'
import { countOf } from '../../format/count.ts'
import { momentWords } from '../../format/instant.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './settings.module.css'
import { keepWords, purgeWords, sizeWords } from './settings-shape.ts'

type RetentionPartProps = {
  retention: Retention
  /** The computer's zone. */
  zone: ZoneId
  now: Instant
  readOnly: string | null
  saving: boolean
  purging: boolean
  error: unknown
  onSave: (days: number) => void
  onPurge: () => void
}

const longest = 3650

/** For how long items are kept, what was removed last, and how much there is. */
export function RetentionPart(props: RetentionPartProps) {
  const { retention, zone, now, readOnly, saving, purging, error, onSave, onPurge } = props
  const [entered, setEntered] = useState<number | string>(retention.days)
  const [asking, setAsking] = useState<'purge' | 'shorten' | null>(null)
  const days = Number(entered)
  const valid = Number.isInteger(days) && days >= 1 && days <= longest
  const changed = valid && days !== retention.days
  const { last, sizes, oldestItem, reachesBackTo } = retention
  // The sentence about the newest purge says it, unless all that is compared was compared after it.
  const told = last !== null && reachesBackTo !== null && reachesBackTo <= last.at
  const done = (): void => setAsking(null)
  return (
    <>
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault()
          if (!changed || readOnly !== null) return
          if (days < retention.days) setAsking('shorten')
          else onSave(days)
        }}
      >
        <NumberInput
          label="Days to keep an item after it has ended"
          min={1}
          max={longest}
          allowDecimal={false}
          clampBehavior="none"
          disabled={readOnly !== null}
          value={entered}
          onChange={setEntered}
          error={valid ? null : `Enter a whole number from 1 to ${longest}.`}
        />
        <Button type="submit" variant="default" disabled={!changed || readOnly !== null} loading={saving}>
          Save
        </Button>
        <Reason text={readOnly} />
      </form>
      <p className={classes.dim}>{keepWords(valid ? days : retention.days)}</p>
      <dl className={classes.facts}>
        <dt>Last purge</dt>
        <dd>
          {last === null
            ? 'Nothing was purged yet.'
            : `${momentWords(last.at, zone, now)} (${ageWords(last.at, now)}): ${last.tell}`}
        </dd>
        {!told && (
          <>
            <dt>Time travel reaches back to</dt>
            <dd>{reachesBackTo === null ? 'Nothing was compared yet.' : momentWords(reachesBackTo, zone, now)}</dd>
          </>
        )}
        <dt>Oldest item</dt>
        <dd>{oldestItem === null ? 'Nothing is stored yet.' : dateWords(oldestItem)}</dd>
        <dt>On disk</dt>
        <dd className="digits">
          {sizeWords(sizes.cache)} of schedules and history, {sizeWords(sizes.ledger)} of what people decided,{' '}
          {sizeWords(sizes.backups)} of backups
        </dd>
      </dl>
      {error ? <ErrorBox error={error} what="It was not done" /> : null}
      <div className={classes.line}>
        <Button variant="default" loading={purging} disabled={readOnly !== null} onClick={() => setAsking('purge')}>
          Purge now
        </Button>
        <Reason text={readOnly} />
      </div>
      <Confirm
        opened={asking === 'purge'}
        title="Purge old data now?"
        yes="Purge"
        no="Keep it"
        onNo={done}
        onYes={() => {
          done()
          onPurge()
        }}
      >
        {purgeWords(retention)}
      </Confirm>
      <Confirm
        opened={asking === 'shorten'}
        title={`Keep items for ${countOf(days, 'day')} only?`}
        yes="Keep less"
        no="Leave it as it is"
        onNo={() => {
          setEntered(retention.days)
          done()
        }}
        onYes={() => {
          done()
          onSave(days)
        }}
      >
        It takes effect at once. {purgeWords({ days })}
      </Confirm>
    </>
  )
}
