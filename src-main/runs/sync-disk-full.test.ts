import { afterEach, expect, it } from 'vitest'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'

let bench: SyncBench
afterEach(() => bench.close())

const hour = 3_600_000

function add(from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    const startMs = benchStart + (n % 60) * hour
    const common = {
      startMs,
      endMs: startMs + hour,
      label: `Shift ${n} ${'with a long label '.repeat(12)}`,
      worker: `w${n}`,
    }
    bench.sides.left.records.set(`m${n}`, { ...common, key: `m${n}`, reference: `p${n}` })
    bench.sides.right.records.set(`p${n}`, { ...common, key: `p${n}`, reference: `m${n}` })
  }
}

it('keeps what was published when the disk fills up in the middle of a sync, says so, and goes on once there is room', async () => {
  bench = makeSyncBench(false)
  add(0, 200)
  expect((await bench.sync()).state).toBe('done')
  const before = { published: bench.published(), shown: bench.shown() }

  bench.db.sql.pragma('wal_checkpoint(TRUNCATE)')
  const pages = Number(bench.db.sql.pragma('page_count', { simple: true }))
  bench.db.sql.pragma(`max_page_count = ${pages + 10}`)
  add(200, 400)
  bench.sides.left.records.delete('m7')
  const full = await bench.sync()
  expect(full.state).toBe('failed')
  expect(full.tell).toMatch(/disk .* is full/)
  expect({ published: bench.published(), shown: bench.shown() }).toEqual(before)

  bench.db.sql.pragma('max_page_count = 100000')
  for (let n = 200; n < 240; n += 1) bench.sides.left.records.delete(`m${n}`)
  for (let n = 240; n < 400; n += 1) {
    bench.sides.left.records.delete(`m${n}`)
    bench.sides.right.records.delete(`p${n}`)
  }
  const after = await bench.sync()
  expect([after.state, after.outcome]).toEqual(['done', { open: 41, opened: 41, closed: 0 }])
})
