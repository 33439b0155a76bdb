import { queryOptions, skipToken, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CheckStep, ConnectionDraft } from '#contract/connections'
import type { ConnectionId } from '#contract/ids'
import { core } from '../link/core.ts'

export const connectionQueries = {
  all: ['connections'] as const,
  connectors: () =>
    queryOptions({ queryKey: ['connectors'], queryFn: ({ signal }) => core().connectors.list({}, { signal }) }),
  /** Counted with every request, of which the core tells nothing by itself: read anew while they are looked at. */
  budgets: () =>
    queryOptions({
      queryKey: ['connections', 'budgets'],
      queryFn: ({ signal }) => core().connections.budgets({}, { signal }),
      refetchInterval: 10_000,
    }),
  list: () =>
    queryOptions({
      queryKey: ['connections', 'list'],
      queryFn: ({ signal }) => core().connections.list({}, { signal }),
    }),
  /** Asks the vendor, so it is fetched only where a person asks for it and kept for the session. */
  scopes: (id: ConnectionId | undefined) =>
    queryOptions({
      queryKey: ['scopes', id ?? 'none'],
      queryFn: id === undefined ? skipToken : ({ signal }) => core().connections.scopes({ id }, { signal }),
      retry: false,
    }),
}

export function useSaveConnection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: ConnectionDraft) => core().connections.save(draft),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionQueries.all }),
  })
}

export function useRemoveConnection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: ConnectionId) => core().connections.remove({ id }),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionQueries.all }),
  })
}

/** Tests a draft as entered, step by step while it runs; `signal` stops it. */
export const testConnection = (draft: ConnectionDraft, signal: AbortSignal): Promise<AsyncIterable<CheckStep>> =>
  core().connections.test(draft, { signal })

/** Runs one of the connector's named checks on a stored connection, step by step. */
export const checkConnection = (
  id: ConnectionId,
  check: string,
  signal: AbortSignal,
): Promise<AsyncIterable<CheckStep>> => core().connections.check({ id, check }, { signal })
