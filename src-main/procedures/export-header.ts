import type { DiscrepancyFilter, DiscrepancyOrder } from '#contract/discrepancies'
import { localWithOffset } from '#contract/discrepancy-words'
import type { SideName } from '#contract/ids'
import type { Facility, Pairing, SideState } from '#contract/pairings'
import { fromMs, Instant, ZoneId } from '#contract/time'
import { compareInView } from '../storage/compare-history-store.ts'
import type { CompareRow } from '../storage/compare-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listFacilities } from '../storage/facility-store.ts'
import { listOperators } from '../storage/operator-store.ts'
import { findSide, listCoverage, loadSnapshot } from '../storage/snapshot-store.ts'
import { sideState } from './side-state.ts'

/** An instant on the facility's clock, with offset, and in UTC. */
export type Moment = { local: string; utc: Instant }

type ExportedSide = {
  system: string
  readAt: Moment | null
  completeness: 'complete' | 'partial' | 'never read'
  reasons: string[]
  /** Why the newest attempt to read it failed; null where it did not. */
  failure: string | null
}

/** What an exported file says of itself before its rows. */
export type ExportHeader = {
  exportedAt: Instant
  /** In time travel the moment whose compares found the rows, whatever people decided; null for now. */
  snapshotOf: Moment | null
  filter: {
    kinds: string[]
    text: string | null
    accepted: boolean
    clusterId: string | null
    outsideClusters: boolean
    /** One lane of the calendar, or those of nobody; null where it is not asked for. */
    resource: { of: string | null } | null
    /** The operator they are given to, or nobody; null where it is not asked for. */
    assignedTo: { name: string | null } | null
    within: { start: Moment; end: Moment } | null
  }
  order: DiscrepancyOrder
  names: boolean
  rows: number
  pairings: {
    facility: string
    zone: ZoneId
    comparedAt: Moment | null
    window: { start: Moment; end: Moment } | null
    left: ExportedSide
    right: ExportedSide
  }[]
}

/** The moment as the facility's clock shows it, and in UTC. */
export const momentOf = (utc: Instant, zone: ZoneId): Moment => ({ local: localWithOffset(utc, zone), utc })

function exportedSide(state: SideState, zone: ZoneId): ExportedSide {
  return {
    system: state.system,
    readAt: state.sealedAt && momentOf(state.sealedAt, zone),
    completeness: state.coverage ?? 'never read',
    reasons: state.coverageReasons,
    failure: state.lastFailure?.tell ?? null,
  }
}

type Files = { ledger: ReadDb; cache: ReadDb }

/** How a side stood in the snapshot that a compare of the past stands on. */
function exportedThen(
  { ledger, cache }: Files,
  { pairing, zone, compare }: { pairing: Pairing; zone: ZoneId; compare: CompareRow | null },
  side: SideName,
): ExportedSide {
  const row = compare && findSide(cache, pairing.id, side)
  const number = compare && (side === 'left' ? compare.leftSnapshot : compare.rightSnapshot)
  const sealed = row && number !== null ? loadSnapshot(cache, row.id, number) : null
  const coverage = row && sealed ? listCoverage(cache, row.id, sealed.number) : []
  return {
    system: loadConnection(ledger, pairing[side].connectionId).name,
    readAt: sealed?.endedAt ? momentOf(sealed.endedAt, zone) : null,
    completeness: !sealed ? 'never read' : coverage.every((one) => one.complete) ? 'complete' : 'partial',
    reasons: coverage.flatMap(({ reason }) => reason ?? []),
    failure: null,
  }
}

function exportedPairing(
  files: Files,
  pairing: Pairing,
  { facility: { name, zone }, asOf }: { facility: Facility; asOf: Instant | undefined },
): ExportHeader['pairings'][number] {
  const compare = compareInView(files.cache, pairing.id, asOf)
  const sideOf = (side: SideName): ExportedSide =>
    asOf === undefined
      ? exportedSide(sideState(files, { pairing, zone }, side), zone)
      : exportedThen(files, { pairing, zone, compare }, side)
  return {
    facility: name,
    zone,
    comparedAt: compare && momentOf(Instant.parse(compare.comparedAt), zone),
    window: compare && { start: momentOf(fromMs(compare.startMs), zone), end: momentOf(fromMs(compare.endMs), zone) },
    left: sideOf('left'),
    right: sideOf('right'),
  }
}

const utc = ZoneId.parse('UTC')
const notNamed = '(a name; not shown without names)'
const notShown = '(a text; not shown without names)'

type HeaderInput = {
  pairings: readonly Pairing[]
  filter: DiscrepancyFilter
  order: DiscrepancyOrder
  withNames: boolean
  /** The zone of all local times; left out: each facility's own. */
  zone: ZoneId | undefined
  rows: number
  now: Instant
}

/** Reads when each pairing was compared, over which window, and how complete both sides were. */
export function exportHeader(
  files: Files,
  { pairings, filter, order, withNames, zone, rows, now }: HeaderInput,
): ExportHeader {
  const facilities = new Map(listFacilities(files.ledger).map((one) => [one.id, one]))
  const facilityOf = ({ facilityId }: Pairing): Facility => {
    const facility = facilities.get(facilityId)
    if (!facility) throw new Error('a pairing stands without its facility')
    return zone === undefined ? facility : { ...facility, zone }
  }
  const [first] = pairings
  const shownIn = zone ?? (first ? facilityOf(first).zone : utc)
  const { resource, assignedTo, within, asOf } = filter
  const given = listOperators(files.ledger).find(({ id }) => id === assignedTo)
  const text = filter.text?.trim() || null
  return {
    exportedAt: now,
    snapshotOf: asOf === undefined ? null : momentOf(asOf, shownIn),
    // What was searched for may be a name.
    filter: {
      kinds: filter.kinds ?? [],
      text: text && !withNames ? notShown : text,
      accepted: filter.accepted ?? false,
      clusterId: filter.clusterId ?? null,
      outsideClusters: filter.outsideClusters ?? false,
      resource: resource === undefined ? null : { of: resource },
      assignedTo: assignedTo === undefined ? null : { name: given ? (withNames ? given.name : notNamed) : null },
      within: within ? { start: momentOf(within.start, shownIn), end: momentOf(within.end, shownIn) } : null,
    },
    order,
    names: withNames,
    rows,
    pairings: pairings.map((one) => exportedPairing(files, one, { facility: facilityOf(one), asOf })),
  }
}
