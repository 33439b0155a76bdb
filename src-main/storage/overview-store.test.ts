import { afterEach, beforeEach, expect, it } from 'vitest'
import { DiscrepancyKind } from '#contract/discrepancies'
import { OperatorId, PairingId, RunId } from '#contract/ids'
import { fromMs, Instant, toMs } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { riskScore, startFactor, steadyFactors } from '../core/risk/rank-risk.ts'
import { makeDice } from '../demo/dice.ts'
import { recountOpen } from './discrepancy-count-store.ts'
import { countGiven, countPairingAlerts, listMostUrgent, listRunPoints, mostUrgentSql } from './overview-store.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const now = Instant.parse('2026-11-21T12:00:00.000Z')
const hour = 3_600_000
const pairings = ['p-house', 'p-clinic'].map((id) => PairingId.parse(id))
const ada = OperatorId.parse('o-ada')

/** Stores so many open discrepancies of each pairing and returns what their ranks rest on. */
function plant(count: number, seed: number) {
  const dice = makeDice(seed)
  const insert = bench.db.sql.prepare(
    `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label, search,
       first_seen_at, first_compare, born, accepted_until, acknowledged, assigned_to, touches, found_before, worker_before)
     VALUES (:pairing, 'f-' || :n, '', :kind, '[]', :startMs, :endMs, :who, '', '', '', 1, 1, :acceptedUntil, :acknowledged,
       :assignedTo, :touches, :foundBefore, :workerBefore)`,
  )
  const planted = Array.from({ length: count }, (_, n) => {
    const startMs = toMs(now) + dice.int(-30, 300) * hour
    const kind = dice.pick(DiscrepancyKind.options)
    return {
      n: seed * 10_000 + n,
      pairing: dice.pick(pairings),
      kind,
      startMs,
      endMs: startMs + dice.int(0, 9) * hour,
      who: dice.pick(['', 'Quilla Invented']),
      acceptedUntil: dice.percent(80) ? null : dice.pick([now, fromMs(toMs(now) + 1)]),
      acknowledged: dice.percent(30) ? 1 : 0,
      assignedTo: dice.percent(30) ? ada : null,
      touches: kind === 'differs' ? dice.pick(['assignment', 'times', 'details'] as const) : null,
      foundBefore: dice.pick([0, 0, 0, 1, 5]),
      workerBefore: dice.pick([0, 0, 2]),
    }
  })
  for (const row of planted) insert.run(row)
  for (const pairing of pairings) recountOpen(bench.db, pairing)
  return planted.filter(({ acceptedUntil }) => acceptedUntil === null || acceptedUntil <= now)
}

const scoreOf = (
  row: Pick<
    ReturnType<typeof plant>[number],
    'kind' | 'touches' | 'who' | 'startMs' | 'endMs' | 'foundBefore' | 'workerBefore'
  >,
) => {
  const { kind, touches, who, foundBefore, workerBefore, startMs, endMs } = row
  const groups = touches === null ? [] : [touches]
  return riskScore(
    steadyFactors({ kind, groups, booked: who !== '', foundBefore, workerBefore }),
    startFactor(startMs, endMs, toMs(now)),
  )
}

it('has the most urgent row of a pairing among the few it returns, whatever stands there', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    bench.db.sql.exec('DELETE FROM discrepancy')
    const open = plant(60, seed)
    for (const pairingId of pairings) {
      const highest = Math.max(...open.filter(({ pairing }) => pairing === pairingId).map(scoreOf))
      expect(
        Math.max(
          ...listMostUrgent(bench.db, now)
            .filter((row) => row.pairingId === pairingId)
            .map(scoreOf),
        ),
        `seed ${seed}`,
      ).toBe(highest)
    }
  }
  const plan = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${mostUrgentSql}`).all({ now, nowMs: 0 })
  expect(JSON.stringify(plan)).toContain('USING COVERING INDEX discrepancy_time')
})

it('counts what nobody has seen, and what is given to somebody, without what is accepted', () => {
  const open = plant(300, 7)
  const alerting = open.filter(({ acknowledged }) => acknowledged === 0)
  for (const { pairingId, discrepancies, doubleBooked } of countPairingAlerts(bench.db, now)) {
    const own = alerting.filter(({ pairing }) => pairing === pairingId)
    expect([discrepancies, doubleBooked]).toEqual([own.length, own.filter(({ kind }) => kind === 'overlap').length])
  }
  const given = open.filter(({ assignedTo }) => assignedTo === ada).length
  expect(countGiven(bench.db, { pairings, to: ada, now })).toBe(given)
})

it('lists the newest ended runs of several pairings, oldest first, and none that still runs', () => {
  const insert = bench.db.sql.prepare('INSERT INTO run VALUES (:id, :kind, :pairingId, :state, :startedAt, :body)')
  for (let n = 0; n < 20; n += 1) {
    const startedAt = fromMs(toMs(now) + n * hour)
    const state = n === 19 ? 'running' : n % 5 === 4 ? 'failed' : 'done'
    const endedAt = state === 'running' ? null : fromMs(toMs(startedAt) + 60_000)
    const outcome = state === 'done' ? { open: n, opened: 0, closed: 0 } : null
    const body = JSON.stringify({ endedAt, outcome })
    insert.run({ id: `r-${n}`, kind: 'sync', pairingId: pairings[n % 2], state, startedAt, body })
  }
  const points = listRunPoints(bench.db, { pairings, most: 5 })
  expect(points.map(({ runId, state, open }) => [runId, state, open])).toEqual([
    [RunId.parse('r-14'), 'failed', null],
    ...[15, 16, 17, 18].map((n) => [RunId.parse(`r-${n}`), 'done', n]),
  ])
  expect(points[0]?.at).toBe(fromMs(toMs(now) + 14 * hour + 60_000))
})
