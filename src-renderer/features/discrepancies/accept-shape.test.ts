import { describe, expect, it } from 'vitest'
import { Instant, ZoneId } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { comesBackWords, firstDate, targetOfRow, untilOf } from './accept-shape.ts'

const now = Instant.parse('2026-03-28T10:15:00.000Z')
const zone = ZoneId.parse('Europe/London')
const until = (expiry: 'moved' | 'day' | 'week' | 'month' | 'date', date = '') => untilOf({ expiry, date, zone }, now)

describe('until when a difference is accepted', () => {
  it('ends at the same time of the facility’s day, also where its clocks change in between', () => {
    expect([until('day'), until('week'), until('month')]).toEqual([
      { until: '2026-03-29T09:15:00.000Z' },
      { until: '2026-04-04T09:15:00.000Z' },
      { until: '2026-04-28T09:15:00.000Z' },
    ])
  })

  it('ends at the beginning of the day that was picked', () => {
    expect(until('date', '2026-03-30')).toEqual({ until: '2026-03-29T23:00:00.000Z' })
  })

  it('has no end of its own where only a moved value ends it', () => {
    expect(until('moved')).toEqual({ until: null })
  })

  it('refuses a day that has begun and a date that is none', () => {
    expect(['2026-03-28', '2020-01-01', ''].map((date) => 'problem' in until('date', date))).toEqual([true, true, true])
    expect(firstDate(zone, now)).toBe('2026-03-29')
  })

  it('says on the facility’s clock when it comes back, and that a moved value brings it back earlier', () => {
    const target = targetOfRow(fakeRow(0, now), now)
    expect([null, Instant.parse('2026-03-29T09:15:00.000Z')].map((end) => comesBackWords(end, target, now))).toEqual([
      'It comes back as soon as one of its values moves in Alder or Northgate rota.',
      'It comes back on Sun 29 Mar 10:15 BST, or earlier as soon as one of its values moves in Alder or Northgate rota.',
    ])
  })
})
