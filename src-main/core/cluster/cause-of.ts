import type { DiscrepancyKind } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { Instant, toMs } from '#contract/time'
import type { ValueDifference } from '../compare/differing-fields.ts'

/** What one field has in common with the same field of other records. */
export type CausePart =
  /** A time that stands this many minutes later on the right (earlier where negative). */
  | { field: string; minutes: number }
  /** One value on the left that is another on the right. */
  | { field: string; left: FieldValue; right: FieldValue }
  /** Empty on one side, whatever the other holds. */
  | { field: string; emptyOn: SideName }

/** What a discrepancy could share with others: that one side lacks it, or everything in which the sides differ. */
export type Cause = { missingOn: SideName } | { parts: readonly CausePart[] }

export type CauseInput = {
  kind: DiscrepancyKind
  /** The side that lacks it. */
  side: SideName | null
  differences: readonly ValueDifference[]
  fields: readonly ComparedField[]
}

const isEmpty = (value: FieldValue): boolean => value === null || value === ''

function partOf({ field, left, right }: ValueDifference, fields: readonly ComparedField[]): CausePart {
  if (fields.find(({ name }) => name === field)?.type === 'instant') {
    const [from, to] = [Instant.safeParse(left), Instant.safeParse(right)]
    if (from.success && to.success) return { field, minutes: (toMs(to.data) - toMs(from.data)) / 60_000 }
  }
  if (isEmpty(left) !== isEmpty(right)) return { field, emptyOn: isEmpty(left) ? 'left' : 'right' }
  return { field, left, right }
}

/**
 * The cause of a discrepancy as a text: equal texts are equal causes. It names every field that differs, so that what
 * is done to a cluster never does away with a difference the others do not have. Null for what shares nothing with
 * others by its kind: duplicates, double bookings, and what is not claimed as fact.
 */
export function causeOf({ kind, side, differences, fields }: CauseInput): string | null {
  const cause = (one: Cause): string => JSON.stringify(one)
  if (kind === 'differs') {
    // In the recipe's order already, so the same fields give the same text.
    return differences.length === 0 ? null : cause({ parts: differences.map((one) => partOf(one, fields)) })
  }
  return (kind === 'only-left' || kind === 'only-right') && side !== null ? cause({ missingOn: side }) : null
}

/** A text that `causeOf` made. */
export const readCause = (text: string): Cause => JSON.parse(text) as Cause
