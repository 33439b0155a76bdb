import type { AlertCounts, DiscrepancyAlert, SystemAlertKind } from '#contract/alerts'
import { assertNever } from '#contract/assert-never'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { type Instant, toMs } from '#contract/time'
import { ageWords, untilWords } from '../../format/age.ts'
import { countOf, countWords } from '../../format/count.ts'
import { spanWords } from '../../format/instant.ts'
import { rowKindWords, rowWhatWords } from '../../format/kind-words.ts'

export const rowHeight = 46

/** What is wrong with a system, in words for beside its name. */
export function systemKindWords(kind: SystemAlertKind): string {
  switch (kind) {
    case 'failing':
      return 'Failing'
    case 'stale':
      return 'Stale'
    case 'partial':
      return 'Read in part'
    case 'schedule-missed':
      return 'Schedule missed'
    default:
      return assertNever(kind)
  }
}

/** How near a record is: `in 3 h`, `now`, or `over` once it has ended. */
export function nearWords({ span }: Pick<DiscrepancyRow, 'span'>, now: Instant): string {
  if (toMs(span.end) <= toMs(now)) return 'over'
  return toMs(span.start) <= toMs(now) ? 'now' : untilWords(span.start, now)
}

/** An alert's cells as text. */
export function alertCells({ row }: DiscrepancyAlert, now: Instant) {
  return {
    kind: rowKindWords(row),
    facility: row.facility,
    left: row.leftSystem,
    right: row.rightSystem,
    who: row.who === '' ? 'Nobody assigned' : row.who,
    label: row.label,
    when: spanWords(row.span, row.zone, now),
    near: `${nearWords(row, now)}, first seen ${ageWords(row.firstSeenAt, now)}`,
    what: rowWhatWords(row),
    blame: row.blame,
  }
}

/** How many alerts there are, and the order in force. */
export function orderWords(total: number, doubleBooked: number): string {
  if (total === 0) return ''
  const others = total - doubleBooked
  const doubled = `${countOf(doubleBooked, 'double booking')} first, by risk`
  const rest = `${countOf(others, doubleBooked > 0 ? 'other' : 'alert')}, those that start next first`
  if (doubleBooked === 0) return rest
  return others === 0 ? `${countOf(doubleBooked, 'double booking')}, by risk` : `${doubled}; then ${rest}`
}

/** Everything nobody has acknowledged, as one number. */
export const alertTotal = (counts: AlertCounts): number => counts.discrepancies + counts.systems

/** The question before several are acknowledged. */
export const acknowledgeWords = (count: number): string =>
  count === 1 ? 'Acknowledge' : `Acknowledge ${countWords(count)} alerts`

/** The question before all of a list are acknowledged, picked or not. */
export const acknowledgeAllWords = (total: number): string =>
  total === 1 ? 'Acknowledge' : `Acknowledge all ${countWords(total)} alerts`
