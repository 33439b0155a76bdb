import { useCallback, useEffect, useRef } from 'react'

/** Picks that come faster than this are those of a key held down, too: not every keyboard says so. */
const keyRepeatMs = 200
/** How long the mark rests in a place before what stands there is opened then. */
const restMs = 120

/**
 * Tells of each pick how long its place waits to be opened, ms: not at all, or while a key is held down, until the mark
 * rests. Only what it rests on is then fetched and stands in the address.
 */
export function useKeyPace(): () => number {
  const last = useRef(Number.NEGATIVE_INFINITY)
  // A page that falls behind a held key draws too slowly to tell it by the time between two picks.
  const repeats = useRef(false)
  useEffect(() => {
    const note = (event: KeyboardEvent): void => {
      repeats.current = event.type === 'keydown' && event.repeat
    }
    addEventListener('keydown', note, true)
    addEventListener('keyup', note, true)
    return () => {
      removeEventListener('keydown', note, true)
      removeEventListener('keyup', note, true)
    }
  }, [])
  return useCallback(() => {
    const at = performance.now()
    const held = repeats.current || at - last.current < keyRepeatMs
    last.current = at
    return held ? restMs : 0
  }, [])
}
