import { useEffect, useId, useSyncExternalStore } from 'react'

/** Something a person can have done from the palette. */
export type Command = {
  id: string
  /** What it does, as its button says it: `Accept 3 discrepancies`. */
  name: string
  /** The heading it stands under. */
  group: string
  /** What it concerns, in a few words. */
  about?: string
  /** The key that does the same, as the list of keys names it. */
  keys?: string
  /** Why it cannot be done now, in the words beside its button; null where it can. */
  off: string | null
  run: () => void
}

let offered: readonly Command[] = []
const byOwner = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()

function publish(): void {
  offered = [...byOwner.values()].flat()
  for (const listener of listeners) listener()
}

/** Offers commands in the palette for as long as the caller is shown, in the form of its newest drawing. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useEffect(() => {
    byOwner.set(owner, commands)
    publish()
  })
  useEffect(
    () => () => {
      byOwner.delete(owner)
      publish()
    },
    [owner],
  )
}

function onOffered(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All commands that what is shown now offers. */
export const useOffered = (): readonly Command[] => useSyncExternalStore(onOffered, () => offered)
