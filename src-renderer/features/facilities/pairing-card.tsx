import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PairingState, SideState } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countOf } from '../../format/count.ts'
import { endedShort, isUnderWay } from '../../format/run-state.ts'
import { NetworkNote } from '../../ui/network-note.tsx'
import { Reason } from '../../ui/page.tsx'
import classes from './facilities.module.css'
import { nextSyncWords, scheduleWords } from './schedule-shape.ts'
import { SidePanel } from './side-panel.tsx'
import { SyncProgress } from './sync-progress.tsx'

type PairingCardProps = {
  state: PairingState
  run: Run | undefined
  now: Instant
  readOnly: string | null
  starting: boolean
  cancelling: boolean
  onSync: (state: PairingState) => void
  onCancel: (run: Run) => void
  onAccept: (state: PairingState, side: SideState) => void
}

/** One pairing: what is compared, how both sides stand, and the sync that runs. */
export function PairingCard(props: PairingCardProps) {
  const { state, run, now, readOnly, starting, cancelling, onSync, onCancel, onAccept } = props
  const { pairing, facility, left, right, compared } = state
  const underWay = run !== undefined && isUnderWay(run)
  const name = `${recipes[pairing.recipeId].name}: ${left.system} and ${right.system}`
  return (
    <article className={classes.pairing} aria-label={`${name}, ${facility.name}`}>
      <header className={classes.pairingHead}>
        <h3>{name}</h3>
        {compared ? (
          <span className={classes.dim}>
            compared {ageWords(compared.at, now)},{' '}
            <Link className={classes.link} to="/discrepancies" search={{ facility: facility.id, of: pairing.id }}>
              {countOf(compared.open, 'discrepancy', 'discrepancies')}
            </Link>
          </span>
        ) : (
          <span className={classes.dim}>Never compared</span>
        )}
        <NextSync state={state} now={now} />
        <Link
          className={classes.link}
          to="/matches"
          search={(old) => ({ facility: old.facility, pairing: pairing.id })}
        >
          Pairs without ids
        </Link>
        <span className={classes.spread} />
        {readOnly === null ? <NetworkNote sides={[left, right]} /> : <Reason text={readOnly} />}
        <Button loading={starting} disabled={readOnly !== null || underWay} onClick={() => onSync(state)}>
          {run?.state === 'queued' ? 'Waiting' : underWay ? 'Syncing' : 'Sync now'}
        </Button>
        <Link
          className={classes.link}
          to="/facilities"
          search={(old) => ({ facility: old.facility, pairing: pairing.id })}
        >
          Edit
        </Link>
      </header>
      <div className={classes.sides}>
        {[left, right].map((side) => (
          <SidePanel
            key={side.side}
            side={side}
            facility={facility.name}
            scope={pairing[side.side].scope}
            zone={facility.zone}
            now={now}
            readOnly={readOnly}
            onAccept={(accepted) => onAccept(state, accepted)}
          />
        ))}
      </div>
      {run && (underWay || endedShort(run)) && (
        <SyncProgress run={run} now={now} cancelling={cancelling} onCancel={onCancel} />
      )}
    </article>
  )
}

/** When it syncs by itself next, on the facility's clock; the schedule alone where nothing is due here. */
function NextSync({ state, now }: { state: PairingState; now: Instant }) {
  const { schedule } = state.pairing.policy
  const { nextSyncAt } = state
  const title =
    schedule === null || nextSyncAt === null ? undefined : `${scheduleWords(schedule)}, on the facility’s clock`
  return (
    <span className={classes.dim} title={title}>
      {nextSyncWords(state, now)}
    </span>
  )
}
