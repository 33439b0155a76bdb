import { it } from 'vitest'
import { playRecordedWeek } from '../../e2e/world/recorded-week.ts'

it('shows every moment of a recorded week as it was, and when each discrepancy was first seen', async () => {
  await playRecordedWeek()
}, 120_000)
