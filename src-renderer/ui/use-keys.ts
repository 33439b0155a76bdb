import { useEffect, useRef } from 'react'

const typing = 'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="combobox"]'

/** True where single keys belong to what the person is typing in. */
export const keysAreTaken = (event: KeyboardEvent): boolean =>
  event.defaultPrevented || (event.target instanceof Element && event.target.closest(typing) !== null)

const dialogIsOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null

/**
 * Single keys of the page, by `event.key`; off while typing, with Ctrl, Alt or Meta held, and while a dialog is open.
 * A handler that returns false leaves the key to the browser.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    // A dialog that this very key closes is gone once the key arrives below: it would close what lies under it, too.
    let ofDialog = false
    const onStart = (): void => {
      ofDialog = dialogIsOpen()
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || ofDialog || keysAreTaken(event)) return
      const handle = latest.current[event.key]
      if (handle && handle(event) !== false) event.preventDefault()
    }
    addEventListener('keydown', onStart, true)
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onStart, true)
      removeEventListener('keydown', onKey)
    }
  }, [])
}
