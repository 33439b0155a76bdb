import { assertNever } from '#contract/assert-never'
import type { DiscrepancyGroup, GroupBy } from '#contract/discrepancies'
import { fromMs } from '#contract/time'
import type { ReadDb } from '../storage/database.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { type AlikeRows, listAlike, nameInLane } from '../storage/discrepancy-group-store.ts'
import { makeNaming, type Naming } from './discrepancy-row.ts'

/** More lines than a person looks through; the rest is found by a narrower filter. */
const groupsAtMost = 1000

type Names = NonNullable<ReturnType<Naming>>

/** What a line of rows is known by: those with the same key are one group. */
function groupOf(by: GroupBy, { pairingId, kind, resource }: AlikeRows, { facility }: Names) {
  switch (by) {
    case 'facility':
      return { key: facility.id, narrow: { facilityId: facility.id }, name: facility.name }
    case 'kind':
      return { key: kind, narrow: { kinds: [kind] }, name: '' }
    case 'resource':
      // The same key may name two people in two systems, so a lane is one of its pairing.
      return { key: JSON.stringify([pairingId, resource]), narrow: { pairingId, resource }, name: '' }
    default:
      return assertNever(by)
  }
}

type Group = Omit<DiscrepancyGroup, 'nextStart'> & { nextMs: number | null; newestMs: number }

/** The line of two lots of rows that are one group; its zone is that of the place where something starts next. */
function joined(group: Group, more: Group): Group {
  const sooner = more.nextMs !== null && (group.nextMs === null || more.nextMs < group.nextMs)
  const byKind = { ...group.byKind }
  for (const [kind, rows] of Object.entries(more.byKind)) {
    const known = kind as keyof typeof byKind
    byKind[known] = (byKind[known] ?? 0) + rows
  }
  return {
    ...group,
    rows: group.rows + more.rows,
    byKind,
    nextMs: sooner ? more.nextMs : group.nextMs,
    newestMs: Math.max(group.newestMs, more.newestMs),
    zone: sooner ? more.zone : group.zone,
  }
}

/** A lane has the name that its newest row shows. */
function named(cache: ReadDb, group: Group): Group {
  const { pairingId, resource } = group.narrow
  if (pairingId === undefined || resource === undefined || resource === null) return group
  return { ...group, name: nameInLane(cache, { pairingId, resource, newestMs: group.newestMs }) }
}

/** Rows under the filter put together by what they are alike in: most rows first, then what starts sooner. */
export function groupsUnder(
  files: { ledger: ReadDb; cache: ReadDb },
  filter: StoredFilter,
  by: GroupBy,
): DiscrepancyGroup[] {
  const naming = makeNaming(files)
  const groups = new Map<string, Group>()
  for (const alike of listAlike(files.cache, filter, by)) {
    const names = naming(alike.pairingId)
    if (!names) continue
    const { key, narrow, name } = groupOf(by, alike, names)
    const { rows, kind, nextMs, newestMs } = alike
    const here: Group = {
      by,
      narrow,
      name,
      rows,
      byKind: { [kind]: rows },
      nextMs,
      newestMs,
      zone: names.facility.zone,
    }
    const group = groups.get(key)
    groups.set(key, group ? joined(group, here) : here)
  }
  const startOf = ({ nextMs, newestMs }: Group): number => nextMs ?? newestMs
  return [...groups.values()]
    .sort((a, b) => b.rows - a.rows || startOf(a) - startOf(b))
    .slice(0, groupsAtMost)
    .map((group) => named(files.cache, group))
    .map(({ nextMs, newestMs, ...group }) => ({ ...group, nextStart: fromMs(nextMs ?? newestMs) }))
}
