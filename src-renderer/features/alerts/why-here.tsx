import { CloseButton } from '@mantine/core'
import type { DiscrepancyAlert } from '#contract/alerts'
import type { Instant } from '#contract/time'
import { alertCells, factorWords } from './alert-shape.ts'
import classes from './alerts.module.css'

type WhyHereProps = { alert: DiscrepancyAlert | undefined; now: Instant; onClose: () => void }

/** Why the marked alert stands where it stands: the factors of its risk, each with its sentence. */
export function WhyHere({ alert, now, onClose }: WhyHereProps) {
  const cells = alert && alertCells(alert, now)
  return (
    <section className={classes.why} aria-label="Why it stands here">
      <div className={classes.whyHead}>
        <h2>Why it stands here</h2>
        {cells && (
          <span className={classes.dim}>
            {cells.kind}, {cells.who}, {cells.when}
          </span>
        )}
        <CloseButton size="sm" aria-label="Close why it stands here" onClick={onClose} />
      </div>
      <div role="status">
        {alert ? (
          <dl className={classes.parts}>
            {alert.risk.parts.map(({ name, factor, tell }) => (
              <div key={name}>
                <dt>
                  {name} <b className="digits">{factorWords(factor)}</b>
                </dt>
                <dd>{tell}</dd>
              </div>
            ))}
            <div>
              <dt>
                Risk <b className="digits">{Math.round(alert.risk.score * 100) / 100}</b>
              </dt>
              <dd>The factors multiplied.</dd>
            </div>
          </dl>
        ) : (
          'Mark an alert to see the factors of its risk.'
        )}
      </div>
    </section>
  )
}
