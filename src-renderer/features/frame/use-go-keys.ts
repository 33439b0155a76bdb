import { useEffect, useRef } from 'react'
import { keysAreTaken, useKeys } from '../../ui/use-keys.ts'
import { type Place, places } from './places.ts'

/** After `g` the next key within this time is a place. */
const patienceMs = 1500

/** `g` and then a place's letter goes there; `?` calls `onHelp`. */
export function useGoKeys(onPlace: (place: Place) => void, onHelp: () => void): void {
  const pressedAt = useRef<number | null>(null)
  const go = useRef(onPlace)
  useEffect(() => {
    go.current = onPlace
  })
  useKeys({
    g: (event) => {
      pressedAt.current = event.timeStamp
    },
    '?': onHelp,
  })
  useEffect(() => {
    // The screens know some of these letters as keys of their own, so the letter after `g` must not get to them.
    const onKey = (event: KeyboardEvent): void => {
      const since = pressedAt.current
      pressedAt.current = null
      if (since === null || event.timeStamp - since > patienceMs) return
      if (event.ctrlKey || event.altKey || event.metaKey || keysAreTaken(event)) return
      const place = places.find(({ key }) => key === event.key)
      if (!place) return
      event.preventDefault()
      event.stopImmediatePropagation()
      go.current(place)
    }
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  }, [])
}
