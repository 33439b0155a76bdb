import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react'
import classes from './detail.module.css'

const narrowest = 360
const widest = 640
const usual = 420
const within = (width: number): number => Math.max(narrowest, Math.min(widest, Math.round(width)))

/** The panel's left edge: dragged, or moved with the arrow keys; a double click gives the usual width back. */
export function ResizeEdge({ panelRef }: { panelRef: RefObject<HTMLElement | null> }) {
  const [width, setWidth] = useState(usual)
  const set = (next: number): void => {
    setWidth(within(next))
    panelRef.current?.style.setProperty('--inspector', `${within(next)}px`)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    set((panelRef.current?.getBoundingClientRect().right ?? 0) - event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? 20 : event.key === 'ArrowRight' ? -20 : 0
    if (step === 0) return
    event.preventDefault()
    set(width + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, a separator can
    <div
      className={classes.edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the detail"
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => set(usual)}
      onKeyDown={onKeyDown}
    />
  )
}
