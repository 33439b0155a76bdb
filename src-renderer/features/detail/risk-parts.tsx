import type { Risk } from '#contract/discrepancies'
import { rounded } from '../../format/risk-words.ts'
import { Section } from '../../ui/page.tsx'
import classes from './detail.module.css'

/** Its risk, by which alerts are ordered, and the factors whose product it is. */
export function RiskParts({ risk }: { risk: Risk }) {
  return (
    <Section title={`Risk ${rounded(risk.score)}`}>
      <ul className={classes.risk}>
        {risk.parts.map((part) => (
          <li key={part.name}>
            <span className={`${classes.factor} digits`}>× {rounded(part.factor)}</span>
            <span>{part.tell}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
