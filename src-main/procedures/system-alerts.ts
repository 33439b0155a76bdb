import type { SystemAlert } from '#contract/alerts'
import { type PairingId, type SideName, SystemAlertId } from '#contract/ids'
import type { Facility, Pairing, SideState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { judgeSystems, type SideStanding } from '../core/risk/judge-systems.ts'
import { nextSyncOf } from '../runs/sync-schedule.ts'
import type { ReadDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { listRuns } from '../storage/run-store.ts'
import { findSide } from '../storage/snapshot-store.ts'
import { isSystemAlertSeen } from '../storage/system-alert-store.ts'
import { failedRuns, failingSince, partialSince } from '../storage/trouble-store.ts'
import { sideState } from './side-state.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

const idOf = (pairingId: PairingId, side: SideName | null, kind: SystemAlert['kind']): SystemAlertId =>
  SystemAlertId.parse(`${pairingId} ${side ?? 'both'} ${kind}`)

function failingOf(state: SideState, since: Instant | null): SideStanding['failing'] {
  const { lastFailure } = state
  if (lastFailure === null) return null
  const { at, tell, implausible } = lastFailure
  const heldBack = implausible === null ? 'no' : implausible.accepted ? 'accepted' : 'waits'
  return { since: since ?? at, tell, heldBack }
}

function sideStanding(files: Files, { pairing, zone }: { pairing: Pairing; zone: Facility['zone'] }, side: SideName) {
  const state = sideState(files, { pairing, zone }, side)
  const row = findSide(files.cache, pairing.id, side)
  const { system, sealedAt, outdatedAt, coverage, coverageReasons } = state
  const since = coverage === 'partial' && row ? partialSince(files.cache, row.id) : null
  const standing: SideStanding = {
    system,
    sealedAt,
    outdatedAt,
    failing: failingOf(state, row && failingSince(files.cache, row.id)),
    partial: since && { since, reasons: coverageReasons },
  }
  return standing
}

function ofPairing(files: Files, pairing: Pairing, now: Instant): SystemAlert[] {
  const facility = loadFacility(files.ledger, pairing.facilityId)
  const { name, zone } = facility
  const troubles = judgeSystems(
    {
      facility: name,
      zone,
      left: sideStanding(files, { pairing, zone }, 'left'),
      right: sideStanding(files, { pairing, zone }, 'right'),
      failedRun: failedRuns(files.cache, pairing.id),
      dueAt: nextSyncOf(files, { pairing, facility, now }),
      newestRun: listRuns(files.cache, { pairingId: pairing.id, limit: 1 })[0] ?? null,
      byHand: pairing.policy.schedule === null,
    },
    now,
  )
  return troubles.map((trouble) => {
    const id = idOf(pairing.id, trouble.side, trouble.kind)
    const acknowledged = isSystemAlertSeen(files.ledger, { alertId: id, since: trouble.since })
    return { ...trouble, id, pairingId: pairing.id, facilityId: facility.id, facility: name, zone, acknowledged }
  })
}

const byMoment = (a: SystemAlert, b: SystemAlert): number =>
  Number(a.acknowledged) - Number(b.acknowledged) || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)

/** What is wrong with reading these pairings at the moment `now`: what nobody has seen first, then by how long it lasts. */
export const systemAlerts = (files: Files, pairings: readonly Pairing[], now: Instant): SystemAlert[] =>
  pairings.flatMap((pairing) => ofPairing(files, pairing, now)).sort(byMoment)
