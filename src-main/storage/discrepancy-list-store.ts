import type { DiscrepancyFilter, DiscrepancyKind, DiscrepancyOrder } from '#contract/discrepancies'
import type { FacilityId } from '#contract/ids'
import type { ReadDb } from './database.ts'
import { discrepancyColumns, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

type Values = Record<string, string | number>

/** The SQL condition and values of a filter over open discrepancies; `leaveOut` skips one of its parts. */
function conditionOf(filter: DiscrepancyFilter, leaveOut?: 'kinds' | 'facilityId'): { where: string; values: Values } {
  const parts = ['ended IS NULL']
  const values: Values = {}
  if (filter.facilityId !== undefined && leaveOut !== 'facilityId') {
    parts.push('facility_id = :facility')
    values['facility'] = filter.facilityId
  }
  if (filter.pairingId !== undefined) {
    parts.push('pairing_id = :pairing')
    values['pairing'] = filter.pairingId
  }
  if (filter.kinds !== undefined && filter.kinds.length > 0 && leaveOut !== 'kinds') {
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

export type ListQuery = { filter: DiscrepancyFilter; order: DiscrepancyOrder; offset: number; limit: number }

/** A window of open discrepancies under the filter, with how many there are in all. Text is matched without case. */
export function listDiscrepancies(
  db: ReadDb,
  { filter, order, offset, limit }: ListQuery,
): { rows: StoredDiscrepancy[]; total: number } {
  const { where, values } = conditionOf(filter)
  const by = order === 'time' ? 'start_ms, id' : 'first_seen_at DESC, id'
  const rows = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy WHERE ${where} ORDER BY ${by} LIMIT :limit OFFSET :offset`,
  ).all({
    ...values,
    limit,
    offset,
  })
  const { total } = prepared(db, `SELECT count(*) AS total FROM discrepancy WHERE ${where}`).get(values) as {
    total: number
  }
  return { rows: rows.map(toStoredDiscrepancy), total }
}

export type Counts = {
  total: number
  byKind: { kind: DiscrepancyKind; open: number }[]
  byFacility: { facilityId: FacilityId; open: number }[]
}

/** Counts under the filter; those by kind ignore the filter's kinds and those by facility its facility, as chips need them. */
export function countDiscrepancies(db: ReadDb, filter: DiscrepancyFilter): Counts {
  const all = conditionOf(filter)
  const kinds = conditionOf(filter, 'kinds')
  const places = conditionOf(filter, 'facilityId')
  const { total } = prepared(db, `SELECT count(*) AS total FROM discrepancy WHERE ${all.where}`).get(all.values) as {
    total: number
  }
  return {
    total,
    byKind: prepared(
      db,
      `SELECT kind, count(*) AS open FROM discrepancy WHERE ${kinds.where} GROUP BY kind ORDER BY kind`,
    ).all(kinds.values) as Counts['byKind'],
    byFacility: prepared(
      db,
      `SELECT facility_id AS facilityId, count(*) AS open FROM discrepancy WHERE ${places.where} GROUP BY facility_id ORDER BY facility_id`,
    ).all(places.values) as Counts['byFacility'],
  }
}
