import { expect, it } from 'vitest'
import { makeReadRate } from './read-rate.ts'

it('tells records a second over the last five seconds, so that a slower vendor shows at once', () => {
  const rate = makeReadRate(0)
  for (let second = 1; second <= 5; second += 1) rate.note({ ms: second * 1000, read: second * 100, expected: null })
  expect(rate.note({ ms: 10_000, read: 550, expected: 600 })).toEqual({ perSecond: 10, msLeft: 5000 })
})

it('tells no rate before something was read, and no time left where nobody knows how many will come', () => {
  const rate = makeReadRate(0)
  expect(rate.note({ ms: 500, read: 0, expected: 100 })).toEqual({ perSecond: null, msLeft: null })
  expect(rate.note({ ms: 1000, read: 50, expected: null })).toEqual({ perSecond: 50, msLeft: null })
})

it('does not guess the time left once more came than expected', () => {
  const rate = makeReadRate(0)
  expect(rate.note({ ms: 1000, read: 100, expected: 100 })).toEqual({ perSecond: 100, msLeft: 0 })
  expect(rate.note({ ms: 2000, read: 200, expected: 100 })).toEqual({ perSecond: 100, msLeft: null })
})

it('still tells a rate where pages are further apart than the stretch', () => {
  const rate = makeReadRate(0)
  rate.note({ ms: 20_000, read: 100, expected: null })
  expect(rate.note({ ms: 40_000, read: 200, expected: 300 })).toEqual({ perSecond: 5, msLeft: 20_000 })
})
