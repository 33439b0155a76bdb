import type { ReactNode } from 'react'
import { useAwayReason } from '../../queries/workspace.ts'
import { PlumbMark } from '../../ui/plumb-mark.tsx'
import classes from './gate.module.css'

type GateCardProps = {
  title: string
  /** What it says is itself that the core is away. */
  saysAway?: boolean
  children: ReactNode
}

/** The one card of a screen that stands before the workspace. */
export function GateCard({ title, saysAway = false, children }: GateCardProps) {
  const away = useAwayReason()
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <PlumbMark size={20} />
          Plumbline
        </div>
        <h1 className={classes.title}>{title}</h1>
        {away !== null && !saysAway && (
          <div className={`${classes.wait} ${classes.away}`}>
            <p role="alert">{away} It is being tried again; what you send now may have to be sent once more.</p>
          </div>
        )}
        {children}
      </div>
    </main>
  )
}
