import { expect, it, vi } from 'vitest'
import { runCrowdInPart } from '../../e2e/world/crowd-in-part.ts'
import { makeSyncBench } from '../../e2e/world/sync-bench.ts'

// The sabotaged twin (R45): what the newest read missed counts as if it had been read.
vi.mock('../storage/overlap-store.ts', async (original) => {
  const store = await original<typeof import('../storage/overlap-store.ts')>()
  const listBookings: typeof store.listBookings = (...asked) =>
    store.listBookings(...asked).map((one) => ({ ...one, unread: false }))
  return { ...store, listBookings }
})

it('goes red where what a read missed makes a crowd together with what it found', async () => {
  const bench = makeSyncBench(false)
  try {
    await expect(runCrowdInPart(bench)).rejects.toThrow(/a part of a read ends no double booking/)
  } finally {
    bench.close()
  }
})
