import { useCallback, useEffect, useState } from 'react'
import type { Fingerprint } from '#contract/ids'
import { useKeyPace } from './use-key-pace.ts'

type Reached = { fingerprint: Fingerprint; waits: number; open: () => void }

export type ReachedMark = {
  /** Where a key held down stands, until the address says so too; null where nothing runs ahead of the address. */
  reached: Fingerprint | null
  /** Goes there: at once, or where a key is held down, as soon as the mark rests. `open` changes the address. */
  reach: (fingerprint: Fingerprint, open: () => void) => void
  /** Stays where the address is. */
  forget: () => void
}

/** Lets the calendar's mark run ahead of the address, which names `opened`, while `j` or `k` is held down. */
export function useReachedMark(opened: Fingerprint | undefined): ReachedMark {
  const pace = useKeyPace()
  const [reached, setReached] = useState<Reached | null>(null)
  if (reached !== null && reached.fingerprint === opened) setReached(null)
  useEffect(() => {
    if (reached === null) return
    const timer = setTimeout(reached.open, reached.waits)
    return () => clearTimeout(timer)
  }, [reached])
  const reach = useCallback(
    (fingerprint: Fingerprint, open: () => void) => {
      const waits = pace()
      setReached(waits === 0 ? null : { fingerprint, waits, open })
      if (waits === 0) open()
    },
    [pace],
  )
  const forget = useCallback(() => setReached(null), [])
  return { reached: reached?.fingerprint ?? null, reach, forget }
}
