import { it } from 'vitest'
import { playHistoryPrograms } from '../../e2e/world/history-programs.ts'

it('shows of each moment what its compare found, whatever random programs do afterwards', async () => {
  await playHistoryPrograms(30)
}, 120_000)
