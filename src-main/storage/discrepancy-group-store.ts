import type { DiscrepancyKind, GroupBy } from '#contract/discrepancies'
import type { PairingId, ResourceKey } from '#contract/ids'
import { toMs } from '#contract/time'
import type { ReadDb } from './database.ts'
import { conditionOf, type StoredFilter, searchedText } from './discrepancy-filter.ts'
import { foundThen, looksBack } from './discrepancy-history-store.ts'
import { prepared } from './prepared.ts'

/** Rows under a filter that are alike in pairing and kind, and in resource where that is asked for; times in ms UTC. */
export type AlikeRows = {
  pairingId: PairingId
  kind: DiscrepancyKind
  /** Null where nobody is booked, and where resources are not asked for. */
  resource: ResourceKey | null
  rows: number
  /** Start of the one that starts next at the filter's moment; null where none does. */
  nextMs: number | null
  newestMs: number
}

/** By pairing and kind, as groups are: an index in that order is read without sorting it. */
function rowsByKind(db: ReadDb, filter: StoredFilter) {
  if (looksBack(filter)) return foundThen(db, filter)
  const indexed = searchedText(filter) === '' ? 'INDEXED BY discrepancy_kind' : 'NOT INDEXED'
  return { from: `discrepancy d ${indexed}`, ...conditionOf(filter) }
}

/** All rows under a filter, put together by what they are alike in; without a text read from one index alone. */
export function listAlike(db: ReadDb, filter: StoredFilter, by: GroupBy): AlikeRows[] {
  const { from, where, values } = rowsByKind(db, filter)
  const resource = by === 'resource' ? 'd.resource' : 'NULL'
  const text = `SELECT d.pairing_id AS pairingId, d.kind, ${resource} AS resource, count(*) AS rows,
      min(CASE WHEN d.start_ms >= :nowMs THEN d.start_ms END) AS nextMs, max(d.start_ms) AS newestMs
    FROM ${from} WHERE ${where} GROUP BY 1, 2${by === 'resource' ? ', 3' : ''}`
  return prepared(db, text).all({ ...values, nowMs: toMs(filter.asOf ?? filter.now) }) as AlikeRows[]
}

/** The name that a discrepancy of a lane shows which starts at this moment. */
export const nameInLane = (
  db: ReadDb,
  { pairingId, resource, newestMs }: Pick<AlikeRows, 'pairingId' | 'resource' | 'newestMs'>,
): string =>
  (prepared(
    db,
    `SELECT who FROM discrepancy INDEXED BY discrepancy_span
     WHERE pairing_id = ? AND start_ms = ? AND resource IS ? ORDER BY id DESC LIMIT 1`,
  )
    .pluck()
    .get(pairingId, newestMs, resource) as string | undefined) ?? ''
