import { hash } from 'node:crypto'
import { ClusterId } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { readCause } from '../core/cluster/cause-of.ts'
import { type ClusterScope, type Eligible, eligibleFor, mayBeScoped } from '../core/cluster/eligible-for.ts'
import {
  canAdd,
  type DayAt,
  daysShowing,
  enoughLeftOver,
  fewestRows,
  findStretch,
  type LocalDay,
  type Moment,
  makeDayAt,
  type Stretch,
  slotMs,
  tooManyFor,
} from '../core/cluster/find-stretch.ts'
import {
  type CauseMember,
  type ClusterRow,
  countBySlot,
  countUpTo,
  listClusterCauses,
  listFrequentCauses,
  listMembers,
  listScopedMembers,
  type ScopedMember,
  writeClusters,
} from '../storage/cluster-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { recountOpen } from '../storage/discrepancy-count-store.ts'
import {
  type ClusterMemory,
  keepClusterMemory,
  type MovedSince,
  rememberedCount,
  takeClusterMemory,
  type Wanted,
} from './cluster-memory.ts'
import type { CompareBasis } from './compare-basis.ts'

/** More causes than this are no overview any more; those with most rows go first. */
const mostCauses = 100
/** Rows of one cause beyond this number are looked at as a whole only, not by label and resource. */
const mostScoped = 2_000
/** How many labels, and how many resources, are tried for one cause: those with most rows. */
const scopesTried = 3
type Found = { scope: ClusterScope | null; stretch: Stretch; members: readonly CauseMember[] }
type Looked = {
  basis: CompareBasis
  cause: string
  eligible: Eligible
  counts: Counts
  memory: ClusterMemory
  dayAt: DayAt
}
/** Counted for one compare: each kind of record once, whatever number of causes asks for it. */
type Counts = Map<string, ReturnType<typeof countBySlot>>

function wantedFor({ basis, eligible }: Looked, scope: ClusterScope | null): Wanted {
  const { field } = eligible
  const scoped = scope?.by === 'label' ? { name: scope.field, value: scope.value } : null
  return {
    records: {
      pairingId: basis.pairingId,
      sideId: basis.ground[eligible.side].sideId,
      filled: field && 'filled' in field ? field.name : null,
      resource: scope?.by === 'resource' ? scope.value : null,
      paired: eligible.paired,
    },
    // A cause that starts from one value is looked for in no other scope.
    field: field && 'value' in field ? field : scoped,
  }
}

/** How many records could show a cause: on one day, counted up to `most`, and by slot. */
type EligibleCount = { on(day: LocalDay, most: number): number; bySlot(): ReadonlyMap<number, number> }

function countEligible(db: ReadDb, looked: Looked, wanted: Wanted): EligibleCount {
  const { counts, memory, cause } = looked
  const { field } = wanted
  const records = { ...wanted.records, judged: looked.basis.judged }
  const by = field && field.name
  const key = JSON.stringify([wanted.records, by])
  const dayKey = JSON.stringify([wanted.records, field])
  return {
    on(day, most) {
      const asked = { sideId: records.sideId, dayStartMs: day.startMs, most, key: dayKey, wanted, cause }
      return rememberedCount(memory, asked, () => countUpTo(db, records, { field, within: day, most }))
    },
    bySlot() {
      const counted = counts.get(key) ?? countBySlot(db, records, { by, slotMs })
      counts.set(key, counted)
      return counted.of(field && field.value)
    },
  }
}

/**
 * False where too many records on the days of these rows could have shown their cause and do not, so that the others
 * need no counting. Looks at little more records than rows: thousands of unrelated discrepancies cost next to nothing.
 */
function couldStand(eligible: EligibleCount, members: readonly CauseMember[], dayAt: DayAt): boolean {
  let [sum, ahead] = [0, members.length]
  for (const day of daysShowing(members, dayAt)) {
    sum += canAdd(day.rows, eligible.on(day, tooManyFor(day.rows)))
    ahead -= day.rows
    if (sum >= enoughLeftOver) return true
    // No day adds more than its rows.
    if (sum + ahead < enoughLeftOver) return false
  }
  return false
}

function momentsOf(members: readonly CauseMember[], eligible: ReadonlyMap<number, number>): Moment[] {
  const affected = new Map<number, number>()
  for (const { startMs } of members) {
    const at = Math.floor(startMs / slotMs) * slotMs
    affected.set(at, (affected.get(at) ?? 0) + 1)
  }
  return [...new Set([...affected.keys(), ...eligible.keys()])]
    .sort((a, b) => a - b)
    .map((at) => ({ at, affected: affected.get(at) ?? 0, eligible: eligible.get(at) ?? 0 }))
}

function findIn(db: ReadDb, looked: Looked, scope: ClusterScope | null, members: readonly CauseMember[]): Found | null {
  const { dayAt } = looked
  const eligible = countEligible(db, looked, wantedFor(looked, scope))
  if (members.length < fewestRows || !couldStand(eligible, members, dayAt)) return null
  // From here on days count that none of its rows is in, and of those nothing is remembered.
  looked.memory.nowhere.delete(looked.cause)
  const stretch = findStretch(momentsOf(members, eligible.bySlot()), dayAt)
  if (!stretch) return null
  const within = members.filter(({ startMs }) => startMs >= stretch.startMs && startMs < stretch.endMs)
  return { scope, stretch, members: within }
}

/** The values with most rows first, those with fewer than make a cluster left out. */
function mostOften(members: readonly ScopedMember[], valueOf: (one: ScopedMember) => string | null): ScopedMember[][] {
  const groups = new Map<string, ScopedMember[]>()
  for (const one of members) {
    const value = valueOf(one)
    if (value === null || value === '') continue
    const group = groups.get(value)
    if (group) group.push(one)
    else groups.set(value, [one])
  }
  const often = [...groups].filter(([, group]) => group.length >= fewestRows)
  const sorted = often.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
  return sorted.slice(0, scopesTried).map(([, group]) => group)
}

/** Looks for a cause everywhere, and where it is the rule nowhere within one label or one resource. */
function findClusters(db: ReadDb, looked: Looked, labelField: string | null): Found[] {
  const { basis, cause, eligible } = looked
  const { pairingId, ground } = basis
  const all = listMembers(db, pairingId, cause)
  const everywhere = findIn(db, looked, null, all)
  if (everywhere) return [everywhere]
  if (all.length > mostScoped || !mayBeScoped(readCause(cause))) return []
  const { side } = eligible
  let left = listScopedMembers(db, { pairingId, cause, side, sideId: ground[side].sideId })
  const found: Found[] = []
  const look = (scope: ClusterScope, members: readonly ScopedMember[]): void => {
    const one = findIn(db, looked, scope, members)
    if (!one) return
    found.push(one)
    const taken = new Set(one.members.map(({ id }) => id))
    left = left.filter(({ id }) => !taken.has(id))
  }
  for (const group of labelField === null ? [] : mostOften(left, ({ label }) => label)) {
    const [first] = group
    if (first && labelField !== null) look({ by: 'label', field: labelField, value: first.label }, group)
  }
  for (const group of mostOften(left, ({ resource }) => resource)) {
    const [first] = group
    if (first?.resource) look({ by: 'resource', value: first.resource, who: first.who }, group)
  }
  return found
}

/** Stands as long as pairing, cause and scope do; a hash, because it stands in addresses and causes hold values. */
const idOf = ({ basis, cause }: Looked, scope: ClusterScope | null): ClusterId =>
  ClusterId.parse(hash('sha256', JSON.stringify([basis.pairingId, cause, scope]), 'base64url').slice(0, 22))

function rowOf(looked: Looked, { scope, stretch }: Found): ClusterRow {
  const { of, since, until, before, after } = stretch
  return {
    id: idOf(looked, scope),
    pairingId: looked.basis.pairingId,
    cause: looked.cause,
    scope: scope && JSON.stringify(scope),
    eligible: of,
    ...{ since, until, before, after },
  }
}

/**
 * Gathers the open discrepancies of a pairing that share a cause into clusters, after a compare's changes and in its
 * transaction. A cause becomes the rule, or ceases to be it, through records that agree as well, and an incremental
 * compare must tell what a whole one does: so all causes are looked at but those that stood nowhere before, of which
 * no row and no record they were counted by has moved since.
 */
export function clusterDiscrepancies(db: WriteDb, basis: CompareBasis, moved: MovedSince): void {
  const dayAt = makeDayAt(basis.zone)
  const memory = takeClusterMemory(db, basis, moved, dayAt)
  if (moved.groups.size > 0 || moved.changes.length > 0 || moved.from === null)
    lookAtCauses(db, { basis, memory, dayAt, compare: moved.compare })
  keepClusterMemory(db, basis, moved.compare, memory)
}

type Looking = Pick<Looked, 'basis' | 'memory' | 'dayAt'> & { compare: number }

function lookAtCauses(db: WriteDb, { basis, memory, dayAt, compare }: Looking): void {
  const { pairingId } = basis
  const { fields } = recipes[basis.recipeId]
  const labelField = fields.find(({ group }) => group === 'details')?.name ?? null
  const clustered = new Set(listClusterCauses(db, pairingId))
  const frequent = listFrequentCauses(db, pairingId, { fewest: fewestRows, limit: mostCauses })
  const counts: Counts = new Map()
  let moved = 0
  for (const cause of new Set([...frequent, ...clustered])) {
    if (memory.nowhere.has(cause) && !clustered.has(cause)) continue
    const looked: Looked = { basis, memory, dayAt, counts, cause, eligible: eligibleFor(readCause(cause)) }
    memory.nowhere.add(cause)
    const found = findClusters(db, looked, labelField)
    const stored = found.map((one) => ({ row: rowOf(looked, one), members: one.members.map(({ id }) => id) }))
    if (stored.length > 0 || clustered.has(cause)) moved += writeClusters(db, { pairingId, cause, compare }, stored)
  }
  if (moved > 0) recountOpen(db, pairingId)
}
