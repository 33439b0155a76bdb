import type { DiscrepancyFilter, DiscrepancyOrder } from '#contract/discrepancies'
import { localWithOffset } from '#contract/discrepancy-words'
import type { Facility, Pairing, SideState } from '#contract/pairings'
import { fromMs, Instant, type ZoneId } from '#contract/time'
import { newestCompare } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
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
  filter: {
    kinds: string[]
    text: string | null
    accepted: boolean
    clusterId: string | null
    outsideClusters: boolean
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

function exportedPairing(files: Files, pairing: Pairing, { name, zone }: Facility): ExportHeader['pairings'][number] {
  const compare = newestCompare(files.cache, pairing.id)
  return {
    facility: name,
    zone,
    comparedAt: compare && momentOf(Instant.parse(compare.comparedAt), zone),
    window: compare && { start: momentOf(fromMs(compare.startMs), zone), end: momentOf(fromMs(compare.endMs), zone) },
    left: exportedSide(sideState(files, { pairing, zone }, 'left'), zone),
    right: exportedSide(sideState(files, { pairing, zone }, 'right'), zone),
  }
}

const notShown = '(a text; not shown without names)'

type HeaderInput = {
  pairings: readonly Pairing[]
  filter: DiscrepancyFilter
  order: DiscrepancyOrder
  withNames: boolean
  rows: number
  now: Instant
}

/** Reads when each pairing was compared, over which window, and how complete both sides were. */
export function exportHeader(
  files: Files,
  { pairings, filter, order, withNames, rows, now }: HeaderInput,
): ExportHeader {
  const text = filter.text?.trim() || null
  return {
    exportedAt: now,
    // What was searched for may be a name.
    filter: {
      kinds: filter.kinds ?? [],
      text: text && !withNames ? notShown : text,
      accepted: filter.accepted ?? false,
      clusterId: filter.clusterId ?? null,
      outsideClusters: filter.outsideClusters ?? false,
    },
    order,
    names: withNames,
    rows,
    pairings: pairings.map((one) => exportedPairing(files, one, loadFacility(files.ledger, one.facilityId))),
  }
}
