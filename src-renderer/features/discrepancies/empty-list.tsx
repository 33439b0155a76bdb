import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { dayOf, dayTimeOf } from '../../format/instant.ts'
import { Reason } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'

type EmptyListProps = {
  pairings: readonly PairingState[]
  filtered: boolean
  /** What of the list is asked for: open ones, those of a group, or accepted ones. */
  of: 'open' | 'group' | 'accepted'
  /** How many are accepted under the same filters. */
  accepted: number
  now: Instant
  readOnly: string | null
  onClear: () => void
  /** To the open ones of all groups, or between open and accepted ones. */
  onOpen: () => void
  onAccepted: () => void
  onFacilities: () => void
  onSync: (pairing: PairingState) => void
}

/** Why the list is empty: nothing paired, never compared, filtered away, accepted, or both systems agree. */
export function EmptyList(props: EmptyListProps) {
  const { pairings, filtered, of, accepted, now, readOnly, onClear, onOpen, onAccepted, onFacilities, onSync } = props
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
  if (of === 'accepted') {
    return (
      <EmptyState title="Nothing is accepted" actions={<Button onClick={onOpen}>Show open discrepancies</Button>}>
        A difference that is right as it is can be accepted with a reason. It comes back when one of its values moves,
        or when its time is over.
      </EmptyState>
    )
  }
  if (of === 'group') {
    return (
      <EmptyState
        title="Nothing of this group is open here"
        actions={<Button onClick={onOpen}>Show all discrepancies</Button>}
      >
        It was put right or accepted, its rows no longer share one cause, or it belongs to another facility.
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
    <EmptyState
      title={accepted > 0 ? 'No open discrepancies' : 'No discrepancies'}
      actions={accepted > 0 && <Button onClick={onAccepted}>Show {countWords(accepted)} accepted</Button>}
    >
      {compared.map(({ pairing, facility, compared: last, left, right }) => (
        <p key={pairing.id}>
          {facility.name}:{' '}
          {last &&
            `none ${accepted > 0 ? 'open ' : ''}in ${dayOf(last.window.start, facility.zone, now)} to ${dayOf(last.window.end, facility.zone, now)}. Last comparison ${dayTimeOf(last.at, facility.zone, now)}`}
          {left.coverage === 'complete' && right.coverage === 'complete'
            ? ' (both systems read completely).'
            : ' (not everything was read, so there may be more).'}
        </p>
      ))}
    </EmptyState>
  )
}
