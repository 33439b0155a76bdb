import type { Risk } from '#contract/discrepancies'
import { Section } from '../../ui/page.tsx'
import classes from './detail.module.css'

/** Why it stands where it stands among the alerts: the factors whose product orders them. */
export function RiskParts({ risk }: { risk: Risk }) {
  return (
    <Section title={`Place among the alerts: ${factor(risk.score)}`}>
      <ul className={classes.risk}>
        {risk.parts.map((part) => (
          <li key={part.name}>
            <span className={`${classes.factor} digits`}>× {factor(part.factor)}</span>
            <span>{part.tell}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const factor = (value: number): string => String(Math.round(value * 100) / 100)
