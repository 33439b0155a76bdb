import { isDeepStrictEqual } from 'node:util'
import { type Fingerprint, otherSide, type RecordKey, type SideName } from '#contract/ids'
import { type RecipeId, recipes } from '#contract/recipes'
import { causeOf } from '../core/cluster/cause-of.ts'
import { decideGroup, type Verdict } from '../core/compare/decide-group.ts'
import { duplicateFingerprint, pairFingerprint } from '../core/compare/group-key.ts'
import type { Group, VisibleVersion } from '../core/compare/versions.ts'
import { isLinkedOneWay, keyAbsentIn } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  type BaseValues,
  type DiscrepancyBody,
  type DiscrepancyChange,
  findOpen,
  type StoredDiscrepancy,
} from '../storage/discrepancy-store.ts'
import { standingAnswer } from '../storage/evidence-store.ts'
import { baseOf, baseOfOpen, isStill, originOf, withBlame } from './blame-of-group.ts'
import { type CompareBasis, loadGroup, type StoredGroup } from './compare-basis.ts'
import { sameBody } from './same-body.ts'
import { valuesMark } from './values-mark.ts'

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
    // What an earlier epoch established says nothing about this one.
    established: basis.sameEpochs ? established : null,
  })
}

type Discrepant = Extract<Verdict, { verdict: 'discrepancy' }>

/** What is known from before: the discrepancy that stands, and the base found when it opened. */
type Known = { open: StoredDiscrepancy | null; base: BaseValues | null }

function bodyOf(
  db: ReadDb,
  basis: CompareBasis,
  group: StoredGroup,
  verdict: Discrepant,
  known: Known,
): DiscrepancyBody {
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
    differences: withBlame(group, verdict.differences, { base: known.base, before: known.open?.differences ?? [] }),
    origin: originOf(db, basis, group, { kind: verdict.kind, open: known.open }),
    members: [],
    startMs: first?.startMs ?? 0,
    endMs: first?.endMs ?? 0,
    who: text(fields.find((field) => field.type === 'person')?.name),
    label: text(fields.find((field) => field.group === 'details')?.name),
    leftKey: group.left[0]?.key ?? null,
    rightKey: group.right[0]?.key ?? null,
    matchedBy: group.matchedBy,
    valuesMark: valuesMark(basis, [group]),
    cause: causeOf({ kind: verdict.kind, side: verdict.side, differences: verdict.differences, fields }),
  }
}

function changeOf(
  db: ReadDb,
  basis: CompareBasis,
  group: StoredGroup,
  verdict: Discrepant,
  under: { fingerprint: Fingerprint; open: StoredDiscrepancy | null },
): DiscrepancyChange | null {
  const { fingerprint, open } = under
  if (!open) {
    const base = baseOf(db, basis, group)
    const body = bodyOf(db, basis, group, verdict, { open, base })
    return { change: 'open', fingerprint, groupKey: group.key, otherGroup: null, body, base }
  }
  // Nothing that was known in an earlier epoch says who moved what in this one.
  const known: Known = !basis.sameEpochs
    ? { open: null, base: null }
    : isStill(open, group)
      ? { open, base: baseOfOpen(db, basis, group, { open, differences: verdict.differences }) }
      : { open: null, base: baseOf(db, basis, group) }
  const body = bodyOf(db, basis, group, verdict, known)
  const nothingNew = sameBody(body, open) && isDeepStrictEqual(known.base, open.base)
  return nothingNew ? null : { change: 'update', before: open, body, base: known.base }
}

/** Gathers and decides the groups; what comes back is applied by the caller. Reads only. */
export function planCompareChanges(db: ReadDb, basis: CompareBasis, groupKeys: Iterable<string>): DiscrepancyChange[] {
  const changes: DiscrepancyChange[] = []
  for (const key of groupKeys) {
    const group = loadGroup(db, basis, key)
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
