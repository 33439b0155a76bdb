import { expect, it } from 'vitest'
import { LocalDate } from '#contract/time'
import { dateSpanWords, dateWords, monthWords, weekdayOf, weekOf } from './calendar-date.ts'

const day = (text: string) => LocalDate.parse(text)

it('knows the weekday, with Monday first', () => {
  expect(['2026-11-16', '2026-11-22', '2024-02-29', '1970-01-01'].map((text) => weekdayOf(day(text)))).toEqual([
    0, 6, 3, 3,
  ])
})

it('counts weeks as ISO 8601 does, around the turn of years too', () => {
  const known = [
    ['2026-11-18', 47],
    ['2026-01-01', 1],
    ['2027-01-03', 53],
    ['2027-01-04', 1],
    ['2025-12-29', 1],
    ['2024-12-31', 1],
    ['2023-01-01', 52],
  ] as const
  expect(known.map(([text]) => [text, weekOf(day(text))])).toEqual(known)
})

it('says days and spans without saying a month or a year twice', () => {
  expect(dateWords(day('2026-11-18'))).toBe('Wed 18 Nov 2026')
  expect(monthWords(day('2026-11-18'))).toBe('November 2026')
  expect(dateSpanWords(day('2026-11-16'), day('2026-11-22'))).toBe('16 to 22 Nov 2026')
  expect(dateSpanWords(day('2026-11-30'), day('2026-12-06'))).toBe('30 Nov to 6 Dec 2026')
  expect(dateSpanWords(day('2026-12-28'), day('2027-01-03'))).toBe('28 Dec 2026 to 3 Jan 2027')
})
