import type { Fingerprint, ResourceKey } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { asBooked, type BookedGroup, decideOverlap, type OverlapVerdict } from '../core/compare/decide-overlap.ts'
import { mostAtOnce, type SweptBookings, sweepBookings } from '../core/compare/find-crowds.ts'
import { overlapFingerprint } from '../core/compare/group-key.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  type DiscrepancyBody,
  type DiscrepancyChange,
  findOpenAmong,
  type StoredDiscrepancy,
} from '../storage/discrepancy-store.ts'
import {
  countGroupsAt,
  listBookings,
  listBusyResources,
  listMeetingGroups,
  listOpenOverlaps,
  listOpenOverlapsOf,
  type OverlapGroups,
  sweepOverlaps,
} from '../storage/overlap-store.ts'
import { joinValuesMarks } from '../storage/values-mark.ts'
import { type CompareBasis, loadGroups, type StoredGroup } from './compare-basis.ts'
import { inChunks } from './in-chunks.ts'
import { listOpenCrowds, planCrowdChanges } from './plan-crowd-changes.ts'
import { sameBody } from './same-body.ts'
import { valuesMark } from './values-mark.ts'

/** Two groups that may meet, in the order of their keys. */
type Candidate = { fingerprint: Fingerprint; one: string; other: string }

type Looked = { groups: Iterable<string>; whole: boolean }

/** What may meet around the groups looked at, and the crowd of each resource that may have one. */
type Gathered = { candidates: Candidate[]; crowds: Map<ResourceKey, Omit<SweptBookings, 'meetings'>> }

function gather(db: ReadDb, { pairingId, ground, judged, matches }: CompareBasis, looked: Looked): Gathered {
  const found = new Map<Fingerprint, Candidate>()
  const add = (a: string, b: string): void => {
    const [first, second] = [matches.leftOf(a) ?? a, matches.leftOf(b) ?? b]
    if (first === second) return
    const [one, other] = first < second ? [first, second] : [second, first]
    const fingerprint = overlapFingerprint(pairingId, one, other)
    found.set(fingerprint, { fingerprint, one, other })
  }
  // Those of a group that has since been gathered under another one are named as they were, and close.
  const addOpen = (open: readonly OverlapGroups[]): void => {
    for (const { groupKey: one, otherGroup: other } of open) {
      const fingerprint = overlapFingerprint(pairingId, one, other)
      if (one !== other) found.set(fingerprint, { fingerprint, one, other })
    }
  }
  const told = new Set(listOpenCrowds(db, pairingId))
  const crowds: Gathered['crowds'] = new Map()
  // Whether two of a resource with a crowd are told hangs on all the others, so all of it is looked at together.
  const sweep = (resource: ResourceKey): void => {
    if (crowds.has(resource)) return
    const bookings = listBookings(db, ground, resource)
    const { meetings, ...crowd } = sweepBookings(bookings, { judged, established: told.has(resource) })
    crowds.set(resource, crowd)
    for (const [group, met] of meetings) add(group, met)
    if (looked.whole) return
    for (const keys of inChunks(new Set(bookings.map(({ group }) => group)))) {
      addOpen(listOpenOverlapsOf(db, pairingId, keys))
    }
  }
  for (const resource of told) sweep(resource)
  const probed = new Set(looked.groups)
  if (looked.whole) {
    addOpen(listOpenOverlaps(db, pairingId))
    for (const key of sweepOverlaps(db, ground, judged)) probed.add(key)
  }
  for (const keys of inChunks(probed)) {
    if (!looked.whole) addOpen(listOpenOverlapsOf(db, pairingId, keys))
    const asked = () => ({ groups: keys, without: new Set(crowds.keys()) })
    for (const resource of listBusyResources(db, ground, { ...asked(), many: mostAtOnce + 1 })) sweep(resource)
    for (const [key, met] of listMeetingGroups(db, ground, asked())) add(key, met)
  }
  return { candidates: [...found.values()], crowds }
}

function bodyOf(
  { missed, span, members, resource, who }: Extract<OverlapVerdict, { verdict: 'overlap' }>,
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
    resource,
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
  { fingerprint, one, other }: Candidate,
  verdict: OverlapVerdict,
  { open, mark }: { open: StoredDiscrepancy | null; mark: () => string },
): DiscrepancyChange | null {
  if (verdict.verdict !== 'overlap') {
    const how = verdict.verdict === 'outside' ? 'left-the-window' : 'resolved'
    return open && { change: 'close', before: open, how }
  }
  const body = bodyOf(verdict, mark())
  if (!open) return { change: 'open', fingerprint, groupKey: one, otherGroup: other, body, base: null }
  return sameBody(body, open) ? null : { change: 'update', before: open, body, base: null }
}

/** A group made ready once for all that it may meet. */
type LoadedGroup = BookedGroup & { mark: () => string }

function loadBooked(db: ReadDb, basis: CompareBasis, keys: readonly string[]): [key: string, group: LoadedGroup][] {
  const ready = (group: StoredGroup): LoadedGroup => {
    let mark: string | null = null
    return { ...asBooked(group), mark: () => (mark ??= valuesMark(basis, group)) }
  }
  return [...loadGroups(db, basis, keys)].map(([key, group]) => [key, ready(group)])
}

/**
 * True where a crowd stands for a resource at a moment at which a booking of it starts. Each such question about a resource
 * that was not swept, so that no crowd of it was told before, is put to the cache once.
 */
function makeCrowded(
  db: ReadDb,
  { ground }: CompareBasis,
  { crowds }: Gathered,
): (resource: ResourceKey, atMs: number) => boolean {
  const known = new Map<string, boolean>()
  const limit = mostAtOnce + 1
  return (resource, atMs) => {
    const swept = crowds.get(resource)
    if (swept) return swept.crowdedAt.has(atMs)
    const asked = `${atMs} ${resource}`
    const crowded =
      known.get(asked) ??
      [ground.left, ground.right].some((side) => countGroupsAt(db, side, { resource, atMs, limit }) === limit)
    known.set(asked, crowded)
    return crowded
  }
}

function planChunk(
  db: ReadDb,
  basis: CompareBasis,
  looked: {
    candidates: readonly Candidate[]
    groups: ReadonlyMap<string, LoadedGroup>
    crowded: ReturnType<typeof makeCrowded>
  },
): DiscrepancyChange[] {
  const { candidates, groups, crowded } = looked
  const opens = findOpenAmong(
    db,
    basis.pairingId,
    candidates.map(({ fingerprint }) => fingerprint),
  )
  const groupOf = (key: string): LoadedGroup => {
    const group = groups.get(key)
    if (!group) throw new Error('a group of an overlap was not loaded')
    return group
  }
  return candidates.flatMap((candidate): DiscrepancyChange[] => {
    const open = opens.get(candidate.fingerprint) ?? null
    const [one, other] = [groupOf(candidate.one), groupOf(candidate.other)]
    const recipe = recipes[basis.recipeId]
    const established = basis.sameEpochs && open?.kind === 'overlap'
    const verdict = decideOverlap({ one, other, judged: basis.judged, recipe, established, crowded })
    const change = changeOf(candidate, verdict, { open, mark: () => joinValuesMarks(one.mark(), other.mark()) })
    return change ? [change] : []
  })
}

/**
 * Gathers and decides overlaps around the groups looked at: those open now, and what their records meet; and crowds, where
 * so much meets that it is told once. A whole compare also sweeps over the groups that plainly agree. Reads only.
 */
export function planOverlapChanges(db: ReadDb, basis: CompareBasis, looked: Looked): DiscrepancyChange[] {
  const changes: DiscrepancyChange[] = []
  const gathered = gather(db, basis, looked)
  const crowded = makeCrowded(db, basis, gathered)
  let groups = new Map<string, LoadedGroup>()
  for (const candidates of inChunks(gathered.candidates)) {
    const keys = new Set(candidates.flatMap(({ one, other }) => [one, other]))
    // A group that meets many is not loaded for each some hundred of them; the others are let go.
    const kept = [...groups].filter(([key]) => keys.has(key))
    const fresh = [...keys].filter((key) => !groups.has(key))
    groups = new Map([...kept, ...loadBooked(db, basis, fresh)])
    changes.push(...planChunk(db, basis, { candidates, groups, crowded }))
  }
  changes.push(...planCrowdChanges(db, basis, gathered.crowds))
  return changes
}
