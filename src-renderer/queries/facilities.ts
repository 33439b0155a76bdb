import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { FacilityId, PairingId, SideName, SnapshotNumber } from '#contract/ids'
import type { FacilityDraft, PairingDraft } from '#contract/pairings'
import { core } from '../link/core.ts'

export const facilityQueries = {
  all: ['facilities'] as const,
  list: () =>
    queryOptions({ queryKey: ['facilities', 'list'], queryFn: ({ signal }) => core().facilities.list({}, { signal }) }),
}

export const pairingQueries = {
  all: ['pairings'] as const,
  list: () =>
    queryOptions({ queryKey: ['pairings', 'list'], queryFn: ({ signal }) => core().pairings.list({}, { signal }) }),
}

function useChange<Input, Output>(call: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: facilityQueries.all }),
        client.invalidateQueries({ queryKey: pairingQueries.all }),
      ])
    },
  })
}

export const useSaveFacility = () => useChange((draft: FacilityDraft) => core().facilities.save(draft))
export const useRemoveFacility = () => useChange((id: FacilityId) => core().facilities.remove({ id }))
export const useSavePairing = () => useChange((draft: PairingDraft) => core().pairings.save(draft))
export const useRemovePairing = () => useChange((id: PairingId) => core().pairings.remove({ id }))

type Accepted = { id: PairingId; side: SideName; snapshot: SnapshotNumber; reason: string }

/** Accepts a read that was refused as implausible; the next read then seals. */
export const useAcceptRead = () => useChange((input: Accepted) => core().pairings.acceptImplausible(input))
