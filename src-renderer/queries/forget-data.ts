import type { QueryClient } from '@tanstack/react-query'
import type { WorkspaceState } from '#contract/workspace'
import { workspaceQueries } from './workspace.ts'

/** Whether data of the workspace may be on the page. */
export const showsData = ({ state }: WorkspaceState): boolean => state === 'open' || state === 'viewing'

/**
 * Drops everything the page holds of a workspace as soon as that is neither open nor viewed any more (P24): what was read
 * and what was sent. Only how the workspace stands is kept. Returns a stop function.
 */
export function forgetWhenClosed(client: QueryClient): () => void {
  const info = workspaceQueries.info().queryKey
  return client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.queryHash !== hashOfInfo) return
    const known = client.getQueryData(info)
    if (known === undefined || showsData(known.state)) return
    client.removeQueries({ predicate: ({ queryKey: [noun] }) => noun !== workspaceQueries.all[0] })
    client.getMutationCache().clear()
  })
}

const hashOfInfo = JSON.stringify(workspaceQueries.info().queryKey)
