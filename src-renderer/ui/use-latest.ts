import { useCallback, useLayoutEffect, useRef } from 'react'

/** A handler that stays the same and calls the newest: for parts that are drawn again only where their props change. */
export function useLatest<Args extends unknown[]>(handler: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  })
  return useCallback((...args: Args) => latest.current(...args), [])
}
