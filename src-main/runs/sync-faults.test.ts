import { describe, expect, it } from 'vitest'
import { faultCases, runFaultCase } from '../../e2e/world/fault-cases.ts'

describe('silence is not absence', () => {
  it.each(faultCases)('makes nothing missing on $name, and says so', async (one) => {
    await expect(runFaultCase(one)).resolves.toBeUndefined()
  })
})
