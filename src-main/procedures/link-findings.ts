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

/** Copies of one thing lack the same: more of them would say nothing new, and take the page's thread. */
const lookedAt = 20

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

function linkedAs(db: ReadDb, ground: CompareGround, side: SideName, key: RecordKey): StoredLink[] {
  const found = findLinked(db, side, ground[side], key)
  return found ? [found] : []
}

/** What these records of one side name, what names them or the same as they do, and what they named before they named none. */
function aroundOf(
  db: ReadDb,
  ground: CompareGround,
  { own, records }: { own: SideName; records: readonly LinkedRecord[] },
): StoredLink[] {
  const other = otherSide(own)
  // Copies of one thing name the same, and are found by it together.
  const named = new Set(records.flatMap(({ reference, former }) => reference ?? former?.reference ?? []))
  return [
    ...[...named].flatMap((key) => [...linkedAs(db, ground, other, key), ...listNaming(db, own, ground[own], key)]),
    ...records.flatMap(({ key }) => listNaming(db, other, ground[other], key)),
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
  if (everHeld(db, at, reference, groups)) return false
  const absence = judgeAbsence({
    present: version,
    judged: compare,
    reads: listCompleteReads(db, at.sideId, at.at),
    keyAbsentIn: keyAbsentIn(db, at, reference),
    checked: null,
  })
  return absence === 'absent'
}

/** What is wrong with the ids of a discrepancy's records, of the first 20 of each side, as of its compare. */
export function linkFindings(db: ReadDb, input: LinkFindingsInput): LinkFinding[] {
  const { row, ground } = input
  const versions = { left: input.versions.left.slice(0, lookedAt), right: input.versions.right.slice(0, lookedAt) }
  const recordsOf = (side: SideName): LinkedRecord[] =>
    versions[side].map(({ id, key, reference, state }) =>
      toLinked(db, { versionId: id, side, key, reference, readable: state === 'read' }),
    )
  const records = { left: recordsOf('left'), right: recordsOf('right') }
  const around = sides
    .flatMap((own) => aroundOf(db, ground, { own, records: records[own] }))
    .map((one) => toLinked(db, one))
  const foreignOf = (side: SideName): ReadonlySet<RecordKey> =>
    new Set(versions[side].filter((version) => namesForeign(db, input, version)).map(({ key }) => key))
  return findLinkFindings({
    records: [...records.left, ...records.right],
    around,
    foreign: { left: foreignOf('left'), right: foreignOf('right') },
    naming: { left: namesIds(db, ground.left), right: namesIds(db, ground.right) },
    systems: { left: row.leftSystem, right: row.rightSystem },
    zone: row.zone,
  })
}
