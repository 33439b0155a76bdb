import { assertNever } from '#contract/assert-never'
import type { ConnectionBudget } from '#contract/connections'
import type { Instant, ZoneId } from '#contract/time'
import { untilWords } from '../../format/age.ts'
import { countOf, countWords } from '../../format/count.ts'
import { timeOf } from '../../format/instant.ts'

/** How a connection stands today, in words; `alert` where it is not asked at the moment. */
export function budgetWords(budget: ConnectionBudget, zone: ZoneId, now: Instant): { used: string; alert: string } {
  const { requestsToday, dailyLimit, breaker, openUntil } = budget
  const used = `${countWords(requestsToday)} of ${countOf(dailyLimit, 'request')} today`
  if (requestsToday >= dailyLimit) return { used, alert: 'Today’s requests are spent; nothing more is asked today.' }
  switch (breaker) {
    case 'closed':
      return { used, alert: '' }
    case 'open': {
      const until = openUntil === null ? '' : ` until ${timeOf(openUntil, zone)} (${untilWords(openUntil, now)})`
      return { used, alert: `Paused${until} after failures in a row.` }
    }
    case 'probing':
      return { used, alert: 'Paused after failures in a row; one request is tried now.' }
    default:
      return assertNever(breaker)
  }
}
