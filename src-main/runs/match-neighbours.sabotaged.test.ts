import { expect, it, vi } from 'vitest'
import { playRandomPrograms } from '../../e2e/world/sync-programs.ts'

// The sabotaged twin (R45): an incremental compare that does not look for what a touched record could be matched with.
vi.mock('../storage/lone-record-store.ts', async (original) => ({
  ...(await original<typeof import('../storage/lone-record-store.ts')>()),
  groupsStarting: () => [],
}))

it('goes red where the incremental compare does not look at what a touched record could be matched with', async () => {
  await expect(playRandomPrograms({ numRuns: 200, shrink: false })).rejects.toThrow(/Property failed/)
}, 120_000)
