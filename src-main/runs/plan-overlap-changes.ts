import { recipes } from '#contract/recipes'
import { decideOverlap, type OverlapVerdict } from '../core/compare/decide-overlap.ts'
import { overlapFingerprint } from '../core/compare/group-key.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  type DiscrepancyBody,
  type DiscrepancyChange,
  findOpen,
  type StoredDiscrepancy,
} from '../storage/discrepancy-store.ts'
import { listOpenOverlaps, makeMeetingGroups, sweepOverlaps } from '../storage/overlap-store.ts'
import { type CompareBasis, loadGroup, type StoredGroup } from './compare-basis.ts'
import { sameBody } from './same-body.ts'
import { valuesMark } from './values-mark.ts'

/** Two groups that may meet, in the order of their keys. */
type Candidate = { one: string; other: string }

function gatherCandidates(db: ReadDb, basis: CompareBasis, looked: { groups: Iterable<string>; whole: boolean }) {
  const found = new Map<string, Candidate>()
  const add = (a: string, b: string): void => {
    const [one, other] = a < b ? [a, b] : [b, a]
    found.set(overlapFingerprint(basis.pairingId, one, other), { one, other })
  }
  const addOpen = (open: readonly StoredDiscrepancy[]): void => {
    for (const { groupKey, otherGroup } of open) if (otherGroup !== null) add(groupKey, otherGroup)
  }
  const probed = new Set(looked.groups)
  if (looked.whole) {
    addOpen(listOpenOverlaps(db, basis.pairingId))
    for (const key of sweepOverlaps(db, basis.ground, basis.judged)) probed.add(key)
  }
  const meetingGroups = makeMeetingGroups(db, basis.ground)
  for (const key of probed) {
    // Those of a group that has since been gathered under another one are found here too, and close.
    if (!looked.whole) addOpen(listOpenOverlaps(db, basis.pairingId, key))
    const pair = basis.matches.leftOf(key) ?? key
    for (const met of meetingGroups(key)) {
      const other = basis.matches.leftOf(met) ?? met
      if (other !== pair) add(pair, other)
    }
  }
  return [...found.values()]
}

function bodyOf(
  { missed, span, members, who }: Extract<OverlapVerdict, { verdict: 'overlap' }>,
  mark: string,
): DiscrepancyBody {
  const [first] = members
  return {
    kind: missed ? 'unverified' : 'overlap',
    reason: missed ? 'not-read-again' : null,
    side: missed,
    differences: [],
    origin: null,
    members,
    ...span,
    who,
    label: first.label,
    leftKey: first.leftKey,
    rightKey: first.rightKey,
    matchedBy: null,
    valuesMark: mark,
    cause: null,
  }
}

function changeOf(
  basis: CompareBasis,
  { one, other }: Candidate,
  verdict: OverlapVerdict,
  { open, mark }: { open: StoredDiscrepancy | null; mark: string },
) {
  if (verdict.verdict !== 'overlap') {
    const how = verdict.verdict === 'outside' ? 'left-the-window' : 'resolved'
    return open && ({ change: 'close', before: open, how } as const)
  }
  const body = bodyOf(verdict, mark)
  if (!open) {
    const fingerprint = overlapFingerprint(basis.pairingId, one, other)
    return { change: 'open', fingerprint, groupKey: one, otherGroup: other, body, base: null } as const
  }
  return sameBody(body, open) ? null : ({ change: 'update', before: open, body, base: null } as const)
}

/**
 * Gathers and decides overlaps around the groups looked at: those open now, and what their records meet. A whole compare
 * also sweeps over the groups that plainly agree. Reads only.
 */
export function planOverlapChanges(
  db: ReadDb,
  basis: CompareBasis,
  looked: { groups: Iterable<string>; whole: boolean },
): DiscrepancyChange[] {
  const loaded = new Map<string, StoredGroup>()
  const group = (key: string): StoredGroup => {
    const known = loaded.get(key) ?? loadGroup(db, basis, key)
    loaded.set(key, known)
    return known
  }
  return gatherCandidates(db, basis, looked).flatMap((candidate): DiscrepancyChange[] => {
    const open = findOpen(db, basis.pairingId, overlapFingerprint(basis.pairingId, candidate.one, candidate.other))
    const verdict = decideOverlap({
      one: group(candidate.one),
      other: group(candidate.other),
      judged: basis.judged,
      fields: recipes[basis.recipeId].fields,
      established: basis.sameEpochs && open?.kind === 'overlap',
    })
    const mark = valuesMark(basis, [group(candidate.one), group(candidate.other)])
    const change = changeOf(basis, candidate, verdict, { open, mark })
    return change ? [change] : []
  })
}
