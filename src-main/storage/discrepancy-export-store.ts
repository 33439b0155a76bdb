import type { Fingerprint, PairingId } from '#contract/ids'
import type { ReadDb } from './database.ts'
import { discrepancyColumns, findNewest, type StoredDiscrepancy, toStoredDiscrepancy } from './discrepancy-store.ts'
import { prepared } from './prepared.ts'

/** One discrepancy that was open at the moment of asking. */
export type OpenDiscrepancyId = { id: number; pairingId: PairingId; fingerprint: Fingerprint }

/**
 * What these row ids are of, in the same order, read at the moment at which they were found. The bodies are read later,
 * page by page: versions stay when they end, so nothing is doubled or skipped by a sync in between.
 */
export function identify(db: ReadDb, ids: Iterable<number>): OpenDiscrepancyId[] {
  const wanted = [...ids]
  const text = `SELECT id, pairing_id AS pairingId, fingerprint FROM discrepancy
    WHERE id IN (SELECT value FROM json_each(?))`
  const found = prepared(db, text).all(JSON.stringify(wanted)) as OpenDiscrepancyId[]
  const byId = new Map(found.map((one) => [one.id, one]))
  return wanted.flatMap((id) => byId.get(id) ?? [])
}

/**
 * The bodies of these, in the same order. The one version that can be gone is one that the same compare replaced when
 * evidence came in: then the newest under its fingerprint stands for it, and where there is none it never was.
 */
export function readDiscrepancies(db: ReadDb, wanted: readonly OpenDiscrepancyId[]): StoredDiscrepancy[] {
  const rows = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy WHERE id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(wanted.map((one) => one.id)))
  const byId = new Map(rows.map(toStoredDiscrepancy).map((row) => [row.id, row]))
  return wanted.flatMap((one) => byId.get(one.id) ?? findNewest(db, one.pairingId, one.fingerprint) ?? [])
}
