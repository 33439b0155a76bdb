import type { DiscrepancyKind } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { ReadDb, WriteDb } from './database.ts'
import { clusterCondition, type GroupFilter, type StoredFilter, searchedText } from './discrepancy-filter.ts'
import { prepared } from './prepared.ts'

/**
 * Counts a pairing's open discrepancies anew. Whoever writes them calls this last, in the same transaction: a trigger
 * would do it for every row, and each of those costs half of what writing the row does.
 */
export function recountOpen(db: WriteDb, pairingId: PairingId): void {
  db.transaction(() => {
    prepared(db, 'DELETE FROM discrepancy_count WHERE pairing_id = ?').run(pairingId)
    prepared(
      db,
      `INSERT INTO discrepancy_count
       SELECT pairing_id, kind, accepted_until, cluster_id, acknowledged, count(*)
       FROM discrepancy INDEXED BY discrepancy_kind WHERE pairing_id = ? AND ended IS NULL GROUP BY 1, 2, 3, 4, 5`,
    ).run(pairingId)
  })
}

/** How many are open in a pairing. */
export const countOpen = (db: ReadDb, pairingId: PairingId): number =>
  prepared(db, 'SELECT coalesce(sum(open), 0) FROM discrepancy_count WHERE pairing_id = ?')
    .pluck()
    .get(pairingId) as number

/** Open discrepancies that are alike in pairing, kind and being accepted. */
export type OpenGroup = { pairingId: PairingId; kind: DiscrepancyKind; accepted: boolean; open: number }

/** All open discrepancies under this, counted in groups; only a text has to look at each of them. */
export function countGroups(db: ReadDb, filter: GroupFilter): OpenGroup[] {
  const { parts, values } = clusterCondition(filter)
  const text = searchedText(filter)
  if (text !== '') {
    parts.push('ended IS NULL', 'instr(search, :text) > 0')
    values['text'] = text
  }
  const [counted, open] = text === '' ? ['discrepancy_count', 'sum(open)'] : ['discrepancy NOT INDEXED', 'count(*)']
  const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
  const rows = prepared(
    db,
    `SELECT pairing_id AS pairingId, kind, coalesce(accepted_until > :now, FALSE) AS accepted, ${open} AS open
     FROM ${counted} ${where} GROUP BY 1, 2, 3`,
  ).all({ ...values, now: filter.now }) as (Omit<OpenGroup, 'accepted'> & { accepted: number })[]
  return rows.map((row) => ({ ...row, accepted: row.accepted === 1 }))
}

/** The groups that the rest of a filter picks. */
export function pickGroups(
  groups: readonly OpenGroup[],
  { pairings, kinds = [], accepted = false }: Pick<StoredFilter, 'pairings' | 'kinds' | 'accepted'>,
): OpenGroup[] {
  return groups.filter(
    (one) =>
      one.accepted === accepted && pairings.includes(one.pairingId) && (kinds.length === 0 || kinds.includes(one.kind)),
  )
}

/** How many discrepancies these groups hold. */
export const sumOpen = (groups: readonly OpenGroup[]): number => groups.reduce((sum, one) => sum + one.open, 0)

/** The same by what each group is put under. */
export function sumBy<Key>(groups: readonly OpenGroup[], keyOf: (group: OpenGroup) => Key): Map<Key, number> {
  const sums = new Map<Key, number>()
  for (const one of groups) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.open)
  return sums
}
