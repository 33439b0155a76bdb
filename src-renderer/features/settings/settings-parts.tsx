import { type ReactNode, useEffect, useRef } from 'react'
import classes from './settings.module.css'
import type { SettingsPart, SettingsPartId } from './settings-shape.ts'

export type DrawnPart = SettingsPart & { body: ReactNode }

type SettingsPartsProps = {
  parts: readonly DrawnPart[]
  /** The part that the address names; it is brought into view and takes the keys. */
  part: SettingsPartId | undefined
  onReached: () => void
}

/** The parts one below the other, each with its heading. */
export function SettingsParts({ parts, part, onReached }: SettingsPartsProps) {
  const all = useRef<HTMLDivElement>(null)
  const there = parts.some(({ id }) => id === part)
  useEffect(() => {
    if (!there) return
    const heading = all.current?.querySelector<HTMLElement>(`#settings-${part}`)
    heading?.parentElement?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
    onReached()
  }, [there, part, onReached])
  return (
    <div ref={all} className={classes.parts}>
      {parts.map(({ id, title, body }) => (
        <section key={id} className={classes.part} aria-labelledby={`settings-${id}`}>
          <h2 id={`settings-${id}`} className={classes.title} tabIndex={-1}>
            {title}
          </h2>
          {body}
        </section>
      ))}
    </div>
  )
}
