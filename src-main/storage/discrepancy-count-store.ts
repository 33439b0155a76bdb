import type { DiscrepancyKind } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { ReadDb, WriteDb } from './database.ts'
import { asksPlace, type GroupFilter, groupCondition, type StoredFilter, searchedText } from './discrepancy-filter.ts'
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
       SELECT pairing_id, kind, accepted_until, cluster_id, acknowledged, assigned_to, count(*)
       FROM discrepancy INDEXED BY discrepancy_kind WHERE pairing_id = ? AND ended IS NULL GROUP BY 1, 2, 3, 4, 5, 6`,
    ).run(pairingId)
    prepared(
      db,
      `INSERT INTO discrepancy_revision (pairing_id, number) VALUES (?, 1)
       ON CONFLICT DO UPDATE SET number = number + 1`,
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

/** What is counted: the stored counts where they tell it; else an index; only a text has to look at each row itself. */
function countedIn(filter: GroupFilter): { from: string; open: string } {
  if (searchedText(filter) !== '') return { from: 'discrepancy NOT INDEXED', open: 'count(*)' }
  if (asksPlace(filter)) return { from: 'discrepancy INDEXED BY discrepancy_kind', open: 'count(*)' }
  return { from: 'discrepancy_count', open: 'sum(open)' }
}

/** All open discrepancies under this, counted in groups. */
export function countGroups(db: ReadDb, filter: GroupFilter): OpenGroup[] {
  const { parts, values } = groupCondition(filter)
  const { from, open } = countedIn(filter)
  const text = searchedText(filter)
  if (from !== 'discrepancy_count') parts.push('ended IS NULL')
  if (text !== '') {
    parts.push('instr(search, :text) > 0')
    values['text'] = text
  }
  const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
  const rows = prepared(
    db,
    `SELECT pairing_id AS pairingId, kind, coalesce(accepted_until > :now, FALSE) AS accepted, ${open} AS open
     FROM ${from} ${where} GROUP BY 1, 2, 3`,
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
