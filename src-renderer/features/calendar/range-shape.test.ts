import { expect, it } from 'vitest'
import { LocalDate, ZoneId } from '#contract/time'
import { type CalendarView, daysOf, rangeOf, rangeWords, steppedDate } from './range-shape.ts'

const zone = ZoneId.parse('Europe/Warsaw')
const range = (view: CalendarView, date: string) => rangeOf({ view, date: LocalDate.parse(date), zone })

it('puts a date into its day, its week from Monday on, or its month', () => {
  const of = (view: CalendarView) => {
    const { from, days, ...rest } = range(view, '2026-11-18')
    return [from, days, rangeWords({ from, days, ...rest })]
  }
  expect([of('day'), of('week'), of('month')]).toEqual([
    ['2026-11-18', 1, { title: 'Wed 18 Nov 2026', week: 'week 47' }],
    ['2026-11-16', 7, { title: '16 to 22 Nov 2026', week: 'week 47' }],
    ['2026-11-01', 30, { title: 'November 2026', week: '' }],
  ])
})

it('spans a week of clock change as long as it is', () => {
  expect(range('week', '2026-10-25').span).toEqual({
    start: '2026-10-18T22:00:00.000Z',
    end: '2026-10-25T23:00:00.000Z',
  })
  expect(daysOf(range('week', '2026-03-25'), zone).map(({ hours }) => hours)).toEqual([24, 24, 24, 24, 24, 24, 23])
})

it('turns pages by day, week and month, from the last of a long month too', () => {
  const stepped = (view: CalendarView, date: string, step: 1 | -1) =>
    steppedDate({ view, date: LocalDate.parse(date) }, step)
  expect([
    stepped('day', '2026-12-31', 1),
    stepped('week', '2026-11-18', -1),
    stepped('month', '2027-01-31', 1),
  ]).toEqual(['2027-01-01', '2026-11-11', '2027-02-01'])
})
