import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type FacilityId, type PairingId, RunId } from '#contract/ids'
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

/** Starts or queues a sync of every pairing, or of those of one facility; answers with their runs. */
export function useSyncAll() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (facilityId: FacilityId | undefined) =>
      core().runs.syncAll(facilityId === undefined ? {} : { facilityId }),
    onSuccess: (started) => {
      client.setQueryData<Run[]>(runQueries.list().queryKey, (runs) => {
        let list = runs ?? []
        for (const run of started) list = withRun(list, run)
        return list
      })
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

/** Keeps the counts of running runs in the list of runs up to date until each ends or nothing shows them any more. */
function useFollow(runIds: readonly RunId[]): void {
  const client = useQueryClient()
  const host = useHostState()
  const followed = useRef(new Map<RunId, AbortController>())
  const ids = host === 'open' ? runIds.join(' ') : ''
  useEffect(() => {
    const known = followed.current
    const wanted = new Set(ids.split(' ').filter((id) => id !== ''))
    for (const [id, stop] of known) if (!wanted.has(id)) forget(known, id, stop)
    for (const id of [...wanted].map((text) => RunId.parse(text))) {
      if (known.has(id)) continue
      const stop = new AbortController()
      known.set(id, stop)
      void followRun(client, id, stop.signal)
    }
  }, [client, ids])
  useEffect(() => {
    const known = followed.current
    return () => {
      for (const [id, stop] of known) forget(known, id, stop)
    }
  }, [])
}

function forget(known: Map<RunId, AbortController>, id: RunId, stop: AbortController): void {
  known.delete(id)
  stop.abort()
}

async function followRun(client: QueryClient, runId: RunId, signal: AbortSignal): Promise<void> {
  try {
    for await (const now of await core().runs.follow({ runId }, { signal })) {
      client.setQueryData<Run[]>(runQueries.list().queryKey, (runs) => withRun(runs, now))
    }
  } catch {
    // A lost core is told by the host state, and the feed of changes reads the list anew when it is back.
  }
  if (!signal.aborted) await client.invalidateQueries({ queryKey: runQueries.all })
}

/** The runs that are under way, running ones first and each followed live. The frame calls it once for the whole page. */
export function useFollowRunning(): { running: Run[]; waiting: Run[] } {
  const runs = useQuery(runQueries.list()).data ?? []
  const running = runs.filter((run) => run.state === 'running')
  useFollow(running.map((run) => run.id))
  return { running, waiting: runs.filter((run) => run.state === 'queued') }
}

/** The newest run of a pairing. Its counts are live while the frame follows it. */
export function useNewestRun(pairingId: PairingId): Run | undefined {
  return useQuery(runQueries.list()).data?.find((run) => run.pairingId === pairingId)
}
