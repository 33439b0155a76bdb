import type { DiscrepancyCounts, DiscrepancyRow } from '#contract/discrepancies'
import { type FacilityId, FacilityId as FacilityIds, PairingId, RunId } from '#contract/ids'
import type { FacilityOverview, Overview, RunPoint } from '#contract/overview'
import type { Facility, PairingState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs, ZoneId } from '#contract/time'

type FakeOverview = {
  now: Instant
  facilities: () => readonly Facility[]
  pairings: () => readonly PairingState[]
  rows: readonly DiscrepancyRow[]
  counts: (filter: { facilityId: FacilityId }) => DiscrepancyCounts
  alerts: Pick<CoreClient['alerts'], 'list'>
  followUps: CoreClient['followUps']
  mine: () => number
}

/** Thirty ended syncs of a pairing, one an hour; the newest of a failing one failed. */
function runsOf({ pairing, right, compared }: PairingState, now: Instant): RunPoint[] {
  return Array.from({ length: 30 }, (_, place) => {
    const failed = right.lastFailure !== null && place > 27
    return {
      runId: RunId.parse(`r-${pairing.id}-${place}`),
      pairingId: pairing.id,
      at: fromMs(toMs(now) - (30 - place) * 3_600_000),
      state: failed ? 'failed' : place === 11 ? 'incomplete' : 'done',
      open: failed ? null : Math.max(0, (compared?.open ?? 0) + ((place * 7) % 13) - 6),
    }
  })
}

/** What needs a person, counted from what the other nouns of the core in memory hold. */
export function fakeOverview(input: FakeOverview): CoreClient['overview'] {
  const { now, facilities, pairings, rows, counts, alerts, followUps } = input
  const one = async ({ id }: Facility): Promise<FacilityOverview> => {
    const paired = pairings().filter(({ facility }) => facility.id === id)
    const compared = paired.some((state) => state.compared !== null)
    const { systems, total, doubleBooked } = await alerts.list({ facilityId: id, offset: 0, limit: 1 })
    const row = rows.find((known) => known.facilityId === id && known.kind === 'overlap')
    const { total: open, accepted, byKind } = counts({ facilityId: id })
    return {
      facilityId: id,
      counts: { total: open, accepted, byKind },
      alerts: { discrepancies: total, doubleBooked, systems: systems.filter((s) => !s.acknowledged).length },
      followUps: (await followUps.list({ facilityId: id, closed: false })).length,
      worst: row ? { row, risk: { score: 48, parts: [] } } : null,
      runs: compared ? paired.flatMap((state) => runsOf(state, now)).slice(-30) : [],
    }
  }
  return {
    show: async (): Promise<Overview> => {
      const all = await Promise.all(facilities().map(one))
      return {
        facilities: all.sort((a, b) => b.alerts.doubleBooked - a.alerts.doubleBooked),
        mine: input.mine(),
        followUps: (await followUps.list({ closed: false })).length,
      }
    },
  }
}

/** Two hundred facilities, each with a pairing like the first. */
export function manyFacilities(like: PairingState): { facilities: Facility[]; pairings: PairingState[] } {
  const facilities = Array.from({ length: 200 }, (_, place) => ({
    id: FacilityIds.parse(`f-${place + 1}`),
    name: `Invented Clinic ${place + 1}`,
    zone: ZoneId.parse(place % 2 === 0 ? 'Europe/London' : 'America/New_York'),
  }))
  const pairings = facilities.map((facility, place) => ({
    ...like,
    facility,
    pairing: { ...like.pairing, id: PairingId.parse(`p-${place + 1}`), facilityId: facility.id },
    compared: like.compared && { ...like.compared, open: place % 40 },
  }))
  return { facilities, pairings }
}
