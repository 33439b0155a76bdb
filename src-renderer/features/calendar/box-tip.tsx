import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { BoxWords } from './box-words.ts'
import classes from './grid.module.css'

type Shown = { words: BoxWords; left: number; top: number; above: boolean }

type BoxTip = {
  shown: Shown | null
  /** Shows the words at an element after a moment, unless something hides it before. */
  later: (element: Element, words: () => BoxWords | null, afterMs: number) => void
  hide: () => void
  /** Keeps it while the pointer is over it. */
  keep: () => void
  /** Hides it after a moment, so that the pointer can move onto it. */
  leave: () => void
}

const tipWidth = 320

/** The one tooltip of the grid: no box has its own. */
export function useBoxTip(areaRef: RefObject<HTMLElement | null>): BoxTip {
  const [shown, setShown] = useState<Shown | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const stop = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
  }, [])
  const hide = useCallback(() => {
    stop()
    setShown(null)
  }, [stop])
  const later = useCallback(
    (element: Element, words: () => BoxWords | null, afterMs: number) => {
      stop()
      timer.current = setTimeout(() => {
        const area = areaRef.current?.getBoundingClientRect()
        const said = words()
        if (!area || !said || !element.isConnected) return
        const box = element.getBoundingClientRect()
        const left = Math.max(4, Math.min(Math.max(box.left, area.left) - area.left, area.width - tipWidth - 4))
        const above = box.bottom + 130 > area.bottom
        setShown({ words: said, left, above, top: above ? area.bottom - box.top + 3 : box.bottom - area.top + 3 })
      }, afterMs)
    },
    [areaRef, stop],
  )
  const leave = useCallback(() => {
    stop()
    timer.current = setTimeout(() => setShown(null), 120)
  }, [stop])
  useEffect(() => stop, [stop])
  return { shown, later, hide, keep: stop, leave }
}

/** What a box says, beside it. Hidden from screen readers, which hear the box's own name. */
export function BoxTip({ tip }: { tip: BoxTip }) {
  if (!tip.shown) return null
  const { words, left, top, above } = tip.shown
  return (
    <div
      className={classes.tip}
      style={{ left, maxWidth: tipWidth, ...(above ? { bottom: top } : { top }) }}
      aria-hidden="true"
      onPointerEnter={tip.keep}
      onPointerLeave={tip.leave}
    >
      <b>{words.title}</b>
      {words.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
