import { describe, expect, it } from 'vitest'
import { toErrorData } from '#contract/errors'
import { Instant, ZoneId } from '#contract/time'
import { checkSchedule, nextAfter } from './schedule.ts'

const warsaw = ZoneId.parse('Europe/Warsaw')

const told = (expression: string): string => {
  try {
    checkSchedule(expression)
    return 'accepted'
  } catch (thrown) {
    const { code, tell } = toErrorData(thrown)
    return `${code}: ${tell}`
  }
}

/** The first `count` occurrences after an instant. */
function occurrences(expression: string, zone: ZoneId, from: string, count: number): string[] {
  const found: string[] = []
  let at = Instant.parse(from)
  for (let n = 0; n < count; n += 1) {
    const next = nextAfter(expression, zone, at)
    if (next === null) break
    found.push(next)
    at = next
  }
  return found
}

describe('a schedule that a person enters', () => {
  it.each(['0 * * * *', '*/5 * * * *', '30 6 * * 1-5', '0,30 7-19 * * MON-FRI', ' 15  3 * * * '])(
    'accepts %s',
    (text) => expect(told(text)).toBe('accepted'),
  )

  it.each([
    ['61 * * * *', /bad-input: .*"61" does not say any minutes/],
    ['0 25 * * *', /"25" does not say any hours/],
    ['0 0 32 * *', /"32" does not say any days of the month/],
    ['0 0 * noon *', /"noon" does not say any months/],
    ['0 0 * * 9', /"9" does not say any weekdays/],
    ['* * * *', /has 4 parts where five are needed/],
    ['0 0 * * * *', /has 6 parts where five are needed/],
    ['@hourly', /has 1 parts where five are needed/],
    ['0 0 30 2 *', /names a day that never comes/],
    ['* * * * *', /more often than every 5 minutes/],
    ['0,2 3 1 1 *', /more often than every 5 minutes/],
    ['58,0 * * * *', /more often than every 5 minutes/],
    ['58,0 0,23 * * *', /more often than every 5 minutes/],
  ])('refuses %s and says why', (text, why) => expect(told(text)).toMatch(why))
})

describe('the next occurrence', () => {
  it('comes by the wall clock of the facility, and strictly after the instant asked', () => {
    expect(nextAfter('0 6 * * *', warsaw, Instant.parse('2026-07-01T03:59:59.999Z'))).toBe('2026-07-01T04:00:00.000Z')
    expect(nextAfter('0 6 * * *', warsaw, Instant.parse('2026-07-01T04:00:00.000Z'))).toBe('2026-07-02T04:00:00.000Z')
    expect(nextAfter('0 6 * * *', warsaw, Instant.parse('2026-01-01T04:30:00.000Z'))).toBe('2026-01-01T05:00:00.000Z')
  })

  it('comes each real hour of an hourly schedule when the clock is set back, and when it is set forward', () => {
    expect(occurrences('0 * * * *', warsaw, '2026-10-24T23:30:00.000Z', 3)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ])
    expect(occurrences('0 * * * *', warsaw, '2026-03-29T00:30:00.000Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
  })

  it('comes once a day for a fixed time that the clock shows twice or skips', () => {
    expect(occurrences('30 2 * * *', warsaw, '2026-10-24T12:00:00.000Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
    expect(occurrences('30 2 * * *', warsaw, '2026-03-28T12:00:00.000Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })
})
