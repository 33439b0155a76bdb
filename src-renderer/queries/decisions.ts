import { mutationOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CoreClient } from '#contract/procedures'
import { core } from '../link/core.ts'
import { alertQueries } from './alerts.ts'
import { deskQueries } from './desk-work.ts'
import { discrepancyQueries } from './discrepancies.ts'

/** A decision about discrepancies; done only once the lists show it. */
export const decisionOptions = <Input, Output>(client: QueryClient, call: (input: Input) => Promise<Output>) =>
  mutationOptions({
    mutationFn: call,
    // Also where it failed: it may be stored all the same, or others may have decided meanwhile.
    onSettled: () =>
      Promise.all(
        [discrepancyQueries.all, alertQueries.all, deskQueries.savedFilters().queryKey].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })

const useDecision = <Input, Output>(call: (input: Input) => Promise<Output>) =>
  useMutation(decisionOptions(useQueryClient(), call))

type AcceptInput = Parameters<CoreClient['discrepancies']['accept']>[0]
type ReopenInput = Parameters<CoreClient['discrepancies']['reopen']>[0]

export const useAccept = () => useDecision((input: AcceptInput) => core().discrepancies.accept(input))
export const useReopen = () => useDecision((input: ReopenInput) => core().discrepancies.reopen(input))

type AssignInput = Parameters<CoreClient['discrepancies']['assign']>[0]
export const useAssign = () => useDecision((input: AssignInput) => core().discrepancies.assign(input))
