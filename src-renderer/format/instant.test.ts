import { describe, expect, it } from 'vitest'
import { Instant, ZoneId } from '#contract/time'
import { daysOfSpan, dayTimeOf, spanWords, zoneNameOf } from './instant.ts'

const at = (text: string) => Instant.parse(text)
const warsaw = ZoneId.parse('Europe/Warsaw')
const newYork = ZoneId.parse('America/New_York')
const kolkata = ZoneId.parse('Asia/Kolkata')
const now = at('2026-11-21T10:00:00.000Z')

describe('instants on the facility’s clock', () => {
  it('shows the facility’s wall clock whatever zone the desk is in', () => {
    expect(dayTimeOf(at('2026-11-18T23:30:00.000Z'), warsaw, now)).toBe('Thu 19 Nov 00:30')
    expect(dayTimeOf(at('2026-11-18T23:30:00.000Z'), newYork, now)).toBe('Wed 18 Nov 18:30')
  })

  it('names the year where it is not the present one', () => {
    expect(dayTimeOf(at('2027-01-04T08:00:00.000Z'), warsaw, now)).toBe('Mon 4 Jan 2027 09:00')
  })

  it('names the last day of which a span holds something, not the one it ends before', () => {
    const start = at('2026-11-13T23:00:00.000Z')
    expect(daysOfSpan({ start, end: at('2026-12-19T23:00:00.000Z') }, warsaw, now)).toBe('Sat 14 Nov to Sat 19 Dec')
    expect(daysOfSpan({ start, end: at('2026-11-14T23:00:00.000Z') }, warsaw, now)).toBe('Sat 14 Nov')
  })

  it('names zones as people there do, and by offset where no name is common', () => {
    expect(zoneNameOf(now, warsaw)).toBe('CET')
    expect(zoneNameOf(at('2026-07-01T00:00:00.000Z'), warsaw)).toBe('CEST')
    expect(zoneNameOf(now, newYork)).toBe('EST')
    expect(zoneNameOf(now, kolkata)).toBe('UTC+5:30')
  })

  it('names the weekday of an end on another day, and no day otherwise', () => {
    const start = at('2026-11-18T08:15:00.000Z')
    expect(spanWords({ start, end: at('2026-11-18T16:00:00.000Z') }, warsaw, now)).toBe('Wed 18 Nov 09:15 to 17:00 CET')
    expect(spanWords({ start, end: at('2026-11-19T05:00:00.000Z') }, warsaw, now)).toBe(
      'Wed 18 Nov 09:15 to Thu 06:00 CET',
    )
  })

  it('names both zone names where the clock changes within the span', () => {
    const span = { start: at('2026-10-24T20:00:00.000Z'), end: at('2026-10-25T05:00:00.000Z') }
    expect(spanWords(span, warsaw, now)).toBe('Sat 24 Oct 22:00 CEST to Sun 06:00 CET')
  })

  it('tells the two halves of a doubled hour apart', () => {
    const zones = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map((text) => {
      return `${dayTimeOf(at(text), warsaw, now)} ${zoneNameOf(at(text), warsaw)}`
    })
    expect(zones).toEqual(['Sun 25 Oct 02:30 CEST', 'Sun 25 Oct 02:30 CET'])
  })
})
