import { describe, expect, it } from 'vitest'
import { fitExponent, goals, type Measured, type SizeResult, valueOf, verdictOf } from './goals.ts'
import { readmeText } from './readme-text.ts'
import { median, quantile } from './stopwatch.ts'

describe('the fit of growth', () => {
  it('is 1 for what grows with the size, 2 with its square, 0 for what does not grow', () => {
    const grown = (power: number) =>
      fitExponent([1_000, 10_000, 100_000].map((size) => ({ size, value: 3 * size ** power })))
    expect([1, 2, 0].map((power) => grown(power).toFixed(6))).toEqual(['1.000000', '2.000000', '0.000000'])
  })

  it('is not told from one size, or where something was not measured', () => {
    expect(fitExponent([{ size: 1_000, value: 3 }])).toBeNaN()
    const gap = [
      { size: 1_000, value: 3 },
      { size: 10_000, value: Number.NaN },
    ]
    expect(fitExponent(gap)).toBeNaN()
  })
})

it('meets a goal at its limit, misses it above, and judges nothing that was not measured', () => {
  expect([1.6, 1.61, Number.NaN].map((value) => verdictOf(value, 1.6))).toEqual(['met', 'missed', 'not measured'])
})

it('takes the middle of an odd number of readings, and what lies between of an even one', () => {
  expect([median([9, 1, 5]), median([1, 2]), quantile([0, 10], 0.95)]).toEqual([5, 1.5, 9.5])
})

describe('the page it leaves behind', () => {
  const every = (value: number): Measured =>
    Object.fromEntries(
      goals.flatMap(({ of }) => ('metric' in of ? [of.metric] : [of.work, of.beside])).map((metric) => [metric, value]),
    )
  const result = (size: number, measured: Measured): SizeResult => ({
    size,
    processes: 3,
    measured,
    ratios: Object.fromEntries(goals.map((goal) => [goal.id, valueOf(goal, measured)])),
  })
  const missedIn = (text: string): string => /^(Missed: .*|Nothing is missed\.)$/m.exec(text)?.[0] ?? ''

  it('names what is missed at the largest size, and what grows too fast', () => {
    const small = result(10_000, { ...every(1), pullCold: 1, bareInsert: 0.1 })
    const large = result(100_000, { ...every(10), pullCold: 100, bareInsert: 10, compareNone: 0.01, scan: 10 })
    const missed = missedIn(readmeText([small, large]))
    expect(missed).toContain('cold pull + seal (parse + hash + bare insert)')
    expect(missed).toContain('growth of: cold pull + seal')
    expect(missed).not.toContain('growth of: parse + hash + bare insert')
    expect(missed).not.toContain('incremental compare, nothing touched (covering scan of both sides)')
  })

  it('says so where nothing is missed', () => {
    const measured = { ...every(1), compareNone: 0.01, compareTenth: 0.1 }
    expect(missedIn(readmeText([result(10_000, measured)]))).toBe('Nothing is missed.')
  })
})
