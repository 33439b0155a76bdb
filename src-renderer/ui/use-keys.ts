import { useEffect, useRef } from 'react'

const typing = 'input, textarea, select, [contenteditable="true"], [role="listbox"], [role="combobox"]'

/** True while single keys belong to what the person is typing in, or to a dialog that lies on top. */
const keysAreTaken = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  (event.target instanceof Element && event.target.closest(typing) !== null) ||
  document.querySelector('[role="dialog"][aria-modal="true"]') !== null

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
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || keysAreTaken(event)) return
      const handle = latest.current[event.key]
      if (handle && handle(event) !== false) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
