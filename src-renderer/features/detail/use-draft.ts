import { useState } from 'react'

/** What was written and not yet added, by what it is about; for the life of the page, and nowhere else. */
const drafts = new Map<string, string>()

/** A text being written: it is there again whenever what it is about is opened again. `null` forgets it. */
export function useDraft(about: string): [string | null, (text: string | null) => void] {
  const [text, setText] = useState<string | null>(() => drafts.get(about) ?? null)
  return [
    text,
    (next) => {
      if (next === null) drafts.delete(about)
      else drafts.set(about, next)
      setText(next)
    },
  ]
}
