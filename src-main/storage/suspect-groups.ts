import type { PairingId } from '#contract/ids'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** One visible version as the covering index holds it. */
type Row = [groupKey: string, contentHash: string, state: string]

/** Left and right are walked by statements of their own: one statement cannot be in two places. */
const walkSql = (side: 'left' | 'right'): string =>
  `SELECT group_key, content_hash, state FROM record_version INDEXED BY record_version_group /* ${side} */
   WHERE side_id = ? AND born <= ? AND (ended IS NULL OR ended > ?) ORDER BY group_key`

/** What a whole compare looks at; `oneSided` are those of the groups that only one side holds, for matching. */
export type SuspectGroups = { groups: Set<string>; oneSided: string[] }

/**
 * Groups a whole compare looks at: every one that does not plainly agree, and those with an open discrepancy. Both
 * sides are walked once and together in the order of their groups, so that nothing is sorted and nothing held. Where
 * two alphabets order keys differently here and in SQLite, a group too many is looked at, never one too few: only equal
 * keys side by side count as agreeing.
 */
export function suspectGroups(db: ReadDb, ground: CompareGround, pairingId: PairingId): SuspectGroups {
  const walk = (side: 'left' | 'right'): IterableIterator<Row> => {
    const { sideId, at } = ground[side]
    return prepared(db, walkSql(side)).raw().iterate(sideId, at, at) as IterableIterator<Row>
  }
  const suspect: SuspectGroups = { groups: new Set(), oneSided: [] }
  const [lefts, rights] = [walk('left'), walk('right')]
  try {
    collectDisagreeing(lefts, rights, suspect)
  } finally {
    lefts.return?.()
    rights.return?.()
  }
  const open = prepared(db, 'SELECT group_key FROM discrepancy WHERE pairing_id = ? AND ended IS NULL')
  for (const key of open.pluck().iterate(pairingId) as IterableIterator<string>) suspect.groups.add(key)
  return suspect
}

function collectDisagreeing(lefts: Iterator<Row>, rights: Iterator<Row>, { groups, oneSided }: SuspectGroups): void {
  const next = (rows: Iterator<Row>): Row | undefined => {
    const step = rows.next()
    return step.done ? undefined : step.value
  }
  let left = next(lefts)
  let right = next(rights)
  /** The last group that both sides held in one plainly agreeing version each; a further row of it makes it suspect. */
  let agreed: string | null = null
  while (left || right) {
    if (left && right && left[0] === right[0]) {
      const [key, hash, state] = left
      if (key !== agreed && hash === right[1] && state === 'read' && right[2] === 'read') agreed = key
      else groups.add(key)
      left = next(lefts)
      right = next(rights)
    } else if (left && (!right || left[0] < right[0])) {
      groups.add(left[0])
      oneSided.push(left[0])
      left = next(lefts)
    } else if (right) {
      groups.add(right[0])
      oneSided.push(right[0])
      right = next(rights)
    }
  }
}
