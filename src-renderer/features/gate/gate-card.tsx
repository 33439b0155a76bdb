import type { ReactNode } from 'react'
import { PlumbMark } from '../../ui/plumb-mark.tsx'
import classes from './gate.module.css'

/** The one card of a screen that stands before the workspace. */
export function GateCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <PlumbMark size={20} />
          Plumbline
        </div>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
