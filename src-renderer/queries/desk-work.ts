import { type QueryKey, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedFilterDraft } from '#contract/desk-work'
import type { Fingerprint, FollowUpId, OperatorId, PairingId, SavedFilterId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { core } from '../link/core.ts'
import { discrepancyQueries } from './discrepancies.ts'
import { lookAgainMs } from './windowed-list.ts'
import { workspaceQueries } from './workspace.ts'

type FollowUpsInput = Parameters<CoreClient['followUps']['list']>[0]

/** Who works here, what they keep in mind and which filters they keep. */
export const deskQueries = {
  all: ['desk'] as const,
  operators: () =>
    queryOptions({
      queryKey: ['desk', 'operators'],
      queryFn: ({ signal }) => core().operators.list({}, { signal }),
    }),
  /** With how many are open under each now, which time alone may change. */
  savedFilters: () =>
    queryOptions({
      queryKey: ['desk', 'saved-filters'],
      queryFn: ({ signal }) => core().savedFilters.list({}, { signal }),
      refetchInterval: lookAgainMs,
    }),
  followUps: (input: FollowUpsInput) =>
    queryOptions({
      queryKey: ['desk', 'follow-ups', input],
      queryFn: ({ signal }) => core().followUps.list(input, { signal }),
    }),
}

/** A change of desk work; done only once what shows it has been asked again. */
function useDeskWork<Input, Output>(call: (input: Input) => Promise<Output>, ...keys: QueryKey[]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSettled: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

/** Adds an operator, or renames one: names stand in rows, notes and filters too. */
export const useSaveOperator = () =>
  useDeskWork(
    (input: { id?: OperatorId; name: string }) => core().operators.save(input),
    deskQueries.all,
    discrepancyQueries.all,
  )

/** Who decides from now on. */
export const useChooseOperator = () =>
  useDeskWork((input: { id: OperatorId }) => core().operators.choose(input), deskQueries.all, workspaceQueries.all)

export const useSaveFilter = () =>
  useDeskWork((draft: SavedFilterDraft) => core().savedFilters.save(draft), deskQueries.all)
export const useRemoveFilter = () =>
  useDeskWork((input: { id: SavedFilterId }) => core().savedFilters.remove(input), deskQueries.all)

type FollowUpInput = Parameters<CoreClient['followUps']['add']>[0]

export const useAddFollowUp = () => useDeskWork((input: FollowUpInput) => core().followUps.add(input), deskQueries.all)

/** Closes a follow-up, or opens it again. */
export const useCloseFollowUp = () =>
  useDeskWork((input: { id: FollowUpId; closed: boolean }) => core().followUps.close(input), deskQueries.all)

/** Writes a note about a discrepancy. */
export const useNote = () =>
  useDeskWork(
    (input: { pairingId: PairingId; fingerprint: Fingerprint; text: string }) => core().discrepancies.note(input),
    discrepancyQueries.all,
  )
