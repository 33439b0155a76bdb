import type { DiscrepancyOrder } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import type { ReadDb } from '../storage/database.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { idsThen, looksBack } from '../storage/discrepancy-history-store.ts'
import { openIds } from '../storage/discrepancy-list-store.ts'
import type { StoredOrder } from '../storage/discrepancy-order.ts'
import { keepRows } from './kept-rows.ts'
import { riskOrder } from './risk-order.ts'

/** Row ids in an order, with the moment that ranks hold for; null where rows are not ranked. */
type OrderedIds = { ids: Float64Array | number[]; at: Instant | null }

/** A person pages through one or two older lists at a time. */
const kept = keepRows<number[]>(4)

function storedIds(cache: ReadDb, filter: StoredFilter, order: StoredOrder): number[] {
  if (!looksBack(filter)) return openIds(cache, filter, order)
  const { now, ...question } = filter
  const asked = { pairings: filter.pairings, of: JSON.stringify({ ...question, order }), at: filter.asOf, now }
  return kept(cache, asked, () => idsThen(cache, filter, order))
}

/**
 * Every row id under a filter in this order, now or at the moment it looks back to; of the past they are kept for the
 * windows that follow.
 */
export const orderedIds = (cache: ReadDb, filter: StoredFilter, order: DiscrepancyOrder): OrderedIds =>
  order === 'risk' ? riskOrder(cache, filter) : { ids: storedIds(cache, filter, order), at: null }
