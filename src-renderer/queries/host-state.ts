import { useSyncExternalStore } from 'react'
import { type HostState, hostState, hostWhy, onHostState } from '../link/host-state.ts'

/** How the page stands with its host, redrawing on change. */
export const useHostState = (): HostState => useSyncExternalStore(onHostState, hostState)

/** Why the core is gone or stopped, in words for a person; empty where nobody said. */
export const useHostWhy = (): string => useSyncExternalStore(onHostState, hostWhy)
