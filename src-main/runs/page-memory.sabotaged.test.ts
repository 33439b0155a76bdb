import { expect, it, vi } from 'vitest'
import { benchStart, makeSyncBench } from '../../e2e/world/sync-bench.ts'

// The sabotaged twin (R45): a memory that goes on knowing the pages and records of earlier reads.
vi.mock('./page-memory.ts', async (original) => {
  const real = await original<typeof import('./page-memory.ts')>()
  return {
    ...real,
    keepPageMemory: (...[db, kept]: Parameters<typeof real.keepPageMemory>) => {
      const { before, now } = kept.memory
      now.elements.addFrom(before.elements, 0, before.elements.size())
      real.keepPageMemory(db, kept)
    },
  }
})

it('loses a record where a page is taken for known although its versions have ended', async () => {
  const bench = makeSyncBench(false)
  try {
    const shift = { startMs: benchStart, endMs: benchStart + 3_600_000, label: 'Day', worker: 'w1' }
    const left = { ...shift, key: 'm1', reference: 'p1' }
    bench.sides.left.records.set('m1', left)
    bench.sides.right.records.set('p1', { ...shift, key: 'p1', reference: 'm1' })
    for (const label of ['Day', 'Night', 'Day']) {
      left.label = label
      await bench.sync()
    }
    // Without the sabotage both sides agree here (page-memory.test.ts).
    expect(bench.shown()).not.toEqual([])
  } finally {
    bench.close()
  }
})
