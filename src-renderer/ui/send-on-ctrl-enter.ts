import type { KeyboardEvent } from 'react'

/** Sends the form of a text of several lines on Ctrl Enter, as Enter alone only breaks the line. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}
