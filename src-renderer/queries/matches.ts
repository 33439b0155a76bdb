import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { core } from '../link/core.ts'
import { alertQueries } from './alerts.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { pairingQueries } from './facilities.ts'
import { useWindowedList } from './windowed-list.ts'

export const matchQueries = {
  all: ['matches'] as const,
  decisions: (pairingId: PairingId) =>
    queryOptions({
      queryKey: ['matches', 'decisions', pairingId],
      queryFn: ({ signal }) => core().matches.decisions({ pairingId }, { signal }),
    }),
  candidates: (pairingId: PairingId, fingerprint: Fingerprint) =>
    queryOptions({
      queryKey: ['matches', 'candidates', pairingId, fingerprint],
      queryFn: ({ signal }) => core().matches.candidates({ pairingId, fingerprint }, { signal }),
    }),
}

/** The pairs without ids of a pairing, by start, with the windows that hold the rows `first` to `last` loaded. */
export const useMatchList = (pairingId: PairingId, range: { first: number; last: number }) =>
  useWindowedList({
    key: ['matches', 'window', pairingId],
    read: (page, signal) => core().matches.list({ pairingId, ...page }, { signal }),
    ...range,
  })

export type MatchWord = Parameters<CoreClient['matches']['decide']>[0]

/** A person's word on a pair. The word is stored before both sides are compared again, so also a failure asks anew. */
export function useDecideMatch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (word: MatchWord) => core().matches.decide(word),
    onSettled: () =>
      Promise.all(
        [matchQueries.all, discrepancyQueries.all, alertQueries.all, pairingQueries.all].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
