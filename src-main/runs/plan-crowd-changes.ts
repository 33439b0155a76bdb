import type { PairingId, ResourceKey } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { memberOf, nameOn, takenUntil } from '../core/compare/decide-overlap.ts'
import { type Crowd, mostAtOnce, type SweptBookings } from '../core/compare/find-crowds.ts'
import { crowdFingerprint, crowdKeyOf, resourceOfCrowd } from '../core/compare/group-key.ts'
import type { ReadDb } from '../storage/database.ts'
import { type DiscrepancyBody, type DiscrepancyChange, findOpenAmong } from '../storage/discrepancy-store.ts'
import { listOpenCrowdKeys } from '../storage/overlap-store.ts'
import { writeValuesMark } from '../storage/values-mark.ts'
import { type CompareBasis, loadGroups } from './compare-basis.ts'
import { sameBody } from './same-body.ts'

/** Resources whose crowd is told until this compare decides anew. */
export const listOpenCrowds = (db: ReadDb, pairingId: PairingId): ResourceKey[] =>
  listOpenCrowdKeys(db, pairingId).map(resourceOfCrowd)

/** One double booking in place of all in the crowd: as many of its things as make it one, and how many there are. */
function bodyOf(db: ReadDb, basis: CompareBasis, resource: ResourceKey, { startMs, groups }: Crowd): DiscrepancyBody {
  const { fields } = recipes[basis.recipeId]
  const named = groups.slice(0, mostAtOnce + 1).map((key) => basis.matches.leftOf(key) ?? key)
  const held = [...loadGroups(db, basis, named).values()].map((group) => ({
    group,
    taking: [...group.left, ...group.right].filter(
      (one) => one.state === 'read' && one.resource === resource && one.startMs <= startMs && takenUntil(one) > startMs,
    ),
  }))
  const all = held.flatMap(({ taking }) => taking)
  const members = held.map(({ group, taking }) => memberOf(group, taking, fields))
  return {
    kind: 'overlap',
    reason: null,
    side: null,
    differences: [],
    origin: null,
    members,
    startMs,
    endMs: Math.max(startMs, Math.min(...all.map((one) => one.endMs))),
    resource,
    who: nameOn(all, fields),
    label: `${groups.length} bookings at once`,
    leftKey: members[0]?.leftKey ?? null,
    rightKey: members[0]?.rightKey ?? null,
    matchedBy: null,
    // What a person decides is that this is no person: which bookings come and go says nothing about that.
    valuesMark: writeValuesMark([resource], []),
    cause: null,
  }
}

/** Tells the crowd of each resource, of those looked at, and closes what was told of one that has none any more. Reads only. */
export function planCrowdChanges(
  db: ReadDb,
  basis: CompareBasis,
  crowds: ReadonlyMap<ResourceKey, Pick<SweptBookings, 'crowd' | 'outside'>>,
): DiscrepancyChange[] {
  const fingerprintOf = (resource: ResourceKey) => crowdFingerprint(basis.pairingId, resource)
  const opens = findOpenAmong(db, basis.pairingId, [...crowds.keys()].map(fingerprintOf))
  return [...crowds].flatMap(([resource, { crowd, outside }]): DiscrepancyChange[] => {
    const fingerprint = fingerprintOf(resource)
    const before = opens.get(fingerprint)
    if (!crowd) return before ? [{ change: 'close', before, how: outside ? 'left-the-window' : 'resolved' }] : []
    const body = bodyOf(db, basis, resource, crowd)
    const groupKey = crowdKeyOf(resource)
    if (!before) return [{ change: 'open', fingerprint, groupKey, otherGroup: groupKey, body, base: null }]
    return sameBody(body, before) ? [] : [{ change: 'update', before, body, base: null }]
  })
}
