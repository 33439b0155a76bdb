import { expect, it, vi } from 'vitest'
import { playRecordedWeek } from '../../e2e/world/recorded-week.ts'

// The sabotaged twin (R45): what was over by then is still shown.
vi.mock('../storage/prepared.ts', async (original) => {
  const real = await original<typeof import('../storage/prepared.ts')>()
  const over = ' AND (d.ended IS NULL OR d.ended > c.number)'
  return {
    ...real,
    prepared: (...[db, text]: Parameters<typeof real.prepared>) => real.prepared(db, text.replaceAll(over, '')),
  }
})

it('goes red where time travel does not look at when something ended', async () => {
  await expect(playRecordedWeek()).rejects.toThrow(/as it was/)
}, 120_000)
