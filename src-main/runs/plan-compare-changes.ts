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
  findOpenAmong,
  type StoredDiscrepancy,
} from '../storage/discrepancy-store.ts'
import { standingAnswer } from '../storage/evidence-store.ts'
import { baseOf, baseOfOpen, freshOf, isStill, loadPrevious, originOf, withBlame } from './blame-of-group.ts'
import { type CompareBasis, loadGroups, type StoredGroup } from './compare-basis.ts'
import { inChunks } from './in-chunks.ts'
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
    resource: group.left[0]?.resource ?? group.right[0]?.resource ?? null,
    who: text(fields.find((field) => field.type === 'person')?.name),
    label: text(fields.find((field) => field.group === 'details')?.name),
    leftKey: group.left[0]?.key ?? null,
    rightKey: group.right[0]?.key ?? null,
    matchedBy: group.matchedBy,
    valuesMark: valuesMark(basis, group),
    cause: causeOf({ kind: verdict.kind, side: verdict.side, differences: verdict.differences, fields }),
  }
}

/** One family of a group: its verdict where it is of this family, and what stands of it. */
type Decided = {
  group: StoredGroup
  fingerprint: Fingerprint
  wanted: Discrepant | null
  open: StoredDiscrepancy | null
}

/** True where the base rests on what both sides held at the previous compare. */
const asksBefore = (basis: CompareBasis, { group, wanted, open }: Decided): boolean =>
  basis.sameEpochs &&
  wanted !== null &&
  (!open || !isStill(open, group) || freshOf(open, wanted.differences).length > 0)

function knownOf(
  basis: CompareBasis,
  { group, open }: Decided,
  wanted: Discrepant,
  before: StoredGroup | undefined,
): Known {
  // Nothing that was known in an earlier epoch says who moved what in this one.
  if (!basis.sameEpochs) return { open: null, base: null }
  const agreed = baseOf(basis, group, before)
  return open && isStill(open, group)
    ? { open, base: baseOfOpen(open, wanted.differences, agreed) }
    : { open: null, base: agreed }
}

function changeOf(
  db: ReadDb,
  basis: CompareBasis,
  decided: Decided,
  before: StoredGroup | undefined,
): DiscrepancyChange | null {
  const { group, fingerprint, wanted, open } = decided
  if (!wanted) return null
  const known = knownOf(basis, decided, wanted, before)
  const body = bodyOf(db, basis, group, wanted, known)
  const { base } = known
  if (!open) return { change: 'open', fingerprint, groupKey: group.key, otherGroup: null, body, base }
  return sameBody(body, open) && isDeepStrictEqual(base, open.base)
    ? null
    : { change: 'update', before: open, body, base }
}

/** What of a group is decided: one entry for each family that is said of it now or was open before. */
function decideBoth(
  db: ReadDb,
  basis: CompareBasis,
  group: StoredGroup,
  openOf: (fingerprint: Fingerprint) => StoredDiscrepancy | null,
): { verdict: Verdict; families: Decided[] } {
  const { pair, duplicate } = familiesOf(basis, group.key)
  const open = { pair: openOf(pair), duplicate: openOf(duplicate) }
  const verdict = decide(db, basis, group, open.pair ?? open.duplicate)
  const wanted = verdict.verdict === 'discrepancy' ? verdict : null
  const isDuplicate = wanted?.kind === 'duplicate'
  return {
    verdict,
    families: [
      { group, fingerprint: pair, wanted: isDuplicate ? null : wanted, open: open.pair },
      { group, fingerprint: duplicate, wanted: isDuplicate ? wanted : null, open: open.duplicate },
    ],
  }
}

const familiesOf = ({ pairingId }: CompareBasis, key: string) => ({
  pair: pairFingerprint(pairingId, key),
  duplicate: duplicateFingerprint(pairingId, key),
})

function planChunk(db: ReadDb, basis: CompareBasis, keys: readonly string[]): DiscrepancyChange[] {
  const opens = findOpenAmong(
    db,
    basis.pairingId,
    keys.flatMap((key) => Object.values(familiesOf(basis, key))),
  )
  const decided = [...loadGroups(db, basis, keys).values()].map((group) =>
    decideBoth(db, basis, group, (fingerprint) => opens.get(fingerprint) ?? null),
  )
  const asked = decided.flatMap(({ families }) => families.filter((one) => asksBefore(basis, one)))
  const before = loadPrevious(
    db,
    basis,
    asked.map(({ group }) => group.key),
  )
  return decided.flatMap(({ verdict, families }) =>
    families.flatMap((one): DiscrepancyChange[] => {
      if (one.wanted) {
        const change = changeOf(db, basis, one, before.get(one.group.key))
        return change ? [change] : []
      }
      const how = verdict.verdict === 'outside' ? 'left-the-window' : 'resolved'
      return one.open ? [{ change: 'close', before: one.open, how }] : []
    }),
  )
}

/** Gathers and decides the groups; what comes back is applied by the caller. Reads only. */
export function planCompareChanges(db: ReadDb, basis: CompareBasis, groupKeys: Iterable<string>): DiscrepancyChange[] {
  const changes: DiscrepancyChange[] = []
  for (const keys of inChunks(groupKeys)) changes.push(...planChunk(db, basis, keys))
  return changes
}
