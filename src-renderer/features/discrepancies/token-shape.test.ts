import { describe, expect, it } from 'vitest'
import { OperatorId, PairingId, ResourceKey } from '#contract/ids'
import { periodSpan } from '#contract/periods'
import { Instant, LocalDate, ZoneId } from '#contract/time'
import { fakePairingIds } from '../../testing/fake-rows.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { daysSpan, periodOf, tokensOf, withinWords } from './token-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const london = ZoneId.parse('Europe/London')
const operators = [
  { id: OperatorId.parse('o-1'), name: 'Ada Sample', current: true },
  { id: OperatorId.parse('o-2'), name: 'Bo Mockingham', current: false },
]
const rest = { pairings: fakePairings(now, 'usual', 4), operators, lane: null, zone: london, now }

describe('a filter as tokens', () => {
  it('says each part in words', () => {
    const within = daysSpan(LocalDate.parse('2026-11-16'), LocalDate.parse('2026-11-22'), london)
    const filter = {
      pairingId: fakePairingIds[0],
      resource: ResourceKey.parse('u-17'),
      assignedTo: operators[1]?.id ?? null,
      ...(within ? { within } : {}),
    }
    expect(tokensOf({ ...rest, filter, lane: 'Cleo Specimen' }).map(({ words }) => words)).toEqual([
      'Only Alder and Northgate rota',
      'Worker: Cleo Specimen',
      'Given to Bo Mockingham',
      'Mon 16 Nov to Sun 22 Nov',
    ])
  })

  it('names me, nobody and what is not known', () => {
    const words = (filter: Parameters<typeof tokensOf>[0]['filter']) => tokensOf({ ...rest, filter })[0]?.words
    expect([
      words({ assignedTo: OperatorId.parse('o-1') }),
      words({ assignedTo: null }),
      words({ assignedTo: OperatorId.parse('o-9') }),
      words({ resource: null }),
      words({ pairingId: PairingId.parse('gone') }),
      words({}),
    ]).toEqual([
      'Given to me',
      'Given to nobody',
      'Given to somebody who is not known here',
      'Nobody booked',
      'Only a removed pairing',
      undefined,
    ])
  })
})

describe('periods on a facility’s clock', () => {
  it('take the day with its 23 or 25 hours where the clock changes', () => {
    const day = daysSpan(LocalDate.parse('2026-10-25'), LocalDate.parse('2026-10-25'), london)
    expect(day).toEqual({ start: '2026-10-24T23:00:00.000Z', end: '2026-10-26T00:00:00.000Z' })
    expect(day && withinWords(day, london, now)).toBe('Sun 25 Oct')
  })

  it('are known again by their days while those are the same', () => {
    const week = periodSpan({ from: 0, days: 7, zone: london }, now)
    expect(periodOf(week, london, now)?.label).toBe('Next 7 days')
    expect(periodOf(week, london, Instant.parse('2026-11-22T10:00:00.000Z'))).toBeUndefined()
    expect(periodOf(week, ZoneId.parse('Europe/Warsaw'), now)).toBeUndefined()
  })

  it('refuse a last day before the first, and tell other spans by their moments', () => {
    expect(daysSpan(LocalDate.parse('2026-11-22'), LocalDate.parse('2026-11-21'), london)).toBeNull()
    const hours = { start: Instant.parse('2026-11-21T09:15:00.000Z'), end: Instant.parse('2026-11-21T10:00:00.000Z') }
    expect(withinWords(hours, london, now)).toBe('Sat 21 Nov 09:15 to Sat 21 Nov 10:00')
  })
})
