import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PairingId, RunId } from '#contract/ids'
import type { Facility, PairingState, SideState } from '#contract/pairings'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import { offsetOf, timeOf } from '../../format/instant.ts'
import classes from './facilities.module.css'
import { PairingCard } from './pairing-card.tsx'

type FacilitySectionProps = {
  facility: Facility
  pairings: readonly PairingState[]
  runs: readonly Run[]
  now: Instant
  readOnly: string | null
  hasConnections: boolean
  startingId: PairingId | null
  cancellingId: RunId | null
  syncingAll: boolean
  onSync: (state: PairingState) => void
  onSyncFacility: () => void
  onCancel: (run: Run) => void
  onAccept: (state: PairingState, side: SideState) => void
}

/** A facility with its clock and its pairings. */
export function FacilitySection(props: FacilitySectionProps) {
  const { facility, pairings, runs, now, readOnly, hasConnections, startingId, cancellingId } = props
  return (
    <section className={classes.facility} aria-label={facility.name}>
      <div className={classes.name}>
        <h2>{facility.name}</h2>
        <span className={classes.dim}>
          {facility.zone}, UTC{offsetOf(now, facility.zone)}, now {timeOf(now, facility.zone)}
        </span>
        <span className={classes.spread} />
        {pairings.length > 1 && (
          <Button
            variant="default"
            disabled={readOnly !== null}
            loading={props.syncingAll}
            onClick={props.onSyncFacility}
          >
            Sync facility
          </Button>
        )}
        <Link
          className={classes.link}
          to="/facilities"
          search={(old) => ({ facility: old.facility, edit: facility.id })}
        >
          Edit facility
        </Link>
        <Link
          className={classes.link}
          to="/facilities"
          search={(old) => ({ facility: old.facility, pairing: 'new', at: facility.id })}
        >
          Add a pairing
        </Link>
      </div>
      {pairings.map((state) => {
        const run = runs.find((known) => known.pairingId === state.pairing.id)
        return (
          <PairingCard
            key={state.pairing.id}
            state={state}
            run={run}
            now={now}
            readOnly={readOnly}
            starting={startingId === state.pairing.id}
            cancelling={run !== undefined && cancellingId === run.id}
            onSync={props.onSync}
            onCancel={props.onCancel}
            onAccept={props.onAccept}
          />
        )
      })}
      {pairings.length === 0 && (
        <p className={classes.dim}>
          Nothing is compared here yet. {hasConnections ? 'Add a pairing' : 'Add two connections, then a pairing'}: it
          says which two systems hold this facility’s schedule.
        </p>
      )}
    </section>
  )
}
