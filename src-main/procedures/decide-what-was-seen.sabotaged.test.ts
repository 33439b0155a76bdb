import { expect, it, vi } from 'vitest'
import { CompareNumber } from '#contract/ids'
import { meanwhile } from '../../e2e/world/seen-differences.ts'

// The sabotaged twin (R45): whatever stands when the click arrives counts as seen.
vi.mock('../storage/compare-store.ts', async (original) => {
  const real = await original<typeof import('../storage/compare-store.ts')>()
  const readCompareId: typeof real.readCompareId = (db, id) => {
    const read = real.readCompareId(db, id)
    return read && { ...read, number: CompareNumber.parse(1_000_000) }
  }
  return { ...real, readCompareId }
})

it.each(meanwhile)(
  'goes red where meanwhile $name',
  async ({ play }) => {
    await expect(play()).rejects.toThrow(/what nobody saw is not decided/)
  },
  30_000,
)
