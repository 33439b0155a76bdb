import type { DiscrepancyFilter, DiscrepancyKind, DiscrepancyOrder } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb } from './database.ts'
import { discrepancyColumns, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

/**
 * A filter over open discrepancies at the moment `now`, which says what is accepted still. Facilities live in the
 * ledger, so they come here as their pairings.
 */
export type StoredFilter = Omit<DiscrepancyFilter, 'facilityId' | 'pairingId'> & {
  pairings: readonly PairingId[]
  now: Instant
}

type Values = Record<string, string | number>

/** The SQL condition and values of a filter; `anyKind` leaves its kinds out. */
export function conditionOf(filter: StoredFilter, anyKind = false): { where: string; values: Values } {
  const parts = [
    'ended IS NULL',
    'pairing_id IN (SELECT value FROM json_each(:pairings))',
    filter.accepted === true ? 'accepted_until > :now' : 'coalesce(accepted_until <= :now, TRUE)',
  ]
  const values: Values = { pairings: JSON.stringify(filter.pairings), now: filter.now }
  if (filter.clusterId !== undefined) {
    parts.push('cluster_id = :cluster')
    values['cluster'] = filter.clusterId
  }
  if (filter.outsideClusters === true) parts.push('cluster_id IS NULL')
  if (filter.kinds !== undefined && filter.kinds.length > 0 && !anyKind) {
    parts.push('kind IN (SELECT value FROM json_each(:kinds))')
    values['kinds'] = JSON.stringify(filter.kinds)
  }
  const text = filter.text?.trim().toLowerCase()
  if (text) {
    parts.push('instr(search, :text) > 0')
    values['text'] = text
  }
  return { where: parts.join(' AND '), values }
}

/** Both orders are index orders, so that a window of many thousands is no sort. Each index holds all that a filter asks of but a text. */
export const orders: Readonly<Record<DiscrepancyOrder, { index: string; text: string }>> = {
  time: { index: 'discrepancy_time', text: 'start_ms, id' },
  'first-seen': { index: 'discrepancy_first_seen', text: 'first_seen_at DESC, id DESC' },
}

/** What counts walk: left to itself, SQLite takes an index of rows and looks into every one of them. */
const counted = 'discrepancy INDEXED BY discrepancy_kind'

export type ListQuery = { filter: StoredFilter; order: DiscrepancyOrder; offset: number; limit: number }

/** A window of open discrepancies under the filter, with how many there are in all. Text is matched without case. */
export function listDiscrepancies(
  db: ReadDb,
  { filter, order, offset, limit }: ListQuery,
): { rows: StoredDiscrepancy[]; total: number } {
  const { where, values } = conditionOf(filter)
  const by = orders[order]
  const rows = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy INDEXED BY ${by.index} WHERE ${where} ORDER BY ${by.text} LIMIT :limit OFFSET :offset`,
  ).all({ ...values, limit, offset })
  const { total } = prepared(db, `SELECT count(*) AS total FROM ${counted} WHERE ${where}`).get(values) as {
    total: number
  }
  return { rows: rows.map(toStoredDiscrepancy), total }
}

/** Open discrepancies under the filter by kind, whatever kinds it names. */
export function countByKind(db: ReadDb, filter: StoredFilter): { kind: DiscrepancyKind; open: number }[] {
  const { where, values } = conditionOf(filter, true)
  const text = `SELECT kind, count(*) AS open FROM ${counted} WHERE ${where} GROUP BY kind ORDER BY kind`
  return prepared(db, text).all(values) as { kind: DiscrepancyKind; open: number }[]
}

/** Open discrepancies under the filter by pairing. */
export function countByPairing(db: ReadDb, filter: StoredFilter): { pairingId: PairingId; open: number }[] {
  const { where, values } = conditionOf(filter)
  const text = `SELECT pairing_id AS pairingId, count(*) AS open FROM ${counted} WHERE ${where} GROUP BY pairing_id`
  return prepared(db, text).all(values) as { pairingId: PairingId; open: number }[]
}
