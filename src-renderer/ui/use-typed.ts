import { useEffect, useState } from 'react'

const typingPauseMs = 200

/** What is being typed, told on after a short pause; a change from outside (back, clear) replaces it. */
export function useTyped(text: string, onText: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState({ shown: text, from: text })
  if (typed.from !== text) setTyped({ shown: text, from: text })
  const pending = typed.shown !== text
  useEffect(() => {
    if (!pending) return
    const timer = setTimeout(() => onText(typed.shown), typingPauseMs)
    return () => clearTimeout(timer)
  }, [pending, typed.shown, onText])
  return [typed.shown, (shown) => setTyped({ shown, from: text })]
}
