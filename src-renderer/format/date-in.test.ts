import { expect, it } from 'vitest'
import { LocalDate } from '#contract/time'
import { dateIn } from './date-in.ts'

// A Saturday.
const today = LocalDate.parse('2026-11-21')

it('finds the day in the ways people say it', () => {
  const said = ['18 Nov', 'nov 18', '18 November, 2027', '18.11.', '18.11.2025', '2026-11-18', 'today', 'Tomorrow']
  expect(said.map((text) => dateIn(text, today))).toEqual([
    '2026-11-18',
    '2026-11-18',
    '2027-11-18',
    '2026-11-18',
    '2025-11-18',
    '2026-11-18',
    '2026-11-21',
    '2026-11-22',
  ])
})

it('takes the nearest year where none is said', () => {
  expect([dateIn('3 Jan', today), dateIn('29 Feb', LocalDate.parse('2028-12-30'))]).toEqual([
    '2027-01-03',
    '2028-02-29',
  ])
})

it('takes a weekday as the next one, today included', () => {
  expect([dateIn('sat', today), dateIn('Friday', today)]).toEqual(['2026-11-21', '2026-11-27'])
})

it('finds none where there is none', () => {
  const none = ['', '31 Feb', '2026-13-01', '18', 'no', 'march', '18 foo', 'ward 2', '99.99.']
  expect(none.map((text) => dateIn(text, today))).toEqual(none.map(() => null))
})
