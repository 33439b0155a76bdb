import { QueryClient } from '@tanstack/react-query'
import { toErrorData } from '#contract/errors'

/**
 * The page's cache of what the core said. Feeds invalidate it (`apply-events.ts`), so nothing goes stale by time; a
 * lost core is retried by the link, never here.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 1 && toErrorData(error).code === 'bug',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
