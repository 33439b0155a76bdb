import { describe, expect, it, vi } from 'vitest'
import { type FaultCase, runFaultCase } from '../../e2e/world/fault-cases.ts'

// R41 waits for minutes; here the same waits are shorter, and nothing else differs.
vi.mock('../connectors/kit/http-limits.ts', async (original) => {
  const real = await original<typeof import('../connectors/kit/http-limits.ts')>()
  return { ...real, defaultHttpLimits: { ...real.defaultHttpLimits, headersMs: 600, idleMs: 600, totalMs: 800 } }
})

const cases: readonly FaultCase[] = [
  { name: 'an answer that never begins', fault: 'hang', state: 'failed', says: /did not answer in time/ },
  { name: 'an answer that drips', fault: 'slow-drip', state: 'failed', says: /did not answer in time/ },
  {
    name: 'an answer that drips on page 2',
    fault: 'slow-drip',
    options: { fromPage: 2 },
    state: 'incomplete',
    says: /only in part.*did not answer in time/,
  },
]

describe('slowness is not absence', () => {
  it.each(cases)('makes nothing missing on $name, and says so', async (one) => {
    await expect(runFaultCase(one)).resolves.toBeUndefined()
  })
})
