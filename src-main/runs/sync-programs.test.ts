import { expect, it } from 'vitest'
import { playRandomPrograms } from '../../e2e/world/sync-programs.ts'

const programs = process.env['PLUMBLINE_HEAVY'] ? 1_000 : process.env['TZ'] === 'UTC' ? 60 : 20

it('compares incrementally to the same result as in full over random programs, and publishes nothing of a failed read', async () => {
  await expect(playRandomPrograms({ numRuns: programs })).resolves.toBe(0)
}, 600_000)
