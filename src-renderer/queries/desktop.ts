import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { DesktopPreferences } from '#contract/desktop'
import { core } from '../link/core.ts'

export const desktopQueries = {
  /** What is chosen for the application itself; null in a browser. */
  show: () =>
    queryOptions({
      queryKey: ['desktop', 'show'],
      queryFn: ({ signal }) => core().desktop.show({}, { signal }),
    }),
}

/** Changes what is chosen for the application itself. */
export function useSaveDesktop() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (preferences: DesktopPreferences) => core().desktop.save(preferences),
    onSuccess: (kept) => client.setQueryData(desktopQueries.show().queryKey, kept),
  })
}
