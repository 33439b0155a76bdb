import { describe, expect, it } from 'vitest'
import { scheduleOf, scheduleProblem, scheduleValues, scheduleWords } from './schedule-shape.ts'

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
