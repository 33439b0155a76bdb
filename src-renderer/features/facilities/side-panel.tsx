import { Button } from '@mantine/core'
import type { SideState } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { ageWords, isStale } from '../../format/age.ts'
import { countOf } from '../../format/count.ts'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './facilities.module.css'

type SidePanelProps = {
  side: SideState
  facility: string
  scope: string
  zone: ZoneId
  now: Instant
  readOnly: string | null
  onAccept: (side: SideState) => void
}

/** How one side stands: what was read, how completely, and what the newest failed attempt said. */
export function SidePanel({ side, facility, scope, zone, now, readOnly, onAccept }: SidePanelProps) {
  const stale = isStale(side, now)
  const failure = side.lastFailure
  return (
    <section className={classes.side} aria-label={`${side.system}, ${facility}`}>
      <div className={classes.sideName}>
        {side.system}
        <span className={classes.dim}>facility id there: {scope}</span>
      </div>
      {side.sealedAt === null ? (
        <p className={classes.dim}>Never read.</p>
      ) : (
        <p>
          <span className={stale ? classes.stale : ''}>
            {stale && 'Stale, '}read {ageWords(side.sealedAt, now)}
          </span>{' '}
          <span className={classes.dim}>
            ({dayTimeOf(side.sealedAt, zone, now)} {zoneNameOf(side.sealedAt, zone)})
          </span>
          , {countOf(side.records ?? 0, 'record')},{' '}
          {side.coverage === 'partial' ? <span className={classes.stale}>read in part</span> : 'read completely'}
        </p>
      )}
      {side.coverageReasons.length > 0 && (
        <ul>
          {[...new Set(side.coverageReasons)].map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <p className={classes.dim}>
        {side.readBy === 'list' ? 'Read by list.' : 'Read record by record, for the ids the other side names.'}{' '}
        {side.note}
      </p>
      {failure && (
        <div className={classes.failing} role="status">
          <Glyph name="warning" />
          <div>
            <b>
              {failure.implausible ? 'Read not taken over' : 'Failed'} {ageWords(failure.at, now)}
            </b>{' '}
            {failure.tell}
            {failure.implausible && (
              <p>
                {failure.implausible.accepted ? (
                  'You accepted this read; the next sync takes it over if it looks the same.'
                ) : (
                  <Button variant="default" disabled={readOnly !== null} onClick={() => onAccept(side)}>
                    Accept this read
                  </Button>
                )}
              </p>
            )}
          </div>
        </div>
      )}
    </section>
  )
}
