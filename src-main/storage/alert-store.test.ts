import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PairingId } from '#contract/ids'
import { fromMs, Instant, toMs } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { makeDice } from '../demo/dice.ts'
import { type AlertFilter, alertIds, countAlerts, countSql, windowSql } from './alert-store.ts'
import { recountOpen } from './discrepancy-count-store.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const now = Instant.parse('2026-11-21T12:00:00.000Z')
const hour = 3_600_000
const [house, clinic] = ['p-house', 'p-clinic'].map((id) => PairingId.parse(id)) as [PairingId, PairingId]

type Planted = {
  pairing: PairingId
  kind: 'overlap' | 'differs'
  startMs: number
  endMs: number
  acceptedUntil: Instant | null
  acknowledged: boolean
  ended: boolean
}

/** Stores a discrepancy of which only what alerts look at is told; returns its row id. */
function plant(row: Planted): number {
  const text = `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label,
      search, first_seen_at, first_compare, born, ended, closed, accepted_until, acknowledged)
    VALUES (?, ?, '', ?, '[]', ?, ?, ?, '', '', ?, ?, ?, ?, ?, ?, ?)`
  const closed = row.ended ? [2, 'resolved'] : [null, null]
  const { pairing, kind, startMs, endMs, acceptedUntil, acknowledged } = row
  return Number(
    bench.db.sql
      .prepare(text)
      .run(
        ...[pairing, `f-${Math.random()}`, kind, startMs, endMs, '', now, 1, 1],
        ...[...closed, acceptedUntil, acknowledged ? 1 : 0],
      ).lastInsertRowid,
  )
}

function plantMany(count: number): (Planted & { id: number })[] {
  const dice = makeDice(7)
  return Array.from({ length: count }, () => {
    const startMs = toMs(now) + dice.int(-200, 700) * hour
    const row: Planted = {
      pairing: dice.pick([house, clinic]),
      kind: dice.percent(10) ? 'overlap' : 'differs',
      startMs,
      endMs: startMs + dice.int(0, 12) * hour,
      acceptedUntil: dice.pick([null, null, fromMs(toMs(now) + hour), now, fromMs(toMs(now) - hour)]),
      acknowledged: dice.percent(20),
      ended: dice.percent(20),
    }
    return { ...row, id: plant(row) }
  })
}

describe('the window of alerts', () => {
  it('holds what is open, neither acknowledged nor accepted now, in order and of the pairings asked for', () => {
    const planted = plantMany(400)
    for (const pairing of [house, clinic]) recountOpen(bench.db, pairing)
    for (const pairings of [[house], [clinic], [house, clinic], []]) {
      for (const group of ['double-booked', 'other'] as const) {
        const kind = group === 'double-booked' ? 'overlap' : 'differs'
        const isAlert = (one: Planted): boolean =>
          !one.ended && !one.acknowledged && (one.acceptedUntil === null || one.acceptedUntil <= now)
        const wanted = planted.filter((one) => pairings.includes(one.pairing) && one.kind === kind && isAlert(one))
        const coming = wanted.filter((one) => one.endMs > toMs(now))
        const over = wanted.filter((one) => one.endMs <= toMs(now))
        const order = [
          ...coming.sort((a, b) => a.startMs - b.startMs || a.id - b.id),
          ...over.sort((a, b) => b.startMs - a.startMs || b.id - a.id),
        ].map(({ id }) => id)
        const filter: AlertFilter = { pairings, now }
        expect(countAlerts(bench.db, filter, group)).toBe(order.length)
        for (const limit of [1, 7, 500]) {
          const windows: number[] = []
          for (let offset = 0; offset < order.length; offset += limit) {
            windows.push(...alertIds(bench.db, filter, { group, offset, limit }))
          }
          expect(windows).toEqual(order)
        }
      }
    }
  })

  it('and its counts walk one index in order, so that they neither sort nor touch the rows', () => {
    const values = { pairings: '[]', now, nowMs: 0, from: 0, most: 1 }
    for (const group of ['double-booked', 'other'] as const) {
      const texts = [countSql(group, 'coming'), windowSql(group, 'coming'), windowSql(group, 'over')]
      for (const text of texts) {
        const rows = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(values) as { detail: string }[]
        const plan = rows.map(({ detail }) => detail).join('\n')
        const index = group === 'other' ? 'discrepancy_time' : 'discrepancy_alert_overlap'
        expect(plan).toMatch(new RegExp(`^SCAN discrepancy USING COVERING INDEX ${index}`))
        expect(plan).not.toContain('ORDER BY')
      }
    }
  })
})
