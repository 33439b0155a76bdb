import { expect, it } from 'vitest'
import { playRandomPrograms } from '../../e2e/world/sync-programs.ts'

const programs = process.env['PLUMBLINE_HEAVY'] ? 1_000 : process.env['TZ'] === 'UTC' ? 60 : 20

it('compares incrementally to the same result as in full where purges came in between, and counts exactly', async () => {
  const purged = await playRandomPrograms({ numRuns: programs, purging: true })
  expect(purged).toBeGreaterThan(2 * programs)
}, 600_000)
