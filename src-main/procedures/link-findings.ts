import type { DiscrepancyRow, Evidence } from '#contract/discrepancies'
import { otherSide, PairKey, type RecordKey, type SideName } from '#contract/ids'
import type { LinkFinding } from '#contract/matches'
import { type RecipeId, recipes } from '#contract/recipes'
import { groupKeyOf } from '../core/compare/group-key.ts'
import { judgeAbsence } from '../core/compare/judge-absence.ts'
import { findLinkFindings, type LinkedRecord } from '../core/link/find-link-findings.ts'
import { type CompareGround, type CompareRow, type GroupVersion, keyAbsentIn } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { everHeld, findLinked, formerReference, listNaming, namesIds, type StoredLink } from '../storage/link-store.ts'
import { listCompleteReads } from '../storage/snapshot-store.ts'

type LinkFindingsInput = {
  row: DiscrepancyRow
  recipeId: RecipeId
  compare: CompareRow
  ground: CompareGround
  versions: Readonly<Record<SideName, readonly GroupVersion[]>>
  evidence: readonly Evidence[]
}

const sides = ['left', 'right'] as const

type Link = Omit<StoredLink, 'groupKey'>

function toLinked(db: ReadDb, { versionId, side, key, reference, readable }: Link): LinkedRecord {
  return { side, key, reference, former: reference === null ? formerReference(db, versionId) : null, readable }
}

/** What a record names, what names it or the same as it, and what it named before it named none. */
function aroundOf(db: ReadDb, ground: CompareGround, record: LinkedRecord): StoredLink[] {
  const [own, other] = [record.side, otherSide(record.side)]
  const named = record.reference ?? record.former?.reference ?? null
  const target = named === null ? null : findLinked(db, other, ground[other], named)
  return [
    ...(target ? [target] : []),
    ...(named === null ? [] : listNaming(db, own, ground[own], named)),
    ...listNaming(db, other, ground[other], record.key),
  ]
}

/** True where this record names an id that the other side was read completely for and does not hold, nor held as its pair. */
function namesForeign(db: ReadDb, input: LinkFindingsInput, version: GroupVersion): boolean {
  const { ground, compare, evidence, recipeId } = input
  const { side, key, reference } = version
  const other = otherSide(side)
  const at = ground[other]
  if (reference === null || findLinked(db, other, at, reference)) return false
  if (evidence.some((one) => one.side === other && one.how === 'get' && one.answer !== 'absent')) return false
  const groups =
    other === recipes[recipeId].pairKeyFrom
      ? [groupKeyOf(other, reference, PairKey.parse(reference))]
      : [groupKeyOf(other, reference, PairKey.parse(key)), groupKeyOf(other, reference, null)]
  if (everHeld(db, at.sideId, reference, groups)) return false
  const absence = judgeAbsence({
    present: version,
    judged: compare,
    reads: listCompleteReads(db, at.sideId, at.at),
    keyAbsentIn: keyAbsentIn(db, at, reference),
    checked: null,
  })
  return absence === 'absent'
}

/** What is wrong with the ids of a discrepancy's records, as of its compare. */
export function linkFindings(db: ReadDb, input: LinkFindingsInput): LinkFinding[] {
  const { row, ground, versions } = input
  const records = sides.flatMap((side) =>
    versions[side].map(({ id, key, reference, state }) =>
      toLinked(db, { versionId: id, side, key, reference, readable: state === 'read' }),
    ),
  )
  const around = records.flatMap((record) => aroundOf(db, ground, record)).map((one) => toLinked(db, one))
  const foreignOf = (side: SideName): ReadonlySet<RecordKey> =>
    new Set(versions[side].filter((version) => namesForeign(db, input, version)).map(({ key }) => key))
  return findLinkFindings({
    records,
    around,
    foreign: { left: foreignOf('left'), right: foreignOf('right') },
    naming: { left: namesIds(db, ground.left.sideId), right: namesIds(db, ground.right.sideId) },
    systems: { left: row.leftSystem, right: row.rightSystem },
    zone: row.zone,
  })
}
