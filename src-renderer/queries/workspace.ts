import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Instant } from '#contract/time'
import type { NewWorkspace, WorkspaceInfo } from '#contract/workspace'
import { core } from '../link/core.ts'
import { followCoreClock, pageNow } from '../link/page-clock.ts'
import { useHostState } from './host-state.ts'

export const workspaceQueries = {
  all: ['workspace'] as const,
  info: () =>
    queryOptions({
      queryKey: ['workspace', 'info'],
      queryFn: async ({ signal }) => {
        const info = await core().workspace.info({}, { signal })
        followCoreClock(info.now)
        return info
      },
    }),
}

/** The workspace as the core last described it; undefined before its first answer. */
export function useWorkspace(): WorkspaceInfo | undefined {
  return useQuery(workspaceQueries.info()).data
}

function useWorkspaceChange<Input>(call: (input: Input) => Promise<WorkspaceInfo>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSuccess: (info) => {
      followCoreClock(info.now)
      client.setQueryData(workspaceQueries.info().queryKey, info)
    },
  })
}

export const useCreateWorkspace = () => useWorkspaceChange((input: NewWorkspace) => core().workspace.create(input))
export const useUnlock = () => useWorkspaceChange((input: { passphrase: string }) => core().workspace.unlock(input))
export const useLock = () => useWorkspaceChange((_: void) => core().workspace.lock({}))
export const useResetDemo = () => useWorkspaceChange((_: void) => core().workspace.resetDemo({}))

/** Why nothing can be started or changed now, in words for beside a disabled button; null where it can. */
export function useReadOnlyReason(): string | null {
  const host = useHostState()
  const state = useWorkspace()?.state
  if (host === 'gone' || host === 'connecting') return 'Plumbline does not answer at the moment.'
  if (state?.state === 'viewing') return 'Read only: another window of Plumbline holds this workspace.'
  return null
}

let shownNow: Instant = pageNow()
const nowListeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | null = null

function tick(): void {
  shownNow = pageNow()
  for (const listener of nowListeners) listener()
}

function onTick(listener: () => void): () => void {
  nowListeners.add(listener)
  ticking ??= setInterval(tick, 10_000)
  queueMicrotask(tick)
  return () => {
    nowListeners.delete(listener)
    if (nowListeners.size === 0 && ticking !== null) {
      clearInterval(ticking)
      ticking = null
    }
  }
}

/** The core's present instant, moved on every ten seconds: for ages, which must not read a clock while drawing. */
export const useNow = (): Instant => useSyncExternalStore(onTick, () => shownNow)
