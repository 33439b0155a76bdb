import { afterEach, beforeEach, expect, it } from 'vitest'
import type { MemoryFault } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'

const hour = 3_600_000

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
  // Eight shifts an hour apart: two pages of four on each side.
  for (let n = 0; n < 8; n += 1) put(n)
})
afterEach(() => bench.close())

/** Puts one shift on both sides, linked. */
function put(n: number): void {
  const startMs = benchStart + n * hour
  const shift = { startMs, endMs: startMs + hour, label: 'Day', worker: `w${n}` }
  bench.sides.left.records.set(`m${n}`, { ...shift, key: `m${n}`, reference: `p${n}` })
  bench.sides.right.records.set(`p${n}`, { ...shift, key: `p${n}`, reference: `m${n}` })
}

const leftRecord = (n: number) => {
  const record = bench.sides.left.records.get(`m${n}`)
  if (!record) throw new Error(`the left side has no shift ${n}`)
  return record
}

/** Syncs, and tells how many pages of the left side were known from before. */
async function recalledLeft(fault: MemoryFault = { kind: 'none' }) {
  const before = bench.sides.left.recalled
  bench.sides.left.fault = fault
  const { state } = await bench.sync()
  return { state, recalled: bench.sides.left.recalled - before }
}

const shown = () => bench.shown().map(({ kind, leftKey, rightKey }) => [kind, leftKey, rightKey])

it('knows every page that stands as it did, and shows the same', async () => {
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 2 })
  expect(shown()).toEqual([])
})

it('reads a page anew where one record of it changed, and finds the change', async () => {
  await bench.sync()
  leftRecord(5).label = 'Night'
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 1 })
  expect(shown()).toEqual([['differs', 'm5', 'p5']])
})

it('finds a change that is taken back', async () => {
  await bench.sync()
  leftRecord(5).label = 'Night'
  await bench.sync()
  leftRecord(5).label = 'Day'
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 1 })
  expect(shown()).toEqual([])
})

it('ends a record that no page names any more', async () => {
  await bench.sync()
  bench.sides.left.records.delete('m7')
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 1 })
  expect(shown()).toEqual([['only-right', null, 'p7']])
})

it('calls a read incomplete where a known page repeats an id that another page changed', async () => {
  await bench.sync()
  // Shift 5 stands in the second page as before, and moved to the first one as well.
  bench.sides.left.records.set('again', { ...leftRecord(5), startMs: benchStart - hour, endMs: benchStart })
  bench.sides.left.records.delete('m0')
  expect(await recalledLeft()).toEqual({ state: 'incomplete', recalled: 1 })
})

it('calls a read incomplete where that other page is stored already', async () => {
  for (let n = 8; n < 48; n += 1) put(n)
  bench.policy.daysAhead = 7
  await bench.sync()
  // Ten answers are stored at once: all but the last two pages are read anew, and the first one names shift 47 as well.
  for (let n = 0; n < 40; n += 1) leftRecord(n).label = 'Night'
  bench.sides.left.records.set('again', { ...leftRecord(47), startMs: benchStart - hour, endMs: benchStart })
  bench.sides.left.records.delete('m0')
  expect(await recalledLeft()).toEqual({ state: 'incomplete', recalled: 2 })
})

it('knows nothing after a read that was cancelled, cut off, or not sealed', async () => {
  await bench.sync()
  expect(await recalledLeft({ kind: 'cancels-after', pages: 1 })).toMatchObject({ state: 'cancelled' })
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
  expect(await recalledLeft({ kind: 'fails-after', pages: 1 })).toMatchObject({ state: 'incomplete' })
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
  expect(await recalledLeft({ kind: 'fails-after', pages: 0 })).toMatchObject({ state: 'failed' })
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
})

it('knows nothing in a new epoch or another window', async () => {
  await bench.sync()
  bench.sides.left.epoch = '2'
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 2 })
  bench.pass(24 * hour)
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
})

it('reads a page with a refused record anew each time', async () => {
  leftRecord(1).refused = true
  await bench.sync()
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 1 })
  expect(shown()).toEqual([['unverified', 'm1', 'p1']])
})

it('knows the other records of a page in which one changed', async () => {
  await bench.sync()
  leftRecord(5).label = 'Night'
  await bench.sync()
  expect(bench.sides.left.recalledRecords).toBe(3)
  expect(shown()).toEqual([['differs', 'm5', 'p5']])
})

it('knows records that moved to other pages', async () => {
  await bench.sync()
  bench.sides.left.records.delete('m0')
  expect(await recalledLeft()).toEqual({ state: 'done', recalled: 0 })
  expect(bench.sides.left.recalledRecords).toBe(7)
  expect(shown()).toEqual([['only-right', null, 'p0']])
})

it('reads a record anew that stands as it did before it changed', async () => {
  await bench.sync()
  for (const label of ['Night', 'Day', 'Night', 'Day']) {
    leftRecord(5).label = label
    leftRecord(6).label = `${label} too`
    await bench.sync()
  }
  // Two of the second page's four records each time, and none of them twice.
  expect(bench.sides.left.recalledRecords).toBe(8)
  expect(shown()).toEqual([['differs', 'm6', 'p6']])
})

it('calls a read incomplete where a known record is repeated in a page that is read anew', async () => {
  await bench.sync()
  bench.sides.left.records.set('again', {
    ...leftRecord(0),
    startMs: benchStart + 8 * hour,
    endMs: benchStart + 9 * hour,
  })
  leftRecord(1).label = 'Night'
  expect(await recalledLeft()).toMatchObject({ state: 'incomplete' })
  // Three of the first page, and all four of the second, which no longer ends the list.
  expect(bench.sides.left.recalledRecords).toBe(7)
})

it('knows the records beside a refused one', async () => {
  leftRecord(1).refused = true
  await bench.sync()
  await bench.sync()
  expect(bench.sides.left.recalledRecords).toBe(3)
  expect(shown()).toEqual([['unverified', 'm1', 'p1']])
})
