import { DiscrepancyKind } from '#contract/discrepancies'
import { atOneMoment } from './at-one-moment.ts'
import type { ReadDb } from './database.ts'
import { countGroups, pickGroups, sumOpen } from './discrepancy-count-store.ts'
import { conditionOf, type StoredFilter, searchedText, type Values } from './discrepancy-filter.ts'
import { orderedBy, type StoredOrder } from './discrepancy-order.ts'
import { discrepancyColumns, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

export type ListQuery = { filter: StoredFilter; order: StoredOrder; offset: number; limit: number }

/** A filter passed by fewer than one open row in so many is not looked for along the order: its rows are sorted. */
const rareFrom = 20

/**
 * Row ids of a window, of a filter without a text; `rare` reads the filter's rows alone and sorts them. Exported for
 * the test of its plan.
 */
export function windowSql(
  { filter, order }: Pick<ListQuery, 'filter' | 'order'>,
  rare: boolean,
): { text: string; values: Values } {
  const { from, by } = orderedBy(filter, order)
  const narrow = filter.clusterId === undefined ? 'discrepancy_kind' : 'discrepancy_cluster'
  // The index leads to what is accepted through the kinds alone.
  const kinds = filter.kinds?.length ? filter.kinds : DiscrepancyKind.options
  const { where, values } = conditionOf(rare ? { ...filter, kinds } : filter)
  const source = rare ? `discrepancy INDEXED BY ${narrow}` : from
  return { text: `SELECT id FROM ${source} WHERE ${where} ORDER BY ${by} LIMIT :limit OFFSET :offset`, values }
}

function windowIds(db: ReadDb, query: ListQuery): { ids: number[]; total: number } {
  const { filter, offset } = query
  const total = sumOpen(pickGroups(countGroups(db, filter), filter))
  // A walk ends with the last row there is.
  const limit = Math.min(query.limit, total - offset)
  if (limit <= 0) return { ids: [], total }
  const open = sumOpen(countGroups(db, { now: filter.now }))
  const { text, values } = windowSql(query, total * rareFrom < open)
  const ids = prepared(db, text)
    .pluck()
    .all({ ...values, limit, offset }) as number[]
  return { ids, total }
}

/** Row ids of all that is open under the filter, in order, read by one statement and therefore at one moment. */
export function openIds(db: ReadDb, filter: StoredFilter, order: StoredOrder): number[] {
  const { where, values } = conditionOf(filter)
  const { from, by } = orderedBy(filter, order)
  return prepared(db, `SELECT id FROM ${from} WHERE ${where} ORDER BY ${by}`).pluck().all(values) as number[]
}

/** A window of a filter with a text: all it finds are read by one walk, which counts them as well. */
function foundIds(db: ReadDb, { filter, order, offset, limit }: ListQuery): { ids: number[]; total: number } {
  const found = openIds(db, filter, order)
  return { ids: found.slice(offset, offset + limit), total: found.length }
}

/** A window of open discrepancies under the filter, with how many there are in all. Text is matched without case. */
export function listDiscrepancies(db: ReadDb, query: ListQuery): { rows: StoredDiscrepancy[]; total: number } {
  return atOneMoment(db, () => {
    const { ids, total } = searchedText(query.filter) === '' ? windowIds(db, query) : foundIds(db, query)
    const rows = prepared(
      db,
      `SELECT ${discrepancyColumns} FROM discrepancy WHERE id IN (SELECT value FROM json_each(?))
       ORDER BY ${orderedBy(query.filter, query.order).by}`,
    ).all(JSON.stringify(ids))
    return { rows: rows.map(toStoredDiscrepancy), total }
  })
}

/** What stands before a row in each order, when its own place is at `:key` and `:id`. */
const standsBefore: Readonly<Record<StoredOrder, { column: string; condition: string }>> = {
  time: { column: 'start_ms', condition: '(start_ms, id) < (:key, :id)' },
  'first-seen': { column: 'first_seen_at', condition: '(first_seen_at, id) > (:key, :id)' },
}

/** How many rows under the filter stand before the open one of this id, in order; null where it is not among them. */
export function positionOf(
  db: ReadDb,
  { filter, order, id }: Pick<ListQuery, 'filter' | 'order'> & { id: number },
): number | null {
  const { where, values } = conditionOf(filter)
  const { column, condition } = standsBefore[order]
  return atOneMoment(db, () => {
    const key = prepared(db, `SELECT ${column} FROM discrepancy WHERE id = :id AND ${where}`)
      .pluck()
      .get({ ...values, id }) as string | number | undefined
    if (key === undefined) return null
    const text = `SELECT count(*) FROM ${orderedBy(filter, order).from} WHERE ${where} AND ${condition}`
    return prepared(db, text)
      .pluck()
      .get({ ...values, key, id }) as number
  })
}
