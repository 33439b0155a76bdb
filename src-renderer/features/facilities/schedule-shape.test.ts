import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakePairings } from '../../testing/fake-states.ts'
import { nextSyncWords, scheduleOf, scheduleProblem, scheduleValues, scheduleWords } from './schedule-shape.ts'

const own = (expression: string) => ({ choice: 'own' as const, at: '', expression })

describe('the schedule of a pairing', () => {
  it('comes back from the form as it was stored', () => {
    const stored = ['0 * * * *', '*/15 * * * *', '30 6 * * *', '5 0 * * *', '0 7-19/2 * * 1-5', null]
    expect(stored.map((schedule) => scheduleOf(scheduleValues(schedule)))).toEqual(stored)
  })

  it('is shown as the choice that covers it, else as an expression of one’s own', () => {
    const choices = ['0 * * * *', '*/15 * * * *', '30 6 * * *', null, '30 6 * * 1'].map(
      (schedule) => scheduleValues(schedule).choice,
    )
    expect(choices).toEqual(['hourly', 'quarterly', 'daily', 'hand', 'own'])
  })

  it('is said in words with the clock of 24 hours', () => {
    expect([
      scheduleWords('0 * * * *'),
      scheduleWords('30 18 * * *'),
      scheduleWords('0 7 * * 1-5'),
      scheduleWords(null),
    ]).toEqual(['Every hour', 'At 18:30', 'At 07:00, Monday through Friday', 'By hand only'])
  })

  it('is refused in place where it is no cron expression of five parts, with the reason', () => {
    expect(scheduleProblem(own('0 7 * *'))).toMatch(/^Five parts/)
    expect(scheduleProblem(own('0 0 7 * * *'))).toMatch(/^Five parts/)
    expect(scheduleProblem(own('75 7 * * *'))).toMatch(/minute/i)
    expect(scheduleProblem(own('0 7 * * maybe'))).not.toBeNull()
    expect(scheduleProblem(own(' 0  7 * * 1 '))).toBeNull()
    expect(scheduleOf(own(' 0  7 * * 1 '))).toBe('0 7 * * 1')
    expect(scheduleProblem({ choice: 'daily', at: '', expression: '' })).toBe('Enter the time, such as 06:30.')
  })
})

describe('the next sync', () => {
  const now = Instant.parse('2026-11-21T10:00:30.000Z')
  const [hourly, byHand] = fakePairings(now, 'usual', 0)
  if (!hourly || !byHand) throw new Error('two invented pairings are expected')
  const said = (nextSyncAt: string | null) =>
    nextSyncWords({ ...hourly, nextSyncAt: nextSyncAt === null ? null : Instant.parse(nextSyncAt) }, now)

  it('is told with its time, and as now while it is about to start', () => {
    expect(said('2026-11-21T11:00:00.000Z')).toMatch(/^next sync \d\d:00 \(in 60 min\)$/)
    expect(said('2026-11-21T10:00:00.000Z')).toMatch(/^next sync \d\d:00 \(now\)$/)
  })

  it('is not called next where it was due and did not start', () => {
    expect(said('2026-11-21T09:00:00.000Z')).toMatch(/^sync due since \d\d:00, not started yet$/)
    expect(said('2026-11-20T09:00:00.000Z')).toMatch(/^sync due since Fri 20 Nov \d\d:00, not started yet$/)
  })

  it('is the schedule alone where this program starts none, and nothing where there is no schedule', () => {
    expect(said(null)).toBe('Every hour')
    expect(nextSyncWords({ ...byHand, nextSyncAt: null }, now)).toBe('syncs by hand only')
  })
})
