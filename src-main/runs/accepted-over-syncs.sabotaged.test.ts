import { describe, expect, it, vi } from 'vitest'
import { playAcceptedPrograms } from '../../e2e/world/accepted-programs.ts'

const stands = vi.hoisted(() => ({ always: true }))

// The sabotaged twin (R45): what was decided holds whatever moved, or for no further version at all.
vi.mock('../storage/values-mark.ts', async (original) => ({
  ...(await original<typeof import('../storage/values-mark.ts')>()),
  valuesStand: () => stands.always,
}))

describe('an acceptance over random syncs', () => {
  it.each([true, false])(
    'goes red where values are taken to stand: %s',
    async (always) => {
      stands.always = always
      await expect(playAcceptedPrograms(100)).rejects.toThrow(/Property failed/)
    },
    120_000,
  )
})
