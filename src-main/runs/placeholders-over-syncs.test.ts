import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCrowdInPart } from '../../e2e/world/crowd-in-part.ts'
import type { MemoryRecord } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'

const hour = 3_600_000
let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => {
  vi.restoreAllMocks()
  bench.close()
})

type Copy = Pick<MemoryRecord, 'reference'>

/** The same shift on both sides, `m-1` and `p-1`, except in what each names. */
function put(n: number, shared: Partial<MemoryRecord>, { left, right }: { left: Copy; right: Copy }): void {
  const span = { startMs: benchStart + 30 * hour, endMs: benchStart + 38 * hour }
  const one = { ...span, label: 'Day', worker: `w${n}`, ...shared }
  bench.sides.left.records.set(`m-${n}`, { ...one, ...left, key: `m-${n}` })
  bench.sides.right.records.set(`p-${n}`, { ...one, ...right, key: `p-${n}` })
}
const both = (n: number) => ({ left: { reference: `p-${n}` }, right: { reference: `m-${n}` } })
const nothingKnown = { left: { reference: null }, right: { reference: 'N/A' } }

function counted(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of bench.shown()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** Records of the cache read while something is done: each is taken apart once when it is. */
async function recordsRead(act: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse')
  await act()
  const { length } = parse.mock.calls.filter(([text]) => text.includes('"requirements"'))
  vi.restoreAllMocks()
  return length
}

describe('one text filled in for an id nobody has', () => {
  const fill = (from: number, to: number): void => {
    for (let n = from; n < to; n += 1) put(n, {}, nothingKnown)
  }

  it('is one duplicate, and double-books nobody with his own shift', async () => {
    fill(0, 40)
    await bench.sync()
    expect(counted()).toEqual({ duplicate: 1, 'only-left': 40 })
  })

  it('hides no booking on top of one of those', async () => {
    fill(0, 40)
    put(99, { worker: 'w7', startMs: benchStart + 31 * hour }, both(99))
    await bench.sync()
    expect(counted()).toMatchObject({ overlap: 2 })
    expect(
      bench.shown().flatMap(({ members }) => members.map(({ leftKey, rightKey }) => `${leftKey} ${rightKey}`)),
    ).toEqual(expect.arrayContaining(['m-7 null', 'm-99 p-99', 'null p-7']))
  })

  it('makes the compare of twice as many read no more than twice the records, first and after one moved', async () => {
    const readAll = async (count: number): Promise<number[]> => {
      fill(0, count)
      const first = await recordsRead(() => bench.sync())
      fill(count, count + 1)
      const changed = await recordsRead(() => bench.sync())
      bench.close()
      bench = makeSyncBench(false)
      return [first, changed]
    }
    // Beyond some hundred groups are loaded in several goes.
    const [once, twice] = [await readAll(800), await readAll(1_600)]
    expect(Math.min(...once)).toBeGreaterThan(800)
    for (const [at, reads] of twice.entries()) expect(reads).toBeLessThan(2.2 * (once[at] ?? 0))
  })
})

describe('a name that stands for an agency', () => {
  const fill = (count: number): void => {
    for (let n = 0; n < count; n += 1) put(n, { worker: 'agency' }, both(n))
  }

  it('is told once, with how many bookings it has at once, and its first ones', async () => {
    fill(30)
    await bench.sync()
    const [row, ...others] = bench.shown()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      kind: 'overlap',
      label: '30 bookings at once',
      who: 'Invented agency',
      startMs: benchStart + 30 * hour,
      endMs: benchStart + 38 * hour,
    })
    expect(row?.members).toHaveLength(21)
  })

  it('is told pair by pair again from the sync on in which no more than 20 stand at once, and once when they do', async () => {
    fill(21)
    await bench.sync()
    expect(bench.shown()).toHaveLength(1)
    bench.sides.left.records.delete('m-20')
    bench.sides.right.records.delete('p-20')
    await bench.sync()
    expect(counted()).toEqual({ overlap: 190 })
    fill(21)
    await bench.sync()
    expect(bench.shown()).toMatchObject([{ label: '21 bookings at once' }])
  })

  it('stays one row while its bookings come and go, and leaves the window with them', async () => {
    fill(30)
    await bench.sync()
    const [before] = bench.shown()
    fill(31)
    await bench.sync()
    expect(bench.shown()).toMatchObject([
      { fingerprint: before?.fingerprint, valuesMark: before?.valuesMark, label: '31 bookings at once' },
    ])
    bench.pass(72 * hour)
    put(99, { startMs: benchStart + 80 * hour, endMs: benchStart + 81 * hour }, both(99))
    await bench.sync()
    expect(bench.shown()).toEqual([])
    const closed = bench.db.sql.prepare("SELECT closed FROM discrepancy WHERE closed <> 'changed'").pluck().all()
    expect(closed).toEqual(['left-the-window'])
  })

  it('is not told where a part of a read adds to what it missed, and ends no double booking that was', async () => {
    await runCrowdInPart(bench)
    // What was missed on the left stands alone by what the right says, and met the new one by what the left said.
    expect(counted()).toEqual({ overlap: 190 + 14, unverified: 6 + 6 })
    bench.sides.left.fault = { kind: 'none' }
    await bench.sync()
    expect(counted()).toEqual({ overlap: (15 * 14) / 2 })
  })

  it('stands through a part of a read', async () => {
    fill(25)
    await bench.sync()
    const before = bench.shown()
    expect(before).toMatchObject([{ label: '25 bookings at once' }])
    bench.sides.left.fault = { kind: 'fails-after', pages: 1 }
    bench.sides.right.fault = { kind: 'fails-after', pages: 1 }
    put(0, { worker: 'agency', label: 'Night' }, both(0))
    await bench.sync()
    expect(bench.shown()).toMatchObject(before.map(({ fingerprint, label }) => ({ fingerprint, label })))
  })

  it('is told of the window once a crowd stands in it, not of the day before from which one booking lasts', async () => {
    const hoursFrom = (at: number, hours: number) => {
      return { startMs: benchStart + at * hour, endMs: benchStart + (at + hours) * hour, worker: 'agency' }
    }
    // The window begins 32 hours before the bench.
    for (let n = 0; n < 20; n += 1) put(n, hoursFrom(-52, 8), both(n))
    put(20, hoursFrom(-53, 27), both(20))
    // A read of mostly new records would be held back.
    for (let n = 30; n < 50; n += 1) put(n, {}, both(n))
    await bench.sync()
    expect(bench.shown()).toMatchObject([{ label: '21 bookings at once', startMs: benchStart - 52 * hour }])
    for (let n = 50; n < 75; n += 1) put(n, hoursFrom(10, 8), both(n))
    await bench.sync()
    expect(bench.shown()).toMatchObject([{ label: '25 bookings at once', startMs: benchStart + 10 * hour }])
  })

  it('writes no row more for twice as many', async () => {
    const rows = async (count: number): Promise<unknown> => {
      fill(count)
      await bench.sync()
      return bench.db.sql.prepare('SELECT count(*) FROM discrepancy WHERE ended IS NULL').pluck().get()
    }
    expect([await rows(100), await rows(200)]).toEqual([1, 1])
  })
})
