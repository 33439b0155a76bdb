import { expect, it } from 'vitest'
import { playAcceptedPrograms } from '../../e2e/world/accepted-programs.ts'

it('keeps an acceptance exactly while the discrepancy stays open and nothing stored of its records moves', async () => {
  await expect(playAcceptedPrograms(40)).resolves.toBe(undefined)
}, 120_000)
