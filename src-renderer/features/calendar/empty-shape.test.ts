import { expect, it } from 'vitest'
import { addDays, Instant, LocalDate, startOfDay, ZoneId } from '#contract/time'
import { emptyWords } from './empty-shape.ts'

const zone = ZoneId.parse('Europe/Warsaw')
const days = (from: string, count: number) => {
  const first = LocalDate.parse(from)
  return { start: startOfDay(first, zone), end: startOfDay(addDays(first, count), zone) }
}
const wordsFor = (span: { start: Instant; end: Instant }) =>
  emptyWords({
    title: 'These days',
    span,
    window: days('2026-11-14', 36),
    systems: { left: 'Maple', right: 'Northgate' },
    zone,
    now: Instant.parse('2026-11-21T10:00:00.000Z'),
  })

it('claims that nothing is held only of days that were looked at', () => {
  expect(wordsFor(days('2026-11-16', 7))).toEqual({
    title: 'Nothing in These days',
    text: 'Neither Maple nor Northgate holds anything in these days.',
    way: null,
  })
})

it('says of days outside of what was looked at that they were not read, with the way there', () => {
  const text = 'Nothing is known of these days: the comparison looked at Sat 14 Nov to Sat 19 Dec.'
  expect(wordsFor(days('2026-08-03', 7))).toEqual({
    title: 'Not read: These days',
    text,
    way: { date: '2026-11-14', back: false },
  })
  expect(wordsFor(days('2026-12-20', 7))).toEqual({
    title: 'Not read: These days',
    text,
    way: { date: '2026-12-19', back: true },
  })
})

it('says both where the days in view reach beyond', () => {
  expect(wordsFor(days('2026-11-09', 7))).toEqual({
    title: 'Nothing in These days, as far as it was read',
    text:
      'Neither Maple nor Northgate holds anything in Sat 14 Nov to Sun 15 Nov. The other days in view were not read: ' +
      'the comparison looked at Sat 14 Nov to Sat 19 Dec.',
    way: null,
  })
})
