import type { DiscrepancyAlert, SystemAlert, SystemAlertKind } from '#contract/alerts'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { CompareId, SystemAlertId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'
import { fakeFacilities, fakePairingIds, leftSystem, rightSystem } from './fake-rows.ts'

const done = { done: true } as const
const minutes = (now: Instant, count: number): Instant => fromMs(toMs(now) - count * 60_000)

function systemAlert(kind: SystemAlertKind, place: 0 | 1, now: Instant): SystemAlert {
  const facility = fakeFacilities[place]
  const system = kind === 'partial' ? leftSystem : rightSystem
  const tells: Record<SystemAlertKind, string> = {
    failing: `${rightSystem} refused the sign-in (401) for ${facility.name}. What is shown of it was read 3 h ago. Check the key in Connections, then sync again.`,
    stale: `${rightSystem} was last read completely for ${facility.name} 3 h ago; it is due every hour. Sync it now.`,
    partial: `${leftSystem} was read in part for ${facility.name}: the connection was cut on page 3 of 7. What it did not list is not claimed as missing. Sync it again.`,
    'schedule-missed': `The sync of ${facility.name} that was due did not start: Plumbline was closed or locked then. Sync it now.`,
  }
  return {
    id: SystemAlertId.parse(`${fakePairingIds[place]} ${kind}`),
    kind,
    pairingId: fakePairingIds[place],
    facilityId: facility.id,
    facility: facility.name,
    zone: facility.zone,
    side: kind === 'schedule-missed' ? null : kind === 'partial' ? 'left' : 'right',
    system: kind === 'schedule-missed' ? `${leftSystem} and ${rightSystem}` : system,
    since: minutes(now, kind === 'failing' ? 12 : 110),
    tell: tells[kind],
    acknowledged: false,
  }
}

/** Tonight before next week, somebody booked before nobody; what is over falls. */
function riskOf(row: DiscrepancyRow, now: Instant): DiscrepancyAlert['risk'] {
  const hours = (toMs(row.span.start) - toMs(now)) / 3_600_000
  const parts = [
    row.kind === 'overlap'
      ? { name: 'Kind', factor: 8, tell: 'One person is booked twice at the same time.' }
      : { name: 'Kind', factor: 2, tell: 'The two systems disagree.' },
    hours < 0
      ? { name: 'Start', factor: 0.1, tell: 'It has begun or is over.' }
      : hours < 24
        ? { name: 'Start', factor: 4, tell: 'It starts within a day.' }
        : { name: 'Start', factor: 1, tell: 'It starts later than tomorrow.' },
    row.who === ''
      ? { name: 'People', factor: 1, tell: 'Nobody is assigned.' }
      : { name: 'People', factor: 1.5, tell: `${row.who} is affected.` },
    { name: 'Repeat', factor: 1, tell: 'It is the first of its kind for this worker.' },
  ]
  const score = parts.reduce((product, part) => product * part.factor, 1)
  return { score: Math.round(score * 100) / 100, parts }
}

const isOver = (row: DiscrepancyRow, now: Instant): number => (toMs(row.span.start) < toMs(now) ? 1 : 0)

type FakeAlertsInput = { rows: readonly DiscrepancyRow[]; failing: boolean; now: Instant; tell: () => void }

/** The alerts of a core in memory, in the order of the real one; what is acknowledged leaves the list. */
export function fakeAlerts({ rows, failing, now, tell }: FakeAlertsInput): CoreClient['alerts'] {
  const quiet = new Set<string>()
  const systems = failing
    ? ([
        systemAlert('failing', 0, now),
        systemAlert('stale', 0, now),
        systemAlert('partial', 1, now),
        { ...systemAlert('schedule-missed', 1, now), acknowledged: true },
      ] satisfies SystemAlert[])
    : []
  const inOrder = rows
    .filter((row) => !row.accepted && !row.acknowledged)
    .map((row) => ({ row, risk: riskOf(row, now), later: row.kind === 'overlap' ? -1 : isOver(row, now) }))
    .sort(
      (a, b) =>
        a.later - b.later ||
        (a.later === -1 ? b.risk.score - a.risk.score : 0) ||
        (a.row.span.start < b.row.span.start ? -1 : 1),
    )
  const open = (facilityId?: string) =>
    inOrder.filter(
      ({ row }) => !quiet.has(row.fingerprint) && (facilityId === undefined || row.facilityId === facilityId),
    )
  const standing = (facilityId?: string): SystemAlert[] =>
    systems
      .filter((system) => facilityId === undefined || system.facilityId === facilityId)
      .map((system) => ({ ...system, acknowledged: system.acknowledged || quiet.has(system.id) }))
  const pairingsOf = (facilityId?: string) =>
    fakePairingIds.filter((_, place) => facilityId === undefined || fakeFacilities[place]?.id === facilityId)
  const doubled = (of: ReturnType<typeof open>): number => of.filter(({ row }) => row.kind === 'overlap').length
  return {
    list: async ({ facilityId, offset, limit }) => {
      const all = open(facilityId)
      const page = all.slice(offset, offset + limit).map(({ row, risk }) => ({ row, risk }))
      const seen = { at: now, compares: pairingsOf(facilityId).map((id) => CompareId.parse(`fake.${id}.1`)) }
      return { systems: standing(facilityId), rows: page, total: all.length, doubleBooked: doubled(all), offset, seen }
    },
    counts: async ({ facilityId }) => {
      const all = open(facilityId)
      const waiting = standing(facilityId).filter(({ acknowledged }) => !acknowledged)
      return { discrepancies: all.length, doubleBooked: doubled(all), systems: waiting.length }
    },
    acknowledge: async ({ of }) => {
      const left = open()
      const chosen =
        of.by === 'fingerprint'
          ? left.filter(({ row }) => of.rows.some(({ fingerprint }) => fingerprint === row.fingerprint))
          : left.filter(({ row }) => of.seen.compares.some((id) => id.includes(row.pairingId)))
      for (const { row } of chosen) quiet.add(row.fingerprint)
      tell()
      return { acknowledged: chosen.length, changed: 0 }
    },
    acknowledgeSystem: async ({ id }) => {
      quiet.add(id)
      tell()
      return done
    },
  }
}
