import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { ZoneId } from '#contract/time'
import type { MemoryRecord } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench } from '../../e2e/world/sync-bench.ts'

const sabotage = vi.hoisted(() => ({ on: false }))
vi.mock('../storage/moved-record-store.ts', async (original) => {
  const real = await original<typeof import('../storage/moved-record-store.ts')>()
  const nothing: typeof real = { listGroupRecords: function* () {}, listCausesOf: () => [] }
  return {
    listGroupRecords: (...asked: Parameters<typeof real.listGroupRecords>) =>
      (sabotage.on ? nothing : real).listGroupRecords(...asked),
    listCausesOf: (...asked: Parameters<typeof real.listCausesOf>) =>
      (sabotage.on ? nothing : real).listCausesOf(...asked),
  }
})

const seed = process.env['PLUMBLINE_SEED'] ?? '20261121'
const hour = 3_600_000
const days = 9
const aDay = 4
const places = days * aDay

/** How one shift stands on both sides. */
const states = ['sound', 'late', 'renamed', 'nobody', 'only left', 'only right', 'nowhere'] as const
type State = (typeof states)[number]
type Edit = { n: number; state: State }

const state = fc.constantFrom<State>('sound', 'late', ...states)
const edits = fc.array(fc.record({ n: fc.nat({ max: places - 1 }), state }), { minLength: 1, maxLength: 5 })
const chain = fc.record({
  first: fc.array(state, { minLength: places, maxLength: places }),
  steps: fc.array(edits, { minLength: 6, maxLength: 10 }),
})

const shiftAt = (n: number): MemoryRecord => {
  const startMs = benchStart + (Math.floor(n / aDay) - 3) * 24 * hour + (n % aDay) * 3 * hour
  const span = { startMs, endMs: startMs + 2 * hour }
  return { key: `m${n}`, reference: `p${n}`, ...span, label: n % 3 === 0 ? 'Early' : 'Day', worker: `w${n % 5}` }
}

function put({ sides }: ReturnType<typeof makeSyncBench>, { n, state: one }: Edit): void {
  const left = shiftAt(n)
  const right: MemoryRecord = { ...left, key: `p${n}`, reference: left.key }
  if (one === 'late') Object.assign(right, { startMs: right.startMs + hour, endMs: right.endMs + hour })
  if (one === 'renamed') right.label = `${right.label}, other`
  if (one === 'nobody') right.worker = null
  if (one === 'nowhere' || one === 'only right') sides.left.records.delete(left.key)
  else sides.left.records.set(left.key, left)
  if (one === 'nowhere' || one === 'only left') sides.right.records.delete(right.key)
  else sides.right.records.set(right.key, right)
}

/** Plays chains of small edits over two caches, one compared incrementally, and throws where they show other clusters. */
async function playChains(numRuns: number, endOnFailure: boolean): Promise<number> {
  let met = 0
  await fc.assert(
    fc.asyncProperty(chain, async ({ first, steps }) => {
      const benches = [makeSyncBench(false, 'UTC'), makeSyncBench(true, 'UTC')]
      try {
        for (const bench of benches) Object.assign(bench.policy, { daysBack: 7, daysAhead: 21 })
        for (const step of [first.map((one, n) => ({ n, state: one })), ...steps]) {
          const told = []
          for (const bench of benches) {
            for (const edit of step) put(bench, edit)
            const run = await bench.sync()
            const clusters = bench.db.sql.prepare('SELECT * FROM cluster ORDER BY id').all()
            const rows = bench.shown().map(({ fingerprint, clusterId }) => [fingerprint, clusterId])
            told.push({ state: run.state, clusters, rows })
            met += clusters.length
          }
          expect(told[0]).toEqual(told[1])
        }
      } finally {
        for (const bench of benches) bench.close()
      }
    }),
    { numRuns, endOnFailure, seed: Number(seed) },
  )
  return met
}

afterEach(() => {
  sabotage.on = false
})

it('tells the same clusters after each of many small changes as a compare of everything does', async () => {
  expect(await playChains(30, false)).toBeGreaterThan(0)
}, 120_000)

it('looks at everything again where the facility gets another zone, and so other days', async () => {
  const bench = makeSyncBench(false, 'UTC')
  Object.assign(bench.policy, { daysBack: 7, daysAhead: 21 })
  const midnight = Math.floor(benchStart / (24 * hour)) * 24 * hour
  // Five of fifteen on the day in UTC; in Tokyo those five are all of theirs.
  const hours = [...Array.from({ length: 10 }, (_, n) => n), 15, 16, 17, 18, 19, 6 * 24]
  const plant = (at: number, change: Partial<MemoryRecord>): void => {
    const span = { startMs: midnight + at * hour, endMs: midnight + (at + 1) * hour }
    const left = { key: `m${at}`, reference: `p${at}`, ...span, label: 'Day', worker: `w${at}` }
    bench.sides.left.records.set(left.key, left)
    bench.sides.right.records.set(`p${at}`, { ...left, key: `p${at}`, reference: left.key, ...change })
  }
  const later = (at: number) => ({ startMs: midnight + (at + 1) * hour, endMs: midnight + (at + 2) * hour })
  const clustered = () => bench.shown().filter(({ clusterId }) => clusterId !== null).length
  try {
    for (const at of hours) plant(at, at >= 15 && at < 24 ? later(at) : {})
    await bench.sync()
    expect([bench.shown().length, clustered()]).toEqual([5, 0])
    bench.facility.zone = ZoneId.parse('Asia/Tokyo')
    plant(6 * 24, { label: 'Late' })
    await bench.sync()
    expect([bench.shown().length, clustered()]).toEqual([6, 5])
  } finally {
    bench.close()
  }
})

it('fails for one who forgets nothing of what moved', async () => {
  sabotage.on = true
  await expect(playChains(30, true)).rejects.toThrow()
}, 120_000)
