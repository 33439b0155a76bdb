import type { SideName } from '#contract/ids'
import { SnapshotNumber } from '#contract/ids'
import type { Facility, Pairing, PairingState, SideState } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import { fromMs, Instant, type ZoneId } from '#contract/time'
import { findConnector } from '../connectors/registry.ts'
import { outdatedFrom } from '../core/risk/judge-systems.ts'
import { nextAfter } from '../runs/schedule.ts'
import { nextSyncOf } from '../runs/sync-schedule.ts'
import { findAcceptedRead } from '../storage/accepted-read-store.ts'
import { readCacheGeneration } from '../storage/cache-generation.ts'
import { newestCompare } from '../storage/compare-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { countGroups, pickGroups, sumOpen } from '../storage/discrepancy-count-store.ts'
import {
  findSide,
  listCoverage,
  loadSnapshot,
  newestEndedSnapshot,
  type SnapshotRow,
} from '../storage/snapshot-store.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

function failureOf(files: Files, pairing: Pairing, side: SideName, attempt: SnapshotRow): SideState['lastFailure'] {
  if (attempt.state === 'sealed') return null
  const accepted = findAcceptedRead(files.ledger, pairing.id, side)
  const ofThis = accepted?.snapshot === attempt.number && accepted.cacheGeneration === readCacheGeneration(files.cache)
  return {
    at: attempt.endedAt ?? attempt.startedAt,
    code: attempt.failure?.code ?? attempt.state,
    tell: attempt.failure?.tell ?? '',
    implausible: attempt.finding && {
      snapshot: SnapshotNumber.parse(attempt.number),
      finding: attempt.finding.finding,
      before: attempt.finding.before,
      now: attempt.finding.now,
      accepted: ofThis,
    },
  }
}

/** A pairing with the zone its schedule goes by: the facility's. */
type ZonedPairing = { pairing: Pairing; zone: ZoneId }

function outdatedAt({ pairing, zone }: ZonedPairing, sealedAt: Instant): Instant | null {
  const { schedule } = pairing.policy
  return outdatedFrom(sealedAt, schedule === null ? null : (after) => nextAfter(schedule, zone, after))
}

/** How one side stands: what is in view, how completely it was read, and what went wrong since. */
export function sideState(files: Files, zoned: ZonedPairing, side: SideName): SideState {
  const { ledger, cache } = files
  const { pairing } = zoned
  const connection = loadConnection(ledger, pairing[side].connectionId)
  const connector = findConnector(connection.connectorId)
  const reads = connector?.reads(connection.settings)[recipes[pairing.recipeId].kind]
  const row = findSide(cache, pairing.id, side)
  const sealed = row?.published ? loadSnapshot(cache, row.id, row.published) : null
  const attempt = row ? newestEndedSnapshot(cache, row.id) : null
  const coverage = row && sealed ? listCoverage(cache, row.id, sealed.number) : []
  return {
    side,
    system: connection.name,
    readBy: reads?.list ? 'list' : 'keys',
    note: connector?.readNote(connection.settings) ?? '',
    snapshot: sealed && SnapshotNumber.parse(sealed.number),
    sealedAt: sealed?.endedAt ?? null,
    outdatedAt: sealed?.endedAt ? outdatedAt(zoned, sealed.endedAt) : null,
    records: sealed?.records ?? null,
    coverage: sealed && (coverage.every((one) => one.complete) ? 'complete' : 'partial'),
    coverageReasons: coverage.flatMap((one) => (one.reason === null ? [] : [one.reason])),
    lastFailure: attempt && failureOf(files, pairing, side, attempt),
  }
}

/** `starts` is false where this program only looks on and so starts no scheduled sync. */
type StateInput = { pairing: Pairing; facility: Facility; now: Instant; starts: boolean }

/** A pairing with both sides, the compare in view and when it syncs next. */
export function pairingState(files: Files, { pairing, facility, now, starts }: StateInput): PairingState {
  const compare = newestCompare(files.cache, pairing.id)
  const listed = pickGroups(countGroups(files.cache, { now }), { pairings: [pairing.id] })
  return {
    pairing,
    facility,
    left: sideState(files, { pairing, zone: facility.zone }, 'left'),
    right: sideState(files, { pairing, zone: facility.zone }, 'right'),
    compared: compare && {
      at: Instant.parse(compare.comparedAt),
      window: { start: fromMs(compare.startMs), end: fromMs(compare.endMs) },
      open: sumOpen(listed),
    },
    nextSyncAt: starts ? nextSyncOf(files, { pairing, facility, now }) : null,
  }
}
