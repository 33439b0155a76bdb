import { expect, it } from 'vitest'
import { periodSpan } from './periods.ts'
import { Instant, ZoneId } from './time.ts'

it('begins today or tomorrow there, not here, and lasts as long as those days do', () => {
  const late = Instant.parse('2026-11-21T23:30:00.000Z')
  expect(periodSpan({ from: 0, days: 1, zone: ZoneId.parse('Europe/Warsaw') }, late)).toEqual({
    start: '2026-11-21T23:00:00.000Z',
    end: '2026-11-22T23:00:00.000Z',
  })
  const change = Instant.parse('2026-10-24T12:00:00.000Z')
  expect(periodSpan({ from: 1, days: 1, zone: ZoneId.parse('Europe/London') }, change)).toEqual({
    start: '2026-10-24T23:00:00.000Z',
    end: '2026-10-26T00:00:00.000Z',
  })
})
