import { describe, expect, it, vi } from 'vitest'
import { faultCases, runFaultCase } from '../../e2e/world/fault-cases.ts'

// The sabotaged twin (R45): the guard finds everything plausible, and an incomplete read ends what it did not see.
vi.mock('../core/guard/judge-plausibility.ts', () => ({ judgePlausibility: () => null }))
vi.mock('../storage/record-version-store.ts', async (original) => {
  const real = await original<typeof import('../storage/record-version-store.ts')>()
  return { ...real, markUnread: real.endUnseen }
})

// What a circle of three pages leaves out lies behind the planted difference, so this sabotage does not show there.
const sabotaged = faultCases.filter(
  (one) =>
    one.fault === 'empty-list' || (one.state === 'incomplete' && !one.everythingCame && one.fault !== 'cycle-of-3'),
)

describe('the fault suite over a sabotaged sync', () => {
  it.each(sabotaged)('goes red on $name', async (one) => {
    await expect(runFaultCase(one)).rejects.toThrow(
      /nothing is missing|the run ends failed|the established difference stays/,
    )
  })
})
