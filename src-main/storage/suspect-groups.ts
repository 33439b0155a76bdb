import type { PairingId } from '#contract/ids'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** What a whole compare looks at; `alone` are those of the groups that hold one record, for matching. */
export type SuspectGroups = { groups: Set<string>; alone: string[] }

/** One side as the covering index holds it, so that the records themselves are not read. */
const walkSql = (columns: string, side: 'left' | 'right'): string =>
  `SELECT ${columns} FROM record_version INDEXED BY record_version_group
   WHERE side_id = :${side}Id AND born <= :${side}At AND (ended IS NULL OR ended > :${side}At)`

/**
 * Both walks are merged in the order of their index, so that nothing is sorted and nothing held. Exported for the test
 * of their plans.
 */
export const suspectSql = {
  /** Groups that do not hold exactly one record on each side. */
  uneven: `SELECT group_key, count(*) = 1
    FROM (${walkSql('group_key, 1 AS side', 'left')} UNION ALL ${walkSql('group_key, 2', 'right')} ORDER BY group_key)
    GROUP BY group_key HAVING count(*) <> 2 OR sum(side) <> 3`,
  /** Groups with a record on the left that the right does not hold in the same words and in full. */
  unequal: `${walkSql('group_key, content_hash, state', 'left')}
    EXCEPT ${walkSql('group_key, content_hash, state', 'right')} AND state = 'read' ORDER BY 1, 2, 3`,
}

/** Groups a whole compare looks at: every one that does not plainly agree, and those with an open discrepancy. */
export function suspectGroups(db: ReadDb, { left, right }: CompareGround, pairingId: PairingId): SuspectGroups {
  const at = { leftId: left.sideId, leftAt: left.at, rightId: right.sideId, rightAt: right.at }
  const suspect: SuspectGroups = { groups: new Set(), alone: [] }
  for (const row of prepared(db, suspectSql.uneven).raw().iterate(at)) {
    const [key, isAlone] = row as [string, number]
    suspect.groups.add(key)
    if (isAlone === 1) suspect.alone.push(key)
  }
  const add = (keys: Iterable<unknown>): void => {
    for (const key of keys) suspect.groups.add(key as string)
  }
  // Of the groups not found yet each holds one record a side, so one direction finds all that differ.
  add(prepared(db, suspectSql.unequal).pluck().iterate(at))
  add(
    prepared(db, 'SELECT group_key FROM discrepancy WHERE pairing_id = ? AND ended IS NULL').pluck().iterate(pairingId),
  )
  return suspect
}
