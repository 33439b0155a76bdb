import { expect, it, vi } from 'vitest'
import type { TestApp } from '../world/test-app.ts'
import { halfRead, problemsIn, syncedWith } from './half-snapshots.ts'

// The sabotaged twin (R45): a start that does not take back what a kill left half read.
vi.mock('../../src-main/storage/snapshot-store.ts', async (original) => {
  const real = await original<typeof import('../../src-main/storage/snapshot-store.ts')>()
  return { ...real, sweepUnfinished: () => 0 }
})

it('goes red where a start leaves a half read behind', async () => {
  const systems = await syncedWith(halfRead)
  let again: TestApp | null = null
  try {
    again = await systems.test.reopen()
    expect(await problemsIn(again)).toEqual([
      '1 snapshots still being built',
      '1 rows of record_version whose born is no sealed snapshot',
      '1 rows of record_version whose ended is no sealed snapshot',
    ])
  } finally {
    await again?.app.close()
    await systems.close()
  }
})
