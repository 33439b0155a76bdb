import { expect, it, vi } from 'vitest'
import { moves, runMove } from '../../e2e/world/accepted-differences.ts'

// The sabotaged twin (R45): what was decided about some values is taken to hold for any.
vi.mock('../storage/values-mark.ts', async (original) => ({
  ...(await original<typeof import('../storage/values-mark.ts')>()),
  valuesStand: () => true,
}))

// What was resolved in between began anew, whatever holds of its values.
const carried = moves.filter(({ name }) => name !== 'the difference is resolved and comes back')

it.each(carried)('goes red where an acceptance outlives that $name', async (one) => {
  await expect(runMove(one)).rejects.toThrow(/a moved value brings it back at once/)
})
