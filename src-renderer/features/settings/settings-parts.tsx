import type { ReactNode } from 'react'
import classes from './settings.module.css'
import type { SettingsPart } from './settings-shape.ts'

export type DrawnPart = SettingsPart & { body: ReactNode }

/** The parts one below the other, each with its heading. */
export function SettingsParts({ parts }: { parts: readonly DrawnPart[] }) {
  return (
    <div className={classes.parts}>
      {parts.map(({ id, title, body }) => (
        <section key={id} className={classes.part} aria-labelledby={`settings-${id}`}>
          <h2 id={`settings-${id}`} className={classes.title}>
            {title}
          </h2>
          {body}
        </section>
      ))}
    </div>
  )
}
