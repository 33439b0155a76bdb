import type { FieldBlame } from '#contract/discrepancies'
import type { FieldValue } from '#contract/records'

type ThreeWay = {
  /** What both last agreed on; undefined where nothing is known that they agreed on. Null is a value: "empty on both". */
  base: FieldValue | undefined
  left: FieldValue
  right: FieldValue
}

/**
 * Which side moved a field away from what both last agreed on. Values are compared as they stand (instants as texts in
 * UTC). `agree` where both hold the same now, whoever moved: two that moved alike are no discrepancy.
 */
export function blameField({ base, left, right }: ThreeWay): FieldBlame | 'agree' {
  if (left === right) return 'agree'
  if (base === undefined) return 'never-agreed'
  if (right === base) return 'left-moved'
  if (left === base) return 'right-moved'
  return 'both-moved'
}
