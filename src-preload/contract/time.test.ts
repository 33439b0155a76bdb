import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  fromMs,
  Instant,
  LocalDate,
  LocalTime,
  lastTransition,
  parseInstant,
  spansMeet,
  startOfDay,
  toInstant,
  toMs,
  wallClock,
  ZoneId,
} from './time.ts'

const london = ZoneId.parse('Europe/London')
const at = (
  date: string,
  time: string,
  whenDoubled: 'reject' | 'earlier' | 'later' = 'reject',
  whenMissing: 'reject' | 'after' = 'reject',
) => toInstant({ date: LocalDate.parse(date), time: LocalTime.parse(time), zone: london, whenDoubled, whenMissing })

describe('reading a timestamp', () => {
  it.each([
    ['2026-11-21T09:30:00Z', '2026-11-21T09:30:00.000Z'],
    ['2026-11-21T09:30Z', '2026-11-21T09:30:00.000Z'],
    ['2026-11-21T10:30:00+01:00', '2026-11-21T09:30:00.000Z'],
    ['2026-11-21T09:30:00.123456Z', '2026-11-21T09:30:00.123Z'],
    ['2026-11-21T09:30:00', null],
    ['2026-02-30T09:30:00Z', null],
    ['2026-11-21', null],
    ['tomorrow', null],
    ['', null],
  ])('%s', (text, expected) => expect(parseInstant(text)).toBe(expected))

  it('takes every day that there is, and no other', () => {
    const two = (n: number): string => String(n).padStart(2, '0')
    for (const year of ['1900', '2000', '2024', '2025']) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${two(month)}-${two(day)}T23:59:59.999Z`
          const ms = Date.parse(text)
          const exists = !Number.isNaN(ms) && new Date(ms).toISOString() === text
          expect([text, parseInstant(text)]).toEqual([text, exists ? text : null])
        }
      }
    }
  })

  it.each(['2026-11-21T24:00:00.000Z', '2026-11-21T09:60:00Z', '2026-11-21T09:30:61Z', '2026-11-21 09:30:00Z'])(
    'refuses %s',
    (text) => expect(parseInstant(text)).toBeNull(),
  )
})

describe('a wall time', () => {
  it('is one instant on an ordinary day', () =>
    expect(at('2026-11-21', '09:30')).toEqual({ instant: '2026-11-21T09:30:00.000Z' }))
  it('is refused, or stated, where the clock skips it', () => {
    expect(at('2026-03-29', '01:30')).toEqual({ refused: 'missing-hour' })
    expect(at('2026-03-29', '01:30', 'reject', 'after')).toEqual({ instant: '2026-03-29T01:30:00.000Z' })
  })
  it('is refused, or stated, where the clock shows it twice', () => {
    expect(at('2026-10-25', '01:30')).toEqual({ refused: 'doubled-hour' })
    expect(at('2026-10-25', '01:30', 'earlier')).toEqual({ instant: '2026-10-25T00:30:00.000Z' })
    expect(at('2026-10-25', '01:30', 'later')).toEqual({ instant: '2026-10-25T01:30:00.000Z' })
  })
})

describe('a local day', () => {
  it('is as long as it is: 23, 24 or 25 hours', () => {
    const hours = (date: string) => {
      const day = LocalDate.parse(date)
      return (toMs(startOfDay(addDays(day, 1), london)) - toMs(startOfDay(day, london))) / 3_600_000
    }
    expect([hours('2026-03-29'), hours('2026-06-01'), hours('2026-10-25')]).toEqual([23, 24, 25])
  })
  it('adds calendar months, and stays within a shorter one', () => {
    const later = (date: string) => addMonths(LocalDate.parse(date), 1)
    expect([later('2026-03-28'), later('2027-01-31'), later('2026-12-31')]).toEqual([
      '2026-04-28',
      '2027-02-28',
      '2027-01-31',
    ])
  })
  it('shows the facility’s own clock and offset', () => {
    expect(wallClock(Instant.parse('2026-07-01T22:15:00.000Z'), ZoneId.parse('Europe/Warsaw'))).toEqual({
      date: '2026-07-02',
      time: '00:15',
      offset: '+02:00',
    })
  })
})

describe('the last change of the clocks', () => {
  const last = (instant: string, zone: string) => lastTransition(Instant.parse(instant), ZoneId.parse(zone))

  it.each([
    ['Europe/London', '2026-06-01T12:00:00.000Z', '2026-03-29T01:00:00.000Z', 60],
    ['Europe/Warsaw', '2026-11-12T08:00:00.000Z', '2026-10-25T01:00:00.000Z', -60],
    ['America/New_York', '2026-06-01T12:00:00.000Z', '2026-03-08T07:00:00.000Z', 60],
    ['Australia/Lord_Howe', '2026-06-01T12:00:00.000Z', '2026-04-04T15:00:00.000Z', -30],
  ])('in %s before %s was at %s, by %s minutes', (zone, instant, at, changeMinutes) =>
    expect(last(instant, zone)).toEqual({ at, changeMinutes }),
  )

  it('counts the very moment of the change, and not the one before it', () => {
    expect(last('2026-03-29T01:00:00.000Z', 'Europe/London')?.at).toBe('2026-03-29T01:00:00.000Z')
    expect(last('2026-03-29T00:59:59.999Z', 'Europe/London')?.at).toBe('2025-10-26T01:00:00.000Z')
  })

  it('is none in a zone that has no clocks of its own', () =>
    expect(last('2026-06-01T12:00:00.000Z', 'UTC')).toBe(null))

  it('is long ago where the clocks no longer change', () =>
    expect(last('2026-06-01T12:00:00.000Z', 'Asia/Kolkata')?.at).toBe('1945-10-14T17:30:00.000Z'))
})

describe('a span', () => {
  const span = (start: number, end: number) => ({ start: fromMs(start), end: fromMs(end) })
  it('includes its start and excludes its end', () => {
    expect(spansMeet(span(0, 10), span(10, 20))).toBe(false)
    expect(spansMeet(span(0, 11), span(10, 20))).toBe(true)
    expect(spansMeet(span(10, 10), span(10, 20))).toBe(true)
    expect(spansMeet(span(20, 20), span(10, 20))).toBe(false)
  })
})

it('knows a zone from an offset or a made-up name', () => {
  expect([
    ZoneId.safeParse('Europe/London').success,
    ZoneId.safeParse('+01:00').success,
    ZoneId.safeParse('Mars/Olympus').success,
  ]).toEqual([true, false, false])
})
