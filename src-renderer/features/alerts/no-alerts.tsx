import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countOf } from '../../format/count.ts'
import { daysOfSpan, dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { EmptyState } from '../../ui/states.tsx'

type NoAlertsProps = {
  pairings: readonly PairingState[]
  /** True where a system stands above that is not known well enough. */
  doubtful: boolean
  now: Instant
  onFacilities: () => void
}

/** Why nothing stands here: what was checked, when, how completely, and what was not. */
export function NoAlerts({ pairings, doubtful, now, onFacilities }: NoAlertsProps) {
  if (pairings.length === 0) {
    return (
      <EmptyState
        title="Nothing is compared here yet"
        actions={<Button onClick={onFacilities}>Go to Facilities</Button>}
      >
        Alerts come from comparing the two systems of a facility. Add a pairing in Facilities, then sync it.
      </EmptyState>
    )
  }
  const never = pairings.every(({ compared }) => compared === null)
  return (
    <EmptyState
      title={never ? 'Never compared' : doubtful ? 'No discrepancy that needs attention is known' : 'No alerts'}
      actions={never ? <Button onClick={onFacilities}>Go to Facilities</Button> : undefined}
    >
      {doubtful && <p>What the systems above have not told is not known, so there may be more.</p>}
      {pairings.map((state) => (
        <Checked key={state.pairing.id} state={state} now={now} />
      ))}
    </EmptyState>
  )
}

function Checked({ state, now }: { state: PairingState; now: Instant }) {
  const { pairing, facility, left, right, compared } = state
  const { name, zone } = facility
  if (compared === null) {
    return (
      <p>
        {name}: {left.system} and {right.system} were never compared, so nothing is known.
      </p>
    )
  }
  const complete = left.coverage === 'complete' && right.coverage === 'complete'
  const { at, window, open } = compared
  return (
    <p>
      {name}: last comparison of {left.system} and {right.system} {dayTimeOf(at, zone, now)} {zoneNameOf(at, zone)} (
      {ageWords(at, now)}), for {daysOfSpan(window, zone, now)}.{' '}
      {complete ? 'Both systems were read completely.' : 'Not everything was read, so there may be more.'}
      {open > 0 && (
        <>
          {' '}
          <Link to="/discrepancies" search={{ facility: facility.id, of: pairing.id }}>
            {countOf(open, 'discrepancy', 'discrepancies')}
          </Link>{' '}
          still open there, acknowledged.
        </>
      )}
    </p>
  )
}
