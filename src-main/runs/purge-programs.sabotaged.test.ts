import { expect, it, vi } from 'vitest'
import { playRandomPrograms } from '../../e2e/world/sync-programs.ts'

// The sabotaged twin (R45): a purge that reaches into what is in view.
vi.mock('../storage/purge-ground.ts', async (original) => {
  const real = await original<typeof import('../storage/purge-ground.ts')>()
  return {
    ...real,
    purgeGround: (...[db, pairingId, beforeMs]: Parameters<typeof real.purgeGround>) => {
      const ground = real.purgeGround(db, pairingId, beforeMs)
      return ground && { ...ground, cutMs: beforeMs }
    },
  }
})

it('goes red where a purge takes away what is in view', async () => {
  await expect(playRandomPrograms({ numRuns: 200, shrink: false, purging: true })).rejects.toThrow(/Property failed/)
}, 120_000)
