import type { DiscrepancyFilter } from '#contract/discrepancies'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'

/** The stored filter of what the page asks at `now`: pairings of the ledger, narrowed to a facility or one pairing. */
export function storedFilter(
  pairings: readonly Pairing[],
  { facilityId, pairingId, ...filter }: DiscrepancyFilter,
  now: Instant,
): StoredFilter {
  const wanted = pairings.filter(
    (one) =>
      (facilityId === undefined || one.facilityId === facilityId) && (pairingId === undefined || one.id === pairingId),
  )
  return { ...filter, pairings: wanted.map((one) => one.id), now }
}
