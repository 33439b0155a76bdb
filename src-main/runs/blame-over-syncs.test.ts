import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SideName } from '#contract/ids'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'

const hour = 3_600_000
let bench: SyncBench

beforeEach(async () => {
  bench = makeSyncBench(false)
  for (let n = 0; n < 12; n += 1) {
    const span = { startMs: benchStart + n * hour, endMs: benchStart + (n + 1) * hour }
    bench.sides.left.records.set(`m${n}`, { key: `m${n}`, reference: `p${n}`, ...span, label: 'Day', worker: null })
    bench.sides.right.records.set(`p${n}`, { key: `p${n}`, reference: `m${n}`, ...span, label: 'Day', worker: null })
  }
})
afterEach(() => bench.close())

const edit = (side: SideName, change: { label?: string; endMs?: number }): void => {
  const key = side === 'left' ? 'm3' : 'p3'
  const record = bench.sides[side].records.get(key)
  if (record) bench.sides[side].records.set(key, { ...record, ...change })
}
const blamed = () => bench.shown().flatMap((row) => row.differences.map(({ field, blame }) => [field, blame]))
const end = (hours: number) => benchStart + hours * hour

it('says who moved a field that begins to differ beside one on which both never agreed', async () => {
  edit('right', { label: 'Night' })
  await bench.sync()
  expect(blamed()).toEqual([['label', 'never-agreed']])
  edit('left', { endMs: end(6) })
  await bench.sync()
  expect(blamed()).toEqual([
    ['end', 'left-moved'],
    ['label', 'never-agreed'],
  ])
})

it('holds a field that both moved alike, and one then moved alone, against what both moved it to', async () => {
  await bench.sync()
  edit('right', { label: 'Night' })
  await bench.sync()
  for (const side of ['left', 'right'] as const) edit(side, { endMs: end(6) })
  await bench.sync()
  edit('left', { endMs: end(7) })
  await bench.sync()
  expect(blamed()).toEqual([
    ['end', 'left-moved'],
    ['label', 'right-moved'],
  ])
})

it('blames nobody for what an earlier system under the same ids agreed on, a record unread in between', async () => {
  await bench.sync()
  edit('right', { label: 'Night' })
  await bench.sync()
  expect(blamed()).toEqual([['label', 'right-moved']])
  bench.sides.right.epoch = '2'
  await bench.sync()
  expect(blamed()).toEqual([['label', 'never-agreed']])
})
