import type { Origin } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import type { Instant } from '#contract/time'

type LoneRecord = {
  /** The side that holds it, and the side that does not. */
  present: SideName
  lacking: SideName
  /** True where `lacking` held it at the compare before. */
  heldBefore: boolean
  /** When a read of `lacking` first showed that it is gone; null where that read is not known any more. */
  lackingEndedAt: Instant | null
  /** When a read of `present` first showed it; null where that read is not known any more. */
  presentSinceAt: Instant | null
  /** True where an earlier complete read of `present` covered its span and did not hold it. */
  coveredBefore: boolean
}

/**
 * How a record came to stand on one side only. "Created" is said only where the side that holds it was read completely
 * over that span before and did not hold it; a record first met because the window reached it was never agreed.
 */
export function findOrigin(record: LoneRecord): Origin {
  if (record.heldBefore) return { how: 'deleted', side: record.lacking, at: record.lackingEndedAt }
  if (record.coveredBefore) return { how: 'created', side: record.present, at: record.presentSinceAt }
  return { how: 'never-agreed', side: null, at: null }
}
