import type { PairingId } from '#contract/ids'
import type { FieldValue } from '#contract/records'
import type { ZoneId } from '#contract/time'
import type { DayAt } from '../core/cluster/find-stretch.ts'
import type { WindowMs } from '../core/compare/versions.ts'
import type { CountWanted } from '../storage/cluster-store.ts'
import type { CompareGround } from '../storage/compare-store.ts'
import type { WriteDb } from '../storage/database.ts'
import type { DiscrepancyChange } from '../storage/discrepancy-store.ts'
import { type GroupRecord, listCausesOf, listGroupRecords } from '../storage/moved-record-store.ts'

/** Which records are counted for a cause. */
export type Wanted = { records: Omit<CountWanted, 'judged'>; field: { name: string; value: FieldValue } | null }

/** How many records of one kind were counted on one day, up to `most`, and the causes that rest on it. */
type DayCount = { wanted: Wanted; count: number; most: number; causes: Set<string> }

/**
 * What looking for clusters found out that still holds: counts of days, and the causes that stood nowhere by them. Of
 * one compare and only in memory: a new start looks at everything once.
 */
export type ClusterMemory = {
  /** By side and local day, then by what was counted. */
  counts: Map<string, Map<string, DayCount>>
  kept: number
  nowhere: Set<string>
}

/** What happened since the compare whose memory is asked for. */
export type MovedSince = {
  /** The compare that looks now, and the one whose memory still says something; null where everything is looked at. */
  compare: number
  from: number | null
  /** The snapshots and the judged window it stood on. */
  since: { left: number; right: number }
  window: WindowMs
  /** All that was looked at since, and what came of it. */
  groups: ReadonlySet<string>
  changes: readonly DiscrepancyChange[]
}

type Ground = { pairingId: PairingId; ground: CompareGround; judged: WindowMs; zone: ZoneId }
/** After which compare, and in whose days. */
type Kept = { number: number; zone: ZoneId; memory: ClusterMemory }

/** More counts than this are not kept: a few MB. */
const mostCounts = 50_000
const lone: ReadonlySet<string> = new Set(['only-left', 'only-right', 'duplicate', 'unverified'])

const memories = new WeakMap<WriteDb['sql'], Map<PairingId, Kept>>()

function memoriesOf(db: WriteDb): Map<PairingId, Kept> {
  let ofPairings = memories.get(db.sql)
  if (!ofPairings) memories.set(db.sql, (ofPairings = new Map()))
  return ofPairings
}

const emptyMemory = (): ClusterMemory => ({ counts: new Map(), kept: 0, nowhere: new Set() })

const placeOf = (sideId: number, dayStartMs: number): string => `${sideId} ${dayStartMs}`

const meets = ({ startMs, endMs }: WindowMs, window: WindowMs): boolean =>
  startMs < window.endMs && (endMs > window.startMs || startMs >= window.startMs)

/** What a change was about before it and after it. */
const bodiesOf = (one: DiscrepancyChange): { kind: string; cause: string | null }[] => {
  if (one.change === 'open') return [one.body]
  return one.change === 'close' ? [one.before] : [one.before, one.body]
}

const groupOf = (one: DiscrepancyChange): string => (one.change === 'open' ? one.groupKey : one.before.groupKey)

/** True where the record may be one of those counted. Numbers and booleans are read by SQLite in a way of its own. */
function mayCount({ records, field }: Wanted, record: GroupRecord): boolean {
  if (records.resource !== null && record.resource !== records.resource) return false
  if (!field) return true
  const value = record.fields[field.name] ?? null
  return value === field.value || typeof value !== typeof field.value || typeof value === 'number'
}

function forget(memory: ClusterMemory, place: string, key: string, count: DayCount): void {
  memory.counts.get(place)?.delete(key)
  memory.kept -= 1
  for (const cause of count.causes) memory.nowhere.delete(cause)
}

function forgetMoved(db: WriteDb, memory: ClusterMemory, basis: Ground, moved: MovedSince, dayAt: DayAt): void {
  const { groups, changes, since, window } = moved
  const relinked = new Set<string>()
  for (const one of changes) {
    for (const { kind, cause } of bodiesOf(one)) {
      if (cause !== null) memory.nowhere.delete(cause)
      if (lone.has(kind)) relinked.add(groupOf(one))
    }
  }
  const touched = new Set([...groups, ...changes.map(groupOf)])
  // What a cause is looked for in, label or worker, is read from its own records.
  for (const cause of listCausesOf(db, basis.pairingId, touched)) memory.nowhere.delete(cause)
  for (const record of listGroupRecords(db, { ground: basis.ground, since, groups: touched })) {
    const seen = record.sideId === basis.ground.left.sideId ? since.left : since.right
    const changed = record.born > seen || record.ended !== null || meets(record, window) !== meets(record, basis.judged)
    if (!changed && !relinked.has(record.groupKey)) continue
    const place = placeOf(record.sideId, dayAt(record.startMs).startMs)
    for (const [key, count] of memory.counts.get(place) ?? []) {
      if ((changed || count.wanted.records.paired) && mayCount(count.wanted, record)) forget(memory, place, key, count)
    }
  }
}

/** What is remembered of a pairing, less what has moved since; taken away until it is kept again. */
export function takeClusterMemory(db: WriteDb, basis: Ground, moved: MovedSince, dayAt: DayAt): ClusterMemory {
  const last = memoriesOf(db).get(basis.pairingId)
  memoriesOf(db).delete(basis.pairingId)
  if (!last || moved.from === null || last.number !== moved.from) return emptyMemory()
  // A facility's other zone has other days.
  if (last.zone !== basis.zone || last.memory.kept > mostCounts) return emptyMemory()
  forgetMoved(db, last.memory, basis, moved, dayAt)
  return last.memory
}

/** Keeps the memory for what follows this compare, once its transaction is committed. */
export function keepClusterMemory(
  db: WriteDb,
  { pairingId, zone }: Ground,
  number: number,
  memory: ClusterMemory,
): void {
  db.onCommit(() => memoriesOf(db).set(pairingId, { number, zone, memory }))
}

type AskDay = { sideId: number; dayStartMs: number; most: number; key: string; wanted: Wanted; cause: string }

/** How many there are on a day, up to `most`: as remembered, else counted now. */
export function rememberedCount(memory: ClusterMemory, asked: AskDay, countNow: () => number): number {
  const { key, most, cause, wanted } = asked
  const place = placeOf(asked.sideId, asked.dayStartMs)
  let ofPlace = memory.counts.get(place)
  if (!ofPlace) memory.counts.set(place, (ofPlace = new Map()))
  let known = ofPlace.get(key)
  // A count that stopped short of its most is the whole number.
  if (!known || (known.count === known.most && known.most < most)) {
    if (!known) memory.kept += 1
    known = { wanted, count: countNow(), most, causes: known?.causes ?? new Set() }
    ofPlace.set(key, known)
  }
  known.causes.add(cause)
  return Math.min(known.count, most)
}
