import { expect } from 'vitest'
import { benchStart, type SyncBench } from './sync-bench.ts'

const hour = 3_600_000

/**
 * One worker with 20 bookings at once, of which six go and one comes while only the first page of the left side is read.
 * Holds that this ends none of the double bookings there were. Throws where it does.
 */
export async function runCrowdInPart({ sides: { left, right }, sync, shown }: SyncBench): Promise<void> {
  const shared = { startMs: benchStart + 30 * hour, endMs: benchStart + 38 * hour, label: 'Day', worker: 'agency' }
  const put = (n: number): void => {
    left.records.set(`m-${n}`, { ...shared, key: `m-${n}`, reference: `p-${n}` })
    right.records.set(`p-${n}`, { ...shared, key: `p-${n}`, reference: `m-${n}` })
  }
  for (let n = 0; n < 20; n += 1) put(n)
  await sync()
  const before = shown().map(({ fingerprint }) => fingerprint)
  expect(before).toHaveLength(190)
  for (let n = 10; n < 16; n += 1) {
    left.records.delete(`m-${n}`)
    right.records.delete(`p-${n}`)
  }
  // Is listed among the first four, all that is read.
  put(100)
  left.fault = { kind: 'fails-after', pages: 1 }
  await sync()
  const after = shown().map(({ fingerprint }) => fingerprint)
  expect(after, 'a part of a read ends no double booking').toEqual(expect.arrayContaining(before))
}
