import { pageScheme } from '#contract/bridge'

/**
 * How the page stands with its host. `no-link`: no token, so a fresh link is needed; `refused`: the host no longer
 * accepts the token it gave; `gone`: the core does not answer, and what is shown is what was last read; `stopped`: the
 * core ended too often, and is started again only where a person asks.
 */
export type HostState = 'connecting' | 'open' | 'gone' | 'stopped' | 'no-link' | 'refused'

/** Where the page runs, known before the core has answered anything. */
export const hostKind: 'desktop' | 'browser' =
  globalThis.location?.protocol === `${pageScheme}:` ? 'desktop' : 'browser'

let state: HostState = 'connecting'
let why = ''
const listeners = new Set<() => void>()

export const hostState = (): HostState => state

/** Why the core is gone or stopped, in a person's words; empty where nobody said. */
export const hostWhy = (): string => why

export function setHostState(next: HostState, reason = ''): void {
  if (next === state && reason === why) return
  state = next
  why = reason
  for (const listener of listeners) listener()
}

/** Calls `listener` on every change until the returned function is called. */
export function onHostState(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
