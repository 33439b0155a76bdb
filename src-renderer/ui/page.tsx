import type { ReactNode } from 'react'
import classes from './page.module.css'

type PageProps = { title: string; note?: ReactNode; actions?: ReactNode; fixed?: boolean; children: ReactNode }

/** A screen's title row and its body, which scrolls unless `fixed`: then its parts scroll on their own. */
export function Page({ title, note, actions, fixed = false, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {note && <span className={classes.note}>{note}</span>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={fixed ? classes.fixed : classes.body}>{children}</div>
    </div>
  )
}

/** A titled part of a panel, set off by a line. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>{title}</h3>
      {children}
    </section>
  )
}

/** Why a button beside it is off; nothing where it is not. */
export function Reason({ text }: { text: string | null }) {
  return text === null ? null : <span className={classes.reason}>{text}</span>
}
