import { expect, it } from 'vitest'
import { CalendarSearch } from './calendar-search.ts'

it('takes the days, the way they are drawn, what is hidden, and what is open', () => {
  const search = {
    facility: 'f-1',
    as: '2026-11-12T17:00:00.000Z',
    of: 'p-2',
    date: '2026-11-18',
    view: 'month',
    zoom: 24,
    mode: 'overlay',
    kinds: 'time,overlap',
    hide: 'in-sync',
    side: 'left',
    lanes: 'Ada',
    only: true,
    zone: 'utc',
    list: true,
    open: 'fp a/ż',
    thing: 'l12r40',
  }
  expect(CalendarSearch.parse(search)).toEqual(search)
})

it('falls back to today, the week and all kinds for values nobody could have meant', () => {
  const hostile = {
    facility: {},
    as: '2026-02-31T00:00:00.000Z',
    date: '2026-02-31',
    view: 'decade',
    zoom: -3,
    mode: 'x',
    kinds: '<script>,time',
    hide: 'everything',
    side: 'both',
    lanes: 'x'.repeat(500),
    only: 'yes',
    zone: 'Mars/Olympus',
    list: 1,
    open: [],
    thing: '12.40',
  }
  expect(CalendarSearch.parse(hostile)).toEqual({ kinds: 'time' })
})

it('names no thing by an empty text, and a lone side by its letter', () => {
  const of = (thing: string) => CalendarSearch.parse({ thing }).thing
  expect([of(''), of('l12'), of('r40'), of('r40l12')]).toEqual([undefined, 'l12', 'r40', undefined])
})
