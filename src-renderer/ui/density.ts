import { useSyncExternalStore } from 'react'

export type Density = 'compact' | 'comfortable'

const storedAs = 'plumbline-density'
const listeners = new Set<() => void>()

const stored = (): Density => (localStorage.getItem(storedAs) === 'comfortable' ? 'comfortable' : 'compact')

let chosen: Density = 'compact'

/** Everything is a quarter larger where it is comfortable; kept in this browser. */
function apply(density: Density): void {
  chosen = density
  document.documentElement.dataset['density'] = density
}

/** Draws the page as dense as it was last chosen in this browser. */
export const applyStoredDensity = (): void => apply(stored())

export function setDensity(density: Density): void {
  localStorage.setItem(storedAs, density)
  apply(density)
  for (const listener of listeners) listener()
}

function onDensity(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useDensity = (): Density => useSyncExternalStore(onDensity, () => chosen)
