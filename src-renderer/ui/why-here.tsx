import { CloseButton } from '@mantine/core'
import { rounded } from '../format/risk-words.ts'
import classes from './why-here.module.css'

type WhyHereProps = {
  /** Which row it is about, in a line; null where none is marked. */
  about: string | null
  risk: { score: number; parts: readonly { name: string; factor: number; tell: string }[] } | null
  onClose: () => void
}

/** Why the marked row stands where it stands: the factors of its risk, each with its sentence. */
export function WhyHere({ about, risk, onClose }: WhyHereProps) {
  return (
    <section className={classes.why} aria-label="Why it stands here">
      <div className={classes.head}>
        <h2>Why it stands here</h2>
        {about !== null && <span className={classes.dim}>{about}</span>}
        <CloseButton size="sm" aria-label="Close why it stands here" onClick={onClose} />
      </div>
      <div role="status">
        {risk ? (
          <dl className={classes.parts}>
            {risk.parts.map(({ name, factor, tell }) => (
              <div key={name}>
                <dt>
                  {name} <b className="digits">× {rounded(factor)}</b>
                </dt>
                <dd>{tell}</dd>
              </div>
            ))}
            <div>
              <dt>
                Risk <b className="digits">{rounded(risk.score)}</b>
              </dt>
              <dd>The factors multiplied.</dd>
            </div>
          </dl>
        ) : (
          'Mark a row to see the factors of its risk.'
        )}
      </div>
    </section>
  )
}
