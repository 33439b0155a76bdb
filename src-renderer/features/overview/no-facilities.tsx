import { Button } from '@mantine/core'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { countOf } from '../../format/count.ts'
import { EmptyState } from '../../ui/states.tsx'

type NoFacilitiesProps = {
  /** How many there are in view, filters left aside. */
  facilities: number
  pairings: readonly PairingState[]
  /** What is searched for by name; empty where nothing is. */
  find: string
  now: Instant
  onAll: () => void
  onFacilities: () => void
}

/** Why no facility is listed, and from when that is known. */
export function NoFacilities({ facilities, pairings, find, now, onAll, onFacilities }: NoFacilitiesProps) {
  if (facilities === 0) {
    return (
      <EmptyState title="No facility yet" actions={<Button onClick={onFacilities}>Go to Facilities</Button>}>
        A facility is a real place with its own clock. Add one, then say which two systems hold its schedule.
      </EmptyState>
    )
  }
  const times = pairings.flatMap(({ compared }) => (compared === null ? [] : [compared.at])).sort()
  const [oldest] = times
  return (
    <EmptyState
      title={find === '' ? 'No facility needs attention' : `No facility is called “${find}”`}
      actions={
        <Button variant="default" onClick={onAll}>
          Show all {countOf(facilities, 'facility', 'facilities')}
        </Button>
      }
    >
      {oldest === undefined
        ? 'Nothing was compared yet.'
        : `The oldest of the newest comparisons is from ${ageWords(oldest, now)}.`}
    </EmptyState>
  )
}
