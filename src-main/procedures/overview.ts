import type { FacilityId, PairingId } from '#contract/ids'
import type { FacilityOverview, Overview } from '#contract/overview'
import type { Facility, Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { byNeed } from '../core/risk/rank-facilities.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import { countGroups, pickGroups, sumBy, sumOpen } from '../storage/discrepancy-count-store.ts'
import { readInOrder } from '../storage/discrepancy-store.ts'
import { listFacilities } from '../storage/facility-store.ts'
import { countFollowUps } from '../storage/follow-up-store.ts'
import {
  countGiven,
  countPairingAlerts,
  listMostUrgent,
  listRunPoints,
  type MostUrgent,
} from '../storage/overview-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { type Desk, implementer, type OpenDesk } from './desk.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { keepRows } from './kept-rows.ts'
import { riskOf } from './risk-of.ts'
import { systemAlerts } from './system-alerts.ts'

/** As many as a sparkline shows. */
const runsShown = 30

type Urgent = { id: number; score: number; startMs: number }

const kept = keepRows<MostUrgent[]>(1)

/** What may be the most urgent of a pairing. */
function candidates(cache: ReadDb, all: readonly Pairing[], now: Instant): MostUrgent[] {
  const pairings = all.map(({ id }) => id)
  return kept(cache, { pairings, of: '', at: now, now }, () => listMostUrgent(cache, now))
}

/** The most urgent open discrepancy of each facility, of equal ones the one that starts first. */
function mostUrgent(cache: ReadDb, pairings: readonly Pairing[], now: Instant): Map<FacilityId, Urgent> {
  const facilityOf = new Map(pairings.map(({ id, facilityId }) => [id, facilityId]))
  const most = new Map<FacilityId, Urgent>()
  for (const row of candidates(cache, pairings, now)) {
    const facilityId = facilityOf.get(row.pairingId)
    if (facilityId === undefined) continue
    const one: Urgent = { id: row.id, score: riskOf(row, now).score, startMs: row.startMs }
    const before = most.get(facilityId)
    const more = !before || one.score > before.score || (one.score === before.score && one.startMs < before.startMs)
    if (more) most.set(facilityId, one)
  }
  return most
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0)

/** What each facility needs of a person at the moment `now`, the one that needs somebody most first. */
function facilitiesByNeed({ ledger, cache }: OpenDesk, pairings: readonly Pairing[], now: Instant): FacilityOverview[] {
  const naming = makeNaming({ ledger, cache }, [...pairings])
  const systems = systemAlerts({ ledger, cache }, pairings, now).filter(({ acknowledged }) => !acknowledged)
  const followUps = countFollowUps(ledger)
  const ofFacility = Map.groupBy(pairings, ({ facilityId }) => facilityId)
  const alerts = new Map(countPairingAlerts(cache, now).map((one) => [one.pairingId, one]))
  const groups = Map.groupBy(countGroups(cache, { now }), ({ pairingId }) => pairingId)

  const worst = mostUrgent(cache, pairings, now)
  const stored = new Map(
    readInOrder(
      cache,
      [...worst.values()].map(({ id }) => id),
    ).map((row) => [row.id, row]),
  )

  const overviewOf = (facility: Facility): FacilityOverview => {
    const own = ofFacility.get(facility.id) ?? []
    const ids: PairingId[] = own.map(({ id }) => id)
    const counted = ids.flatMap((id) => groups.get(id) ?? [])
    const alerting = ids.flatMap((id) => alerts.get(id) ?? [])
    const top = stored.get(worst.get(facility.id)?.id ?? -1)
    const row = top && toRow(top, naming, now)
    return {
      facilityId: facility.id,
      counts: {
        total: sumOpen(pickGroups(counted, { pairings: ids })),
        accepted: sumOpen(pickGroups(counted, { pairings: ids, accepted: true })),
        byKind: Object.fromEntries(sumBy(pickGroups(counted, { pairings: ids }), ({ kind }) => kind)),
      },
      alerts: {
        discrepancies: sum(alerting, (one) => one.discrepancies),
        doubleBooked: sum(alerting, (one) => one.doubleBooked),
        systems: systems.filter((one) => one.facilityId === facility.id).length,
      },
      followUps: followUps.get(facility.id) ?? 0,
      worst: top && row ? { row, risk: riskOf(top, now) } : null,
      runs: listRunPoints(cache, { pairings: ids, most: runsShown }),
    }
  }
  return listFacilities(ledger)
    .map((facility) => {
      const overview = overviewOf(facility)
      const { doubleBooked, systems: failing } = overview.alerts
      const standing = {
        ...{ name: facility.name, paired: ofFacility.has(facility.id), doubleBooked, systems: failing },
        worst: overview.worst?.risk.score ?? null,
      }
      return { overview, standing }
    })
    .sort((a, b) => byNeed(a.standing, b.standing))
    .map(({ overview }) => overview)
}

/** What needs a person now, over all facilities. */
export const overviewProcedures = (desk: Desk) => ({
  show: implementer.overview.show.handler((): Overview => {
    const files = desk.open()
    const now = desk.clock.now()
    const pairings = listPairings(files.ledger)
    return atOneMoment(files.cache, () => {
      const facilities = facilitiesByNeed(files, pairings, now)
      const { operator } = files
      return {
        facilities,
        mine: operator ? countGiven(files.cache, { pairings: pairings.map(({ id }) => id), to: operator, now }) : 0,
        followUps: sum(facilities, (one) => one.followUps),
      }
    })
  }),
})
