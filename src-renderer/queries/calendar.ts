import { keepPreviousData, type QueryKey, queryOptions, skipToken } from '@tanstack/react-query'
import type { FacilityId, PairingId } from '#contract/ids'
import type { Instant, LocalDate, Span } from '#contract/time'
import { core } from '../link/core.ts'

/** A moment as the core takes it: left out where it is now. */
const at = (asOf: Instant | undefined): { asOf?: Instant } => (asOf === undefined ? {} : { asOf })

/** What is in view stays while other days of the same pairing load, so that turning pages does not blink. */
const ofSame =
  (pairingId: PairingId | undefined) =>
  <Data>(shown: Data | undefined, query: { queryKey: QueryKey } | undefined): Data | undefined =>
    query?.queryKey[2] === pairingId ? shown : undefined

export const calendarQueries = {
  all: ['calendar'] as const,
  /** All of a pairing's things in a span, at one compare. */
  span: (pairingId: PairingId | undefined, span: Span, asOf?: Instant) =>
    queryOptions({
      queryKey: ['calendar', 'span', pairingId ?? 'none', span, asOf ?? 'now'],
      queryFn:
        pairingId === undefined
          ? skipToken
          : ({ signal }) => core().calendar.span({ pairingId, span, ...at(asOf) }, { signal }),
      placeholderData: ofSame(pairingId),
    }),
  /** The same counted per lane and local day. */
  density: (pairingId: PairingId | undefined, from: LocalDate, days: number, asOf?: Instant) =>
    queryOptions({
      queryKey: ['calendar', 'density', pairingId ?? 'none', from, days, asOf ?? 'now'],
      queryFn:
        pairingId === undefined
          ? skipToken
          : ({ signal }) => core().calendar.density({ pairingId, from, days, ...at(asOf) }, { signal }),
      placeholderData: ofSame(pairingId),
    }),
  /** The stored records behind a thing, by the numbers of their versions, as they were known at the moment in view. */
  thing: (pairingId: PairingId, left: number | null, right: number | null, asOf?: Instant) =>
    queryOptions({
      queryKey: ['calendar', 'thing', pairingId, left, right, asOf ?? 'now'],
      queryFn: ({ signal }) => core().calendar.thing({ pairingId, left, right, ...at(asOf) }, { signal }),
    }),
  /** Places in the calendar of what has this id or says this; nothing is asked before two characters. */
  find: (text: string, facilityId?: FacilityId) =>
    queryOptions({
      queryKey: ['calendar', 'find', text, facilityId ?? 'all'],
      queryFn:
        text.trim().length < 2
          ? skipToken
          : ({ signal }) =>
              core().calendar.find({ text, ...(facilityId === undefined ? {} : { facilityId }) }, { signal }),
      placeholderData: keepPreviousData,
      // Names of people are not kept longer than they are looked at.
      gcTime: 10_000,
    }),
}
