import type { AlertWindow, DiscrepancyAlert } from '#contract/alerts'
import { AppError } from '#contract/errors'
import type { FacilityId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import {
  type AlertFilter,
  alertIds,
  countAlerts,
  type DoubleBooking,
  readDoubleBookings,
} from '../storage/alert-store.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import { readInOrder } from '../storage/discrepancy-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { markSystemAlertSeen } from '../storage/system-alert-store.ts'
import { acknowledgeListed, comparesInView } from './acknowledge-alerts.ts'
import { recordDecision } from './decide-discrepancies.ts'
import { type Desk, deciderOf, implementer } from './desk.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { riskOf } from './risk-of.ts'
import { systemAlerts } from './system-alerts.ts'

/** Double bookings held against each other; where there are more, those that start later follow by time. */
const rankedAtMost = 250

type Asked = { pairings: readonly Pairing[]; now: Instant; offset: number; limit: number }

const filterOf = ({ pairings, now }: Pick<Asked, 'pairings' | 'now'>): AlertFilter => ({
  pairings: pairings.map(({ id }) => id),
  now,
})

/** Row ids of double bookings by their risk, the highest first; of equal ones the one that starts first. */
function rankedIds(cache: ReadDb, { pairings, now }: Asked): number[] {
  const ids = alertIds(cache, filterOf({ pairings, now }), { group: 'double-booked', offset: 0, limit: rankedAtMost })
  const scoreOf = (one: DoubleBooking): number => riskOf({ ...one, kind: 'overlap' }, now).score
  return readDoubleBookings(cache, ids)
    .map((one) => ({ id: one.id, startMs: one.startMs, score: scoreOf(one) }))
    .sort((a, b) => b.score - a.score || a.startMs - b.startMs || a.id - b.id)
    .map(({ id }) => id)
}

function windowOf(cache: ReadDb, asked: Asked): Pick<AlertWindow, 'total' | 'doubleBooked'> & { ids: number[] } {
  const { offset, limit } = asked
  const filter = filterOf(asked)
  const doubleBooked = countAlerts(cache, filter, 'double-booked')
  const total = doubleBooked + countAlerts(cache, filter, 'other')
  const ranked = offset < Math.min(doubleBooked, rankedAtMost) ? rankedIds(cache, asked) : []
  const ids = ranked.slice(offset, offset + limit)
  const reached = (): number => offset + ids.length
  const take = (group: 'double-booked' | 'other', from: number): void => {
    ids.push(...alertIds(cache, filter, { group, offset: from, limit: limit - ids.length }))
  }
  if (reached() < doubleBooked) take('double-booked', reached())
  if (reached() < total) take('other', Math.max(0, reached() - doubleBooked))
  return { total, doubleBooked, ids }
}

/** What a person should look at now, and that somebody has. */
export const alertProcedures = (desk: Desk) => {
  const pairingsOf = (ledger: ReadDb, facilityId?: FacilityId): Pairing[] =>
    listPairings(ledger).filter((one) => facilityId === undefined || one.facilityId === facilityId)

  return {
    list: implementer.alerts.list.handler(({ input: { facilityId, offset, limit } }): AlertWindow => {
      const { ledger, cache } = desk.open()
      const now = desk.clock.now()
      const pairings = pairingsOf(ledger, facilityId)
      const naming = makeNaming({ ledger, cache })
      return atOneMoment(cache, () => {
        const seen = { at: now, compares: comparesInView(cache, pairings) }
        const { ids, ...counts } = windowOf(cache, { pairings, now, offset, limit })
        const rows = readInOrder(cache, ids).flatMap((stored): DiscrepancyAlert[] => {
          const row = toRow(stored, naming, now)
          return row ? [{ row, risk: riskOf(stored, now) }] : []
        })
        return { systems: systemAlerts({ ledger, cache }, pairings, now), rows, ...counts, offset, seen }
      })
    }),
    counts: implementer.alerts.counts.handler(({ input: { facilityId } }) => {
      const { ledger, cache } = desk.open()
      const now = desk.clock.now()
      const pairings = pairingsOf(ledger, facilityId)
      const filter = filterOf({ pairings, now })
      const doubleBooked = countAlerts(cache, filter, 'double-booked')
      const unseen = systemAlerts({ ledger, cache }, pairings, now).filter(({ acknowledged }) => !acknowledged)
      return {
        discrepancies: doubleBooked + countAlerts(cache, filter, 'other'),
        doubleBooked,
        systems: unseen.length,
      }
    }),
    acknowledge: implementer.alerts.acknowledge.handler(async ({ input: { of } }) => {
      if (of.by === 'listed') return { acknowledged: await acknowledgeListed(desk, of.seen), changed: 0 }
      const rows = of.rows.map((row) => ({ ...row, pairingId: of.pairingId }))
      const said = { decision: 'acknowledge', reason: '', until: null } as const
      const { decided, changed } = await recordDecision(desk, { of: { by: 'fingerprint', rows }, ...said })
      return { acknowledged: decided, changed }
    }),
    acknowledgeSystem: implementer.alerts.acknowledgeSystem.handler(({ input: { id, since } }) => {
      const { ledger, by, at } = deciderOf(desk)
      const { cache } = desk.open()
      const alert = systemAlerts({ ledger, cache }, pairingsOf(ledger), at).find((one) => one.id === id)
      if (!alert) {
        throw new AppError('not-found', {
          blame: 'settings',
          tell: 'This alert is over already, so there is nothing to acknowledge.',
        })
      }
      if (alert.since !== since) {
        throw new AppError('bad-input', {
          blame: 'settings',
          tell: 'What you saw is over and has begun anew since, so nothing was acknowledged. Look at it again.',
        })
      }
      markSystemAlertSeen(ledger, { alertId: id, since, by, at })
      desk.publish({ topic: 'pairings' })
      return { done: true } as const
    }),
  }
}
