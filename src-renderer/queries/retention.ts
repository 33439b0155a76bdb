import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { core } from '../link/core.ts'

export const retentionQueries = {
  all: ['retention'] as const,
  show: () =>
    queryOptions({
      queryKey: ['retention', 'show'],
      queryFn: ({ signal }) => core().retention.show({}, { signal }),
    }),
}

/** Changes for how long items are kept. */
export function useSaveRetention() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (days: number) => core().retention.save({ days }),
    onSuccess: (retention) => client.setQueryData(retentionQueries.show().queryKey, retention),
  })
}

/** Purges now; lists and history are read again by the core's feed. */
export function usePurge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (_: void) => core().retention.purge({}),
    onSettled: () => client.invalidateQueries({ queryKey: retentionQueries.all }),
  })
}
