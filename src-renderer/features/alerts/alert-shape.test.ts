import { describe, expect, it } from 'vitest'
import { fromMs, Instant, toMs } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { alertCells, nearWords, orderWords } from './alert-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const at = (hours: number): Instant => fromMs(toMs(now) + hours * 3_600_000)

describe('an alert', () => {
  it('says how near its record is: to come, now, or over', () => {
    const near = (from: number, to: number) => nearWords({ span: { start: at(from), end: at(to) } }, now)
    expect([near(3, 11), near(-1, 7), near(-9, -1), near(-8, 0)]).toEqual(['in 3 h', 'now', 'over', 'over'])
  })

  it('names record, facility, both systems, time with zone and when it was first seen', () => {
    const row = { ...fakeRow(2, now), firstSeenAt: at(-2), span: { start: at(2), end: at(10) } }
    const cells = alertCells({ row, risk: { score: 1, parts: [] } }, now)
    expect(cells).toMatchObject({
      kind: 'Time differs',
      facility: 'Northgate Care Home',
      left: 'Alder',
      right: 'Northgate rota',
      who: 'Cleo Placeholder',
      label: 'Early, ward 2',
      when: 'Sat 21 Nov 12:00 to 20:00 GMT',
      near: 'in 2 h, first seen 2 h ago',
    })
  })
})

describe('the list of alerts', () => {
  it('says the order in force, with the double bookings named first', () => {
    expect([orderWords(15, 3), orderWords(3, 3), orderWords(1, 0), orderWords(0, 0)]).toEqual([
      '3 double bookings first, by risk; then 12 others, those that start next first',
      '3 double bookings, by risk',
      '1 alert, those that start next first',
      '',
    ])
  })
})
