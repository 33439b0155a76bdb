import { expect, it } from 'vitest'
import { exportWords, sizeWords, zoneOf } from './export-shape.ts'

it('says beforehand how many rows the file holds, of when and in which order', () => {
  const words = [
    exportWords({ total: 1, filtered: false, order: 'time', asOf: null }),
    exportWords({ total: 1240, filtered: true, order: 'risk', asOf: 'Thu 12 Nov 18:00 CET' }),
  ]
  expect(words).toEqual([
    '1 discrepancy, by start time.',
    '1,240 discrepancies under these filters as of Thu 12 Nov 18:00 CET, by risk.',
  ])
})

it('asks for a zone only where the facilities’ own are not meant', () => {
  expect([zoneOf('facility'), zoneOf('utc')]).toEqual([{}, { zone: 'UTC' }])
  expect(zoneOf('mine').zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
})

it('counts the text in units a person can read', () => {
  expect([sizeWords(1), sizeWords(12_400), sizeWords(3_440_000)]).toEqual(['1 KB', '13 KB', '3.4 MB'])
})
