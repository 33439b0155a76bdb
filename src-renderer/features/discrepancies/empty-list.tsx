import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { daysOfSpan, dayTimeOf } from '../../format/instant.ts'
import { NetworkNote } from '../../ui/network-note.tsx'
import { Reason } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'

type EmptyListProps = {
  pairings: readonly PairingState[]
  filtered: boolean
  /** What of the list is asked for: open ones, those of a group, accepted ones, or what was found at an earlier moment. */
  of: 'open' | 'group' | 'accepted' | 'snapshot'
  /** That moment in words, and whether nothing had been compared by then. */
  moment: string | null
  nothingYet: boolean
  /** How many are accepted under the same filters. */
  accepted: number
  now: Instant
  readOnly: string | null
  onClear: () => void
  /** Back from an earlier moment. */
  onNow: () => void
  /** To the open ones of all groups, or between open and accepted ones. */
  onOpen: () => void
  onAccepted: () => void
  onFacilities: () => void
  onSync: (pairing: PairingState) => void
}

/** Why the list is empty: nothing paired, never compared, filtered away, accepted, or both systems agree. */
export function EmptyList(props: EmptyListProps) {
  const { pairings, filtered, of, moment, nothingYet, accepted, now, readOnly } = props
  const { onClear, onNow, onOpen, onAccepted, onFacilities, onSync } = props
  if (pairings.length === 0 && !filtered) {
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
  const compared = pairings.filter((pairing) => pairing.compared !== null)
  if (of === 'snapshot' && nothingYet) {
    return (
      <EmptyState
        title={`Nothing was compared by ${moment ?? 'then'}`}
        actions={<Button onClick={onNow}>Back to now</Button>}
      >
        Pick a later comparison below, or go back to now. How far back comparisons are kept is said in Settings.
      </EmptyState>
    )
  }
  if (filtered) {
    return (
      <EmptyState
        title="No discrepancies match these filters"
        actions={<Button onClick={onClear}>Clear filters</Button>}
      >
        <p>Others may be open: the filters hide them.</p>
        {compared.length <= 3 && compared.map((state) => <Compared key={state.pairing.id} state={state} now={now} />)}
      </EmptyState>
    )
  }
  if (of === 'snapshot') {
    return (
      <EmptyState title={`Nothing was open ${moment ?? 'then'}`} actions={<Button onClick={onNow}>Back to now</Button>}>
        The comparison in view found nothing in which both systems differ.
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
            {readOnly === null ? <NetworkNote sides={[never.left, never.right]} /> : <Reason text={readOnly} />}
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
      {compared.map((state) => (
        <Compared key={state.pairing.id} state={state} now={now} found={accepted > 0 ? 'none open ' : 'none '} />
      ))}
    </EmptyState>
  )
}

/** Over which days a pairing was compared last, when, and whether all of both systems was read for it. */
function Compared({ state, now, found = '' }: { state: PairingState; now: Instant; found?: string }) {
  const { facility, compared, left, right } = state
  if (compared === null) return null
  const { window, at } = compared
  const whole = left.coverage === 'complete' && right.coverage === 'complete'
  return (
    <p>
      {facility.name}: {found === '' ? 'compared ' : `${found}in `}
      {daysOfSpan(window, facility.zone, now)}. Last comparison {dayTimeOf(at, facility.zone, now)}
      {whole ? ' (both systems read completely).' : ' (not everything was read, so there may be more).'}
    </p>
  )
}
