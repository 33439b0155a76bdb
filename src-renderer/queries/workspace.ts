import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { type Instant, toMs } from '#contract/time'
import type { NewWorkspace, RecoverWorkspace, WorkspaceInfo } from '#contract/workspace'
import { core } from '../link/core.ts'
import { hostKind } from '../link/host-state.ts'
import { followCoreClock, pageNow } from '../link/page-clock.ts'
import { useHostState } from './host-state.ts'
import { useSecretCall } from './secret-call.ts'

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
  /** The ways of unlocking to choose from; asked anew each time, as a keychain may have come or gone meanwhile. */
  ways: () =>
    queryOptions({
      queryKey: ['workspace', 'ways'],
      queryFn: ({ signal }) => core().workspace.ways({}, { signal }),
      gcTime: 0,
    }),
}

/** The workspace as the core last described it; undefined before its first answer. */
export function useWorkspace(): WorkspaceInfo | undefined {
  return useQuery(workspaceQueries.info()).data
}

/** Where the page runs, also before the core has said it. */
export const useHostKind = (): WorkspaceInfo['host'] => useWorkspace()?.host ?? hostKind

/** Takes over what the core says of the workspace after a change. */
function useTakeInfo(): (info: WorkspaceInfo) => void {
  const client = useQueryClient()
  return (info) => {
    followCoreClock(info.now)
    client.setQueryData(workspaceQueries.info().queryKey, info)
  }
}

function useWorkspaceChange(call: () => Promise<WorkspaceInfo>) {
  return useMutation({ mutationFn: (_: void) => call(), onSuccess: useTakeInfo() })
}

/** The same for a change that a passphrase or a recovery phrase goes along with. */
function useSecretChange<Input>(send: (input: Input) => Promise<WorkspaceInfo>) {
  const take = useTakeInfo()
  return useSecretCall(async (input: Input) => {
    const info = await send(input)
    take(info)
    return info
  })
}

export const useCreateWorkspace = () => useSecretChange((input: NewWorkspace) => core().workspace.create(input))
/** With the passphrase where one is asked, else with nothing: the keys are then looked for again. */
export const useUnlock = () => useSecretChange((input: { passphrase?: string }) => core().workspace.unlock(input))
export const useRecover = () => useSecretChange((input: RecoverWorkspace) => core().workspace.recover(input))
export const useKeepRecovery = () => useSecretChange((phrase: string) => core().workspace.keepRecovery({ phrase }))
/** A fresh recovery phrase; it goes to the caller alone. */
export const useNewRecovery = () => useSecretCall(async (_: void) => (await core().workspace.newRecovery({})).phrase)
export const useLock = () => useWorkspaceChange(() => core().workspace.lock({}))
export const useResetDemo = () => useWorkspaceChange(() => core().workspace.resetDemo({}))

/** Why nothing can be asked now, in words for beside a disabled button; null where it can. */
export function useAwayReason(): string | null {
  const host = useHostState()
  return host === 'open' ? null : 'Plumbline does not answer at the moment.'
}

/** Why nothing can be started or changed now, in words for beside a disabled button; null where it can. */
export function useReadOnlyReason(): string | null {
  const away = useAwayReason()
  const state = useWorkspace()?.state
  if (away !== null) return away
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

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, 1000)
  return () => clearInterval(timer)
}

/** Whole seconds until an instant of the core, counting down; 0 from then on, and where there is none. */
export const useSecondsUntil = (at: Instant | null): number =>
  useSyncExternalStore(everySecond, () =>
    at === null ? 0 : Math.max(0, Math.ceil((toMs(at) - toMs(pageNow())) / 1000)),
  )
