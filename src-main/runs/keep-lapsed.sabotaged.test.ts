import { expect, it, vi } from 'vitest'
import { overtakes, runOvertaken } from '../../e2e/world/lapsed-differences.ts'

// The sabotaged twin (R45): the ledger never hears of what was overtaken.
vi.mock('../storage/discrepancy-decision-store.ts', async (original) => ({
  ...(await original<typeof import('../storage/discrepancy-decision-store.ts')>()),
  lapseDecisions: () => {},
}))

it.each(overtakes)('goes red where only the old cache knew that $name', async (one) => {
  await expect(runOvertaken(one, 'accept')).rejects.toThrow(/a cache read anew tells what the old one told/)
})
