import { assertNever } from '#contract/assert-never'
import type { MatchDecisionKind } from '#contract/matches'
import type { Instant } from '#contract/time'
import type { Naming } from './describe-fields.ts'
import { momentWords } from './moment-words.ts'

const because = (reason: string): string => (reason === '' ? '' : `: “${reason}”`)

/** What somebody decided about a discrepancy. */
export function describeDecision(
  {
    by,
    decision,
    reason,
    until,
  }: { by: string; decision: 'accept' | 'reopen' | 'acknowledge'; reason: string; until: Instant | null },
  { zone }: Pick<Naming, 'zone'>,
): string {
  switch (decision) {
    case 'accept':
      return `${by} accepted it${until === null ? '' : ` until ${momentWords(until, zone)}`}${because(reason)}.`
    case 'reopen':
      return `${by} took the acceptance back.`
    case 'acknowledge':
      return `${by} acknowledged the alert.`
    default:
      return assertNever(decision)
  }
}

/** What somebody said about two records being the same. */
export function describeWord({
  by,
  decision,
  leftKey,
  rightKey,
  reason,
}: {
  by: string
  decision: MatchDecisionKind | 'withdrawn'
  leftKey: string
  rightKey: string
  reason: string
}): string {
  const both = `${leftKey} and ${rightKey}`
  switch (decision) {
    case 'pin':
      return `${by} said that ${both} are the same${because(reason)}.`
    case 'forbid':
      return `${by} said that ${both} are not the same${because(reason)}.`
    case 'withdrawn':
      return `${by} took back what was said of ${both}${because(reason)}.`
    default:
      return assertNever(decision)
  }
}

/** To whom somebody gave a discrepancy; `to` is null where it was taken from everybody. */
export const describeAssignment = ({ by, to }: { by: string; to: string | null }): string =>
  to === null ? `${by} gave it to nobody.` : `${by} gave it to ${to}.`
