import { useSyncExternalStore } from 'react'
import { type HostState, hostState, onHostState } from '../link/host-state.ts'

/** How the page stands with its host, redrawing on change. */
export const useHostState = (): HostState => useSyncExternalStore(onHostState, hostState)
