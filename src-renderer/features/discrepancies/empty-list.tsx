import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { dayOf, dayTimeOf } from '../../format/instant.ts'
import { Reason } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'

type EmptyListProps = {
  pairings: readonly PairingState[]
  filtered: boolean
  now: Instant
  readOnly: string | null
  onClear: () => void
  onFacilities: () => void
  onSync: (pairing: PairingState) => void
}

/** Why the list is empty: nothing paired, never compared, filtered away, or both systems agree. */
export function EmptyList({ pairings, filtered, now, readOnly, onClear, onFacilities, onSync }: EmptyListProps) {
  if (pairings.length === 0) {
    return (
      <EmptyState
        title="Nothing is compared here yet"
        actions={
          <Button onClick={onFacilities} size="sm">
            Go to Facilities
          </Button>
        }
      >
        A pairing says which two systems hold the schedule of a facility. Add one in Facilities, then sync it.
      </EmptyState>
    )
  }
  if (filtered) {
    return (
      <EmptyState
        title="No discrepancies match these filters"
        actions={<Button onClick={onClear}>Clear filters</Button>}
      >
        Others may be open: the filters hide them.
      </EmptyState>
    )
  }
  const compared = pairings.filter((pairing) => pairing.compared !== null)
  const never = pairings.find((pairing) => pairing.compared === null)
  if (compared.length === 0 && never) {
    return (
      <EmptyState
        title="Never compared"
        actions={
          <>
            <Button size="sm" disabled={readOnly !== null} onClick={() => onSync(never)}>
              Sync now
            </Button>
            <Reason text={readOnly} />
          </>
        }
      >
        A sync reads {never.left.system} and {never.right.system} for {never.facility.name} and compares them. It
        changes nothing in either.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No discrepancies">
      {compared.map(({ pairing, facility, compared: last, left, right }) => (
        <p key={pairing.id}>
          {facility.name}:{' '}
          {last &&
            `none in ${dayOf(last.window.start, facility.zone, now)} to ${dayOf(last.window.end, facility.zone, now)}. Last comparison ${dayTimeOf(last.at, facility.zone, now)}`}
          {left.coverage === 'complete' && right.coverage === 'complete'
            ? ' (both systems read completely).'
            : ' (not everything was read, so there may be more).'}
        </p>
      ))}
    </EmptyState>
  )
}
