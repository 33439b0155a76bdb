import { expect, it } from 'vitest'
import { parseInstant, ZoneId } from '#contract/time'
import { describeTimeHint } from './time-hints.ts'

const time = (system: string, written: string) => {
  const at = parseInstant(written)
  if (!at) throw new Error(`not a timestamp: ${written}`)
  return { at, written, system }
}

const hint = (zone: string, left: string, right: string) =>
  describeTimeHint({ left: time('Maple', left), right: time('Northgate', right), zone: ZoneId.parse(zone) })

it.each([
  // The same instant.
  [
    'Europe/London',
    '2026-06-01T09:00+01:00',
    '2026-06-01T08:00Z',
    'Same instant, written differently: 09:00+01:00 and 08:00Z.',
  ],
  [
    'Europe/Warsaw',
    '2026-06-02T00:30:00+02:00',
    '2026-06-01T22:30:00.000Z',
    'Same instant, written differently: 00:30+02:00 and 22:30Z.',
  ],
  ['Europe/London', '2026-06-01T08:00:00Z', '2026-06-01T08:00Z', ''],
  ['Europe/London', '2026-06-01T08:00:00+00:00', '2026-06-01T08:00:00Z', ''],
  // Apart by the last change of clocks.
  [
    'Europe/London',
    '2026-04-01T09:00+01:00',
    '2026-04-01T09:00Z',
    'Exactly 1 hour apart; clocks in Europe/London changed on 29 March.',
  ],
  [
    'Europe/London',
    '2026-11-20T09:00Z',
    '2026-11-20T10:00Z',
    'Exactly 1 hour apart; clocks in Europe/London changed on 25 October.',
  ],
  [
    'Europe/London',
    '2027-01-20T09:00Z',
    '2027-01-20T10:00Z',
    'Exactly 1 hour apart; clocks in Europe/London changed on 25 October 2026.',
  ],
  [
    'Europe/Warsaw',
    '2026-11-20T09:00+01:00',
    '2026-11-20T09:00Z',
    'Exactly 1 hour apart; clocks in Europe/Warsaw changed on 25 October.',
  ],
  [
    'America/New_York',
    '2026-03-09T09:00-04:00',
    '2026-03-09T09:00-05:00',
    'Exactly 1 hour apart; clocks in America/New_York changed on 8 March.',
  ],
  [
    'Australia/Lord_Howe',
    '2026-05-01T09:00+10:30',
    '2026-05-01T09:00+11:00',
    'Exactly 30 minutes apart; clocks in Australia/Lord_Howe changed on 5 April.',
  ],
  ['Australia/Lord_Howe', '2026-05-01T09:00+10:30', '2026-05-01T10:00+10:30', ''],
  // Local time sent as UTC.
  ['Europe/Warsaw', '2026-06-01T07:00Z', '2026-06-01T09:00Z', 'Northgate looks like local time sent as UTC.'],
  ['America/New_York', '2026-11-20T09:00Z', '2026-11-20T09:00-05:00', 'Maple looks like local time sent as UTC.'],
  ['America/New_York', '2026-06-01T13:00Z', '2026-06-01T09:00Z', 'Northgate looks like local time sent as UTC.'],
  ['Asia/Kolkata', '2026-06-01T09:00+05:30', '2026-06-01T09:00Z', 'Northgate looks like local time sent as UTC.'],
  ['Australia/Lord_Howe', '2026-06-01T09:00Z', '2026-06-01T09:00+10:30', 'Maple looks like local time sent as UTC.'],
  // Nothing is plain.
  ['Asia/Kolkata', '2026-06-01T09:00+05:30', '2026-06-01T10:00+05:30', ''],
  ['Asia/Kolkata', '2026-06-01T09:00+05:30', '2026-06-01T14:30+05:30', ''],
  ['Europe/London', '2026-06-01T08:00Z', '2026-06-01T08:15Z', ''],
  ['Europe/London', '2026-06-01T08:00Z', '2026-06-02T08:00Z', ''],
  ['Europe/Warsaw', '2026-11-20T07:00Z', '2026-11-20T09:00Z', ''],
  ['UTC', '2026-06-01T08:00Z', '2026-06-01T09:00Z', ''],
])('in %s, %s beside %s: %s', (zone, left, right, said) => expect(hint(zone, left, right)).toBe(said))

it('says nothing of a writing it cannot read', () =>
  expect(
    describeTimeHint({
      left: { ...time('Maple', '2026-06-01T08:00Z'), written: '1 June, 9 am' },
      right: time('Northgate', '2026-06-01T09:00+01:00'),
      zone: ZoneId.parse('Europe/London'),
    }),
  ).toBe(''))
