import { expect, it, vi } from 'vitest'
import { playCountPrograms } from '../../e2e/world/count-programs.ts'

// The sabotaged twin (R45): whoever writes discrepancies leaves the counts as they were.
vi.mock('./discrepancy-count-store.ts', async (original) => ({
  ...(await original<typeof import('./discrepancy-count-store.ts')>()),
  recountOpen: () => {},
}))

it('goes red where nobody counts anew', () => {
  const wrong = { message: expect.stringMatching(/stored counts of open discrepancies are wrong/) as string }
  expect(() => playCountPrograms(20)).toThrow(expect.objectContaining({ cause: expect.objectContaining(wrong) }))
})
