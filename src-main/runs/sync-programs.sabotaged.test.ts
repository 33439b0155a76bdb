import { expect, it, vi } from 'vitest'
import { playRandomPrograms } from '../../e2e/world/sync-programs.ts'

// The sabotaged twin (R45): an incremental compare that forgets the strips by which the judged window moved.
vi.mock('../storage/compare-store.ts', async (original) => {
  const real = await original<typeof import('../storage/compare-store.ts')>()
  return {
    ...real,
    touchedGroups: (...[db, ground, previous]: Parameters<typeof real.touchedGroups>) =>
      real.touchedGroups(db, ground, previous, previous),
  }
})

it('goes red where the incremental compare does not look at what the window uncovered', async () => {
  await expect(playRandomPrograms({ numRuns: 200, shrink: false })).rejects.toThrow(/Property failed/)
}, 120_000)
