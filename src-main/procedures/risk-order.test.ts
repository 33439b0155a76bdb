import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiscrepancyKind } from '#contract/discrepancies'
import { PairingId } from '#contract/ids'
import { fromMs, Instant, toMs } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { findingsThatCount } from '../core/risk/rank-risk.ts'
import { type Dice, makeDice } from '../demo/dice.ts'
import { recountOpen } from '../storage/discrepancy-count-store.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { listOpen } from '../storage/discrepancy-store.ts'
import { earlierAtMost, type Touched } from '../storage/risk-facts.ts'
import { riskOf } from './risk-of.ts'
import { riskOrder } from './risk-order.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const now = Instant.parse('2026-11-21T12:00:30.000Z')
const minute = Instant.parse('2026-11-21T12:00:00.000Z')
const [house, clinic] = ['p-house', 'p-clinic'].map((id) => PairingId.parse(id)) as [PairingId, PairingId]
const all: StoredFilter = { pairings: [house, clinic], now }
const hour = 3_600_000

type Planted = {
  kind?: DiscrepancyKind
  touches?: Touched | null
  startMs?: number
  endMs?: number
  who?: string
  foundBefore?: number
  workerBefore?: number
  pairing?: PairingId
  acceptedUntil?: Instant | null
}

let planted = 0
/** Stores an open discrepancy of which only what ranks rest on is told; returns its row id. */
function plant(row: Planted = {}): number {
  const { kind = 'differs', touches = null, who = '', foundBefore = 0, workerBefore = 0, pairing = house } = row
  const { startMs = toMs(now) + hour, endMs = startMs + hour, acceptedUntil = null } = row
  const text = `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, touches, differences, start_ms, end_ms, who,
      label, search, first_seen_at, first_compare, born, found_before, worker_before, accepted_until)
    VALUES (?, ?, '', ?, ?, '[]', ?, ?, ?, '', '', ?, 1, 1, ?, ?, ?)`
  const values = [
    pairing,
    `f-${planted++}`,
    kind,
    touches,
    startMs,
    endMs,
    who,
    now,
    foundBefore,
    workerBefore,
    acceptedUntil,
  ]
  const id = Number(bench.db.sql.prepare(text).run(...values).lastInsertRowid)
  return id
}

const written = (): void => {
  for (const pairing of [house, clinic]) recountOpen(bench.db, pairing)
}

const kinds: readonly DiscrepancyKind[] = [
  'overlap',
  'only-left',
  'differs',
  'excess-availability',
  'duplicate',
  'unverified',
]

function plantAny(dice: Dice): void {
  const kind = dice.pick(kinds)
  // Few starts, so that many score alike.
  const startMs = toMs(now) + dice.pick([-90, -30, -1, 0, 0.005, 1, 2, 30, 900]) * hour
  plant({
    kind,
    touches: kind === 'differs' ? dice.pick(['assignment', 'times', 'details'] as const) : null,
    startMs,
    endMs: startMs + dice.pick([0, 1, 40]) * hour,
    who: dice.pick(['', 'Quilla Invented', 'Ada Invented']),
    foundBefore: dice.int(0, 5),
    workerBefore: dice.int(0, 5),
    pairing: dice.pick([house, clinic]),
  })
}

const idsOf = (filter = all): number[] => Array.from(riskOrder(bench.db, filter).ids)

describe('the order by risk', () => {
  it('is that of holding every rank against every other, of equal ones by start, in any world', () => {
    for (const seed of [1, 2, 3]) {
      const dice = makeDice(seed)
      for (let n = 0; n < 400; n += 1) plantAny(dice)
      written()
      const open = [house, clinic].flatMap((id) => listOpen(bench.db, id))
      const wanted = open
        .map((row) => ({ id: row.id, startMs: row.startMs, score: riskOf(row, minute).score }))
        .sort((a, b) => b.score - a.score || a.startMs - b.startMs || a.id - b.id)
        .map(({ id }) => id)
      expect(idsOf()).toEqual(wanted)
      expect(idsOf({ ...all, pairings: [clinic] })).toEqual(
        wanted.filter((id) => open.find((row) => row.id === id)?.pairingId === clinic),
      )
    }
  })

  it('never puts a row further back where one of its factors rises', () => {
    const start = (hours: number) => ({ startMs: toMs(now) + hours * hour, endMs: toMs(now) + (hours + 1) * hour })
    const rising: Planted[][] = [
      [
        { kind: 'unverified' },
        { touches: 'details' },
        { touches: 'times' },
        { touches: 'assignment' },
        { kind: 'overlap' },
      ],
      [start(-30), start(700), start(30), start(2), start(0)],
      [{ who: '' }, { who: 'Quilla Invented' }],
      [{ foundBefore: 0 }, { foundBefore: 1 }, { foundBefore: 5 }],
      [{ workerBefore: 0 }, { workerBefore: 2 }, { workerBefore: 5 }],
    ]
    for (const steps of rising) {
      bench.db.sql.exec('DELETE FROM discrepancy')
      const dice = makeDice(5)
      for (let n = 0; n < 50; n += 1) plantAny(dice)
      const ids = steps.map((step) => plant(step))
      written()
      const places = ids.map((id) => idsOf().indexOf(id))
      expect(places, JSON.stringify(steps)).toEqual(places.toSorted((a, b) => b - a))
    }
  })

  it('is kept for the windows of a minute, and worked out anew after it, after a write and after an acceptance ended', () => {
    const later = (ms: number): StoredFilter => ({ ...all, now: fromMs(toMs(now) + ms) })
    const listed = plant()
    const accepted = plant({ acceptedUntil: fromMs(toMs(now) + 10_000) })
    written()
    const first = riskOrder(bench.db, all)
    expect([Array.from(first.ids), first.at]).toEqual([[listed], minute])
    expect(riskOrder(bench.db, later(9000))).toBe(first)
    expect(riskOrder(bench.db, { ...all, kinds: ['differs'] })).not.toBe(first)
    const ended = riskOrder(bench.db, later(11_000))
    expect(new Set(ended.ids)).toEqual(new Set([listed, accepted]))
    expect(riskOrder(bench.db, later(12_000))).toBe(ended)
    const more = plant()
    written()
    expect(new Set(idsOf(later(13_000)))).toEqual(new Set([listed, accepted, more]))
    expect(riskOrder(bench.db, later(31_000)).at).toBe(fromMs(toMs(minute) + 60_000))
  })

  it('counts as many earlier findings as are stored', () => {
    expect(findingsThatCount).toBe(earlierAtMost)
  })
})
