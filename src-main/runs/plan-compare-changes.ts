import type { FieldDifference } from '#contract/discrepancies'
import { type Fingerprint, otherSide, type PairingId, type RecordKey, type SideName } from '#contract/ids'
import { type RecipeId, recipes } from '#contract/recipes'
import { decideGroup, type Verdict } from '../core/compare/decide-group.ts'
import { comparedValues, differingFields } from '../core/compare/differing-fields.ts'
import { duplicateFingerprint, pairFingerprint } from '../core/compare/group-key.ts'
import type { CompleteRead } from '../core/compare/judge-absence.ts'
import type { Group, VisibleVersion, WindowMs } from '../core/compare/versions.ts'
import {
  type CompareGround,
  type CompareRow,
  isLinkedOneWay,
  keyAbsentIn,
  loadGroupSide,
} from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  type BaseValues,
  type DiscrepancyBody,
  type DiscrepancyChange,
  findOpen,
  type StoredDiscrepancy,
} from '../storage/discrepancy-store.ts'
import { standingAnswer } from '../storage/evidence-store.ts'

/** What one compare stands on; everything it decides is a function of this and of what is stored. */
export type CompareBasis = {
  pairingId: PairingId
  recipeId: RecipeId
  ignored: ReadonlySet<string>
  judged: WindowMs
  ground: CompareGround
  /** Complete window reads of each side, newest first. */
  reads: Readonly<Record<SideName, readonly CompleteRead[]>>
  /** The compare before, where both sides are still in its epochs: the source of bases. */
  previous: CompareRow | null
}

function loadGroup(db: ReadDb, ground: CompareGround, key: string): Group {
  return {
    key,
    left: loadGroupSide(db, 'left', ground.left, key),
    right: loadGroupSide(db, 'right', ground.right, key),
  }
}

/** The key under which `side` itself would know this group's record, where known. */
export function keyOn(
  side: SideName,
  present: Pick<VisibleVersion, 'pairKey' | 'reference'>,
  recipeId: RecipeId,
): RecordKey | null {
  if (side === recipes[recipeId].pairKeyFrom) return present.pairKey as RecordKey | null
  return present.reference
}

function evidenceOf(db: ReadDb, basis: CompareBasis, group: Group): 'found' | 'not-found' | null {
  const versionIds = [...group.left, ...group.right].map((version) => version.id)
  const answer = standingAnswer(db, basis.ground, { pairingId: basis.pairingId, groupKey: group.key, versionIds })
  // An answer that could not be read in full still shows that the record is there.
  return answer && (answer === 'absent' ? 'not-found' : 'found')
}

/** The record of a group that only one side holds; null for any other group. */
const aloneIn = ({ left, right }: Group): VisibleVersion | null =>
  left.length > 0 && right.length > 0 ? null : (left[0] ?? right[0] ?? null)

function linkedOneWay(db: ReadDb, basis: CompareBasis, group: Group): boolean {
  const present = aloneIn(group)
  if (!present) return false
  const lacking = otherSide(present.side)
  return isLinkedOneWay(db, basis.ground[lacking].sideId, keyOn(lacking, present, basis.recipeId), present.key)
}

function keyAbsent(db: ReadDb, basis: CompareBasis, group: Group): Record<SideName, number | null> {
  const present = aloneIn(group)
  if (!present) return { left: null, right: null }
  const lacking = otherSide(present.side)
  const key = keyOn(lacking, present, basis.recipeId)
  const sync = key === null ? null : keyAbsentIn(db, basis.ground[lacking], key)
  return lacking === 'left' ? { left: sync, right: null } : { left: null, right: sync }
}

function decide(db: ReadDb, basis: CompareBasis, group: Group, established: StoredDiscrepancy | null): Verdict {
  const absent = keyAbsent(db, basis, group)
  return decideGroup({
    group,
    judged: basis.judged,
    fields: recipes[basis.recipeId].fields,
    ignored: basis.ignored,
    left: { reads: basis.reads.left, keyAbsentIn: absent.left },
    right: { reads: basis.reads.right, keyAbsentIn: absent.right },
    checked: aloneIn(group) && evidenceOf(db, basis, group),
    linkedOneWay: linkedOneWay(db, basis, group),
    established,
  })
}

/** What both sides held at the previous compare, if they agreed then. */
function baseOf(db: ReadDb, basis: CompareBasis, groupKey: string): BaseValues | null {
  const { previous, ground } = basis
  if (!previous) return null
  const before = loadGroup(
    db,
    { left: { ...ground.left, at: previous.leftSnapshot }, right: { ...ground.right, at: previous.rightSnapshot } },
    groupKey,
  )
  const [left, right] = [before.left[0], before.right[0]]
  if (!left || !right || before.left.length > 1 || before.right.length > 1) return null
  if (left.state === 'refused' || right.state === 'refused') return null
  const { fields } = recipes[basis.recipeId]
  return differingFields(left, right, { fields, ignored: basis.ignored }).length === 0
    ? comparedValues(left, fields)
    : null
}

const withBase = (differences: readonly FieldDifference[], base: BaseValues | null): FieldDifference[] =>
  differences.map((one) => (base && one.field in base ? { ...one, base: base[one.field] ?? null } : one))

type Discrepant = Extract<Verdict, { verdict: 'discrepancy' }>

function bodyOf(basis: CompareBasis, group: Group, verdict: Discrepant, base: BaseValues | null): DiscrepancyBody {
  const all = [...group.left, ...group.right]
  const first = all.find((version) => version.state === 'read') ?? all[0]
  const { fields } = recipes[basis.recipeId]
  const text = (name: string | undefined): string => {
    const holder = all.find(
      (version) => name !== undefined && typeof version.fields[name] === 'string' && version.fields[name] !== '',
    )
    return holder && name !== undefined ? String(holder.fields[name]) : ''
  }
  return {
    kind: verdict.kind,
    reason: verdict.reason,
    side: verdict.side,
    differences: withBase(verdict.differences, base),
    startMs: first?.startMs ?? 0,
    endMs: first?.endMs ?? 0,
    who: text(fields.find((field) => field.type === 'person')?.name),
    label: text(fields.find((field) => field.group === 'details')?.name),
    leftKey: group.left[0]?.key ?? null,
    rightKey: group.right[0]?.key ?? null,
  }
}

const sameBody = (a: DiscrepancyBody, b: DiscrepancyBody): boolean =>
  a.kind === b.kind &&
  a.reason === b.reason &&
  a.side === b.side &&
  a.startMs === b.startMs &&
  a.endMs === b.endMs &&
  a.who === b.who &&
  a.label === b.label &&
  a.leftKey === b.leftKey &&
  a.rightKey === b.rightKey &&
  JSON.stringify(a.differences) === JSON.stringify(b.differences)

function changeOf(
  db: ReadDb,
  basis: CompareBasis,
  group: Group,
  verdict: Discrepant,
  under: { fingerprint: Fingerprint; open: StoredDiscrepancy | null },
): DiscrepancyChange | null {
  const { open, fingerprint } = under
  if (!open) {
    const base = baseOf(db, basis, group.key)
    return { change: 'open', fingerprint, groupKey: group.key, body: bodyOf(basis, group, verdict, base), base }
  }
  const body = bodyOf(basis, group, verdict, open.base)
  return sameBody(body, open) ? null : { change: 'update', before: open, body }
}

/** Gathers and decides the groups; what comes back is applied by the caller. Reads only. */
export function planCompareChanges(db: ReadDb, basis: CompareBasis, groupKeys: Iterable<string>): DiscrepancyChange[] {
  const changes: DiscrepancyChange[] = []
  for (const key of groupKeys) {
    const group = loadGroup(db, basis.ground, key)
    const families = [pairFingerprint(basis.pairingId, key), duplicateFingerprint(basis.pairingId, key)]
    const [openPair, openDuplicate] = families.map((fingerprint) => findOpen(db, basis.pairingId, fingerprint))
    const verdict = decide(db, basis, group, openPair ?? openDuplicate ?? null)
    for (const fingerprint of families) {
      const isDuplicate = fingerprint === families[1]
      const open = (isDuplicate ? openDuplicate : openPair) ?? null
      const wanted =
        verdict.verdict === 'discrepancy' && (verdict.kind === 'duplicate') === isDuplicate ? verdict : null
      const change = wanted
        ? changeOf(db, basis, group, wanted, { fingerprint, open })
        : open &&
          ({
            change: 'close',
            before: open,
            how: verdict.verdict === 'outside' ? 'left-the-window' : 'resolved',
          } as const)
      if (change) changes.push(change)
    }
  }
  return changes
}
