import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SystemAlert } from '#contract/alerts'
import type { SystemAlertId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countWords } from '../../format/count.ts'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { Reason } from '../../ui/page.tsx'
import { systemKindWords } from './alert-shape.ts'
import classes from './alerts.module.css'

type SystemAlertsProps = {
  systems: readonly SystemAlert[]
  now: Instant
  readOnly: string | null
  /** The one whose acknowledgement is on its way. */
  busyId: SystemAlertId | null
  onAcknowledge: (system: SystemAlert) => void
}

/** The systems that are not known well enough, before everything else: what the list below says rests on them. */
export function SystemAlerts({ systems, now, readOnly, busyId, onAcknowledge }: SystemAlertsProps) {
  const waiting = systems.filter(({ acknowledged }) => !acknowledged)
  const seen = systems.filter(({ acknowledged }) => acknowledged)
  if (systems.length === 0) return null
  return (
    <section className={classes.systems} aria-label="Systems">
      {waiting.length > 0 && (
        <ul className={classes.systemList}>
          {waiting.map((system) => (
            <li key={system.id} className={classes.system}>
              <SystemWords system={system} now={now} />
              <div className={classes.systemActions}>
                <Button
                  variant="default"
                  disabled={readOnly !== null}
                  loading={busyId === system.id}
                  aria-label={`Acknowledge ${systemKindWords(system.kind).toLowerCase()}: ${system.system}, ${system.facility}`}
                  title="Quiet until it is over and happens again"
                  onClick={() => onAcknowledge(system)}
                >
                  Acknowledge
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && <Reason text={readOnly} />}
      {seen.length > 0 && (
        <details className={classes.seen}>
          <summary>{countWords(seen.length)} acknowledged, and still so</summary>
          <ul className={classes.systemList}>
            {seen.map((system) => (
              <li key={system.id} className={classes.system}>
                <SystemWords system={system} now={now} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function SystemWords({ system, now }: { system: SystemAlert; now: Instant }) {
  const { kind, facility, facilityId, zone, since, tell } = system
  return (
    <div className={classes.systemWords}>
      <p>
        <span className={kind === 'failing' ? classes.failing : classes.amber}>
          <Glyph name={kind === 'failing' ? 'warning' : 'clock'} size={14} />
          {systemKindWords(kind)}
        </span>
        <b>
          {facility}, {system.system}
        </b>
        <span className={classes.dim}>
          since {dayTimeOf(since, zone, now)} {zoneNameOf(since, zone)} ({ageWords(since, now)})
        </span>
      </p>
      <p>
        {tell}{' '}
        <Link to="/runs" search={{ facility: facilityId }} aria-label={`Runs of ${facility}`}>
          Runs
        </Link>{' '}
        <Link to="/facilities" search={{ facility: facilityId }} aria-label={`Facility ${facility}`}>
          Facility
        </Link>
      </p>
    </div>
  )
}
