import type { Acceptance, DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { acceptedWords } from './acceptance-shape.ts'
import classes from './detail.module.css'

type AcceptanceBoxProps = { acceptance: Acceptance; moved: boolean; row: DiscrepancyRow; now: Instant }

/** Who accepted it, why and until when; also where that is over and it came back. */
export function AcceptanceBox({ acceptance, moved, row, now }: AcceptanceBoxProps) {
  const { title, text } = acceptedWords(acceptance, moved, row, now)
  return (
    <section
      className={row.accepted ? classes.accepted : `${classes.accepted} ${classes.before}`}
      aria-label="Acceptance"
    >
      <b>{title}</b> {text}
      <p>“{acceptance.reason}”</p>
    </section>
  )
}
