import type { DiscrepancyFilter } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'

/** Pairings of the ledger, narrowed to a facility or one pairing. */
export const pairingsUnder = (
  pairings: readonly Pairing[],
  { facilityId, pairingId }: Pick<DiscrepancyFilter, 'facilityId' | 'pairingId'>,
): PairingId[] =>
  pairings
    .filter(
      (one) =>
        (facilityId === undefined || one.facilityId === facilityId) &&
        (pairingId === undefined || one.id === pairingId),
    )
    .map((one) => one.id)

/** The stored filter of what the page asks at `now`: pairings of the ledger, narrowed to a facility or one pairing. */
export function storedFilter(
  pairings: readonly Pairing[],
  { facilityId, pairingId, ...filter }: DiscrepancyFilter,
  now: Instant,
): StoredFilter {
  const stored = { ...filter, pairings: pairingsUnder(pairings, { facilityId, pairingId }), now }
  if (filter.asOf === undefined) return stored
  // What people decided is not part of what was found, so it is not asked for either.
  const { accepted: _, assignedTo: __, clusterId: ___, outsideClusters: ____, ...found } = stored
  return found
}
