import { queryOptions } from '@tanstack/react-query'
import { core } from '../link/core.ts'
import { lookAgainMs } from './windowed-list.ts'

/** What needs a person moves with the clock, of which no event tells: it is asked for again. */
export const overviewQueries = {
  all: ['overview'] as const,
  show: () =>
    queryOptions({
      queryKey: ['overview', 'show'],
      queryFn: ({ signal }) => core().overview.show({}, { signal }),
      refetchInterval: lookAgainMs,
    }),
}
