import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FacilityId, PairingId } from '#contract/ids'
import { core } from '../link/core.ts'

/** The most that time travel offers at once: a month of hourly syncs of one pairing. */
export const comparesListed = 720

export const compareQueries = {
  all: ['compares'] as const,
  /** Compares of what is in view, newest first. */
  list: (of: { facilityId?: FacilityId; pairingId?: PairingId }) =>
    queryOptions({
      queryKey: ['compares', 'list', of],
      queryFn: ({ signal }) => core().compares.list({ ...of, limit: comparesListed }, { signal }),
      placeholderData: keepPreviousData,
    }),
}
