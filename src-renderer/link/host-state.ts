/**
 * How the page stands with its host. `no-link`: no token, so a fresh link is needed; `refused`: the host no longer
 * accepts the token it gave; `gone`: the core does not answer, and what is shown is what was last read.
 */
export type HostState = 'connecting' | 'open' | 'gone' | 'no-link' | 'refused'

let state: HostState = 'connecting'
const listeners = new Set<() => void>()

export const hostState = (): HostState => state

export function setHostState(next: HostState): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

/** Calls `listener` on every change until the returned function is called. */
export function onHostState(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
