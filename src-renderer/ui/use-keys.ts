import { useEffect, useRef } from 'react'

const typing = 'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="combobox"]'

/** True where single keys belong to what the person is typing in. */
export const keysAreTaken = (event: KeyboardEvent): boolean =>
  event.defaultPrevented || (event.target instanceof Element && event.target.closest(typing) !== null)

const overlays = '[role="dialog"], [role="menu"]'
/** Where the focus is while a list hangs from a field; one that lost the focus keeps no key. */
const listing = '[aria-haspopup="listbox"][aria-expanded="true"]'

/** Something lies over the page that keys belong to: a dialog, a menu, or the list of the field that has the focus. */
export const overlayIsOpen = (): boolean =>
  document.activeElement?.matches(listing) === true ||
  [...document.querySelectorAll(overlays)].some((one) => one.checkVisibility())

/**
 * Single keys of the page, by `event.key`; off while typing, with Ctrl, Alt or Meta held, and while a dialog, menu or list is open.
 * A handler that returns false leaves the key to the browser.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    // An overlay that this very key closes is gone once the key arrives below: it would close what lies under it, too.
    let ofOverlay = false
    const onStart = (): void => {
      ofOverlay = overlayIsOpen()
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || ofOverlay || keysAreTaken(event)) return
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
