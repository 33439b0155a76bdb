import { otherSide, type SideName } from '#contract/ids'
import type { FieldValue } from '#contract/records'
import type { Cause } from './cause-of.ts'

/** The one label or the one resource that a cluster stays within. */
export type ClusterScope =
  | { by: 'label'; field: string; value: string }
  | { by: 'resource'; value: string; who: string }

/** Which records could have shown a cause, looked for on the side whose records carry what it starts from. */
export type Eligible = {
  side: SideName
  /** Only those with this value in this field, or with anything in it. */
  field: { name: string; value: FieldValue } | { name: string; filled: true } | null
  /** Only those that both sides hold. */
  paired: boolean
}

/**
 * Which records could have shown this cause: for a changed value those that hold the value it started from, for a value
 * missing on one side those that have one on the other, for times all pairs, and for a lone record all of its side.
 */
export function eligibleFor(cause: Cause): Eligible {
  if ('missingOn' in cause) return { side: otherSide(cause.missingOn), field: null, paired: false }
  const changed = cause.parts.find((part) => 'left' in part)
  if (changed) return { side: 'left', field: { name: changed.field, value: changed.left }, paired: true }
  const emptied = cause.parts.find((part) => 'emptyOn' in part)
  if (emptied) return { side: otherSide(emptied.emptyOn), field: { name: emptied.field, filled: true }, paired: true }
  return { side: 'left', field: null, paired: true }
}

/** True where a cause may be looked for within one label or one resource: a changed value is its own scope. */
export const mayBeScoped = (cause: Cause): boolean =>
  'missingOn' in cause || cause.parts.every((part) => !('left' in part))
