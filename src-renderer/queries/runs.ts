import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PairingId, RunId } from '#contract/ids'
import type { Run } from '#contract/runs'
import { core } from '../link/core.ts'
import { useHostState } from './host-state.ts'

const listed = 100

export const runQueries = {
  all: ['runs'] as const,
  list: () =>
    queryOptions({
      queryKey: ['runs', 'list'],
      queryFn: ({ signal }) => core().runs.list({ limit: listed }, { signal }),
    }),
  log: (runId: RunId) =>
    queryOptions({
      queryKey: ['runs', 'log', runId],
      queryFn: ({ signal }) => core().runs.log({ runId }, { signal }),
    }),
}

/** Starts a sync of a pairing and shows it as running at once. */
export function useSync() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (pairingId: PairingId) => core().runs.sync({ pairingId }),
    onSuccess: (run) => {
      client.setQueryData<Run[]>(runQueries.list().queryKey, (runs) => withRun(runs, run))
    },
  })
}

export function useCancelRun() {
  return useMutation({ mutationFn: (runId: RunId) => core().runs.cancel({ runId }) })
}

/** The list with this run in its present form, newest first. */
export function withRun(runs: readonly Run[] | undefined, run: Run): Run[] {
  if (!runs) return [run]
  return runs.some((known) => known.id === run.id)
    ? runs.map((known) => (known.id === run.id ? run : known))
    : [run, ...runs]
}

/** Keeps a running run's counts in the list of runs up to date until it ends or nothing shows it any more. */
function useFollow(run: Run | undefined): void {
  const client = useQueryClient()
  const host = useHostState()
  const runId = run?.state === 'running' ? run.id : null
  useEffect(() => {
    if (runId === null || host !== 'open') return
    const stop = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const now of await core().runs.follow({ runId }, { signal: stop.signal })) {
        client.setQueryData<Run[]>(runQueries.list().queryKey, (runs) => withRun(runs, now))
      }
    }
    follow()
      .catch(() => {
        // A lost core is told by the host state, and the feed of changes reads the list anew when it is back.
      })
      .finally(() => {
        if (!stop.signal.aborted) void client.invalidateQueries({ queryKey: runQueries.all })
      })
    return () => stop.abort()
  }, [client, runId, host])
}

/** The newest run of each pairing that is running now, followed live. The frame calls it once for the whole page. */
export function useFollowRunning(): Run | undefined {
  const running = useQuery(runQueries.list()).data?.find((run) => run.state === 'running')
  useFollow(running)
  return running
}

/** The newest run of a pairing. Its counts are live while the frame follows it. */
export function useNewestRun(pairingId: PairingId): Run | undefined {
  return useQuery(runQueries.list()).data?.find((run) => run.pairingId === pairingId)
}
