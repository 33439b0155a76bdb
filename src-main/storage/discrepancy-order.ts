import type { DiscrepancyOrder } from '#contract/discrepancies'
import { type StoredFilter, searchedText } from './discrepancy-filter.ts'

/** Orders that an index has; ranks are worked out anew at each moment. */
export type StoredOrder = Exclude<DiscrepancyOrder, 'risk'>

const orders: Readonly<Record<StoredOrder, { index: string; by: string }>> = {
  time: { index: 'discrepancy_time', by: 'start_ms, id' },
  'first-seen': { index: 'discrepancy_first_seen', by: 'first_seen_at DESC, id DESC' },
}

/**
 * What to read the rows of a filter from, in order. Both orders are index orders that hold all a filter asks of but a
 * text, so that a window of many thousands is no sort. A text stands in the rows themselves, which are read fastest as they lie.
 */
export function orderedBy(filter: Pick<StoredFilter, 'text'>, order: StoredOrder): { from: string; by: string } {
  const { index, by } = orders[order]
  return { from: `discrepancy ${searchedText(filter) === '' ? `INDEXED BY ${index}` : 'NOT INDEXED'}`, by }
}
