import { statSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConnectionId, FacilityId, PairingId } from '#contract/ids'
import { defaultPolicy, type Pairing } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { fromMs } from '#contract/time'
import { scope } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { silentLogger } from '../platform/logger.ts'
import { purgeCache } from './purge-cache.ts'

const hour = 3_600_000

let bench: SyncBench
beforeEach(async () => {
  bench = makeSyncBench(false)
  for (const [side, key] of [
    ['left', 'm1'],
    ['right', 'p1'],
  ] as const) {
    const times = { startMs: benchStart, endMs: benchStart + hour }
    bench.sides[side].records.set(key, { key, reference: null, ...times, label: 'Day', worker: 'w1' })
  }
  await bench.sync()
  bench.pass(10 * 24 * hour)
  await bench.sync()
})
afterEach(() => bench.close())

const pairing: Pairing = {
  id: PairingId.parse('p'),
  facilityId: FacilityId.parse('f'),
  recipeId: 'shifts',
  left: { connectionId: ConnectionId.parse('l'), scope },
  right: { connectionId: ConnectionId.parse('r'), scope },
  policy: defaultPolicy,
}

/** Purges all that ended three days after the start, where another pairing syncs meanwhile; `monotonicMs` is told in turn. */
const purge = (mostMs: number | null, monotonicMs: () => number) =>
  purgeCache(bench.db, {
    pairings: [pairing],
    before: fromMs(benchStart + 3 * 24 * hour),
    mostMs,
    clock: { monotonicMs },
    queue: { isBusy: () => false, whenIdle: () => Promise.resolve(), active: () => [{} as Run] },
    logger: silentLogger,
    closing: () => false,
  })

it('cuts the log off, which holds what was deleted, also while another pairing syncs', async () => {
  const log = `${bench.db.sql.name}-wal`
  expect(statSync(log).size).toBeGreaterThan(0)
  expect(await purge(null, () => 0)).toMatchObject({ records: 2 })
  expect(statSync(log).size).toBe(0)
})

it('ends where its time is over and leaves the rest to the next one', async () => {
  let ms = 0
  const ticking = () => (ms += 1_000)
  const first = await purge(3_000, ticking)
  expect(first).toMatchObject({ records: 0, compares: 1 })
  expect(await purge(null, ticking)).toMatchObject({ records: 2, compares: 0 })
})
