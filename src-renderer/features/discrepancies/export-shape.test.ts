import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { exportName, exportWords, sizeWords } from './export-shape.ts'

it('names the file by the moment it was made, so that files sort', () => {
  expect(exportName('csv', Instant.parse('2026-11-21T10:04:59.000Z'))).toBe('plumbline-2026-11-21-1004.csv')
})

it('says beforehand how many rows the file holds and that the filters apply', () => {
  expect([exportWords(1, false), exportWords(1240, true)]).toEqual([
    '1 discrepancy, in the order of the list.',
    '1,240 discrepancies under these filters, in the order of the list.',
  ])
})

it('counts the text in units a person can read', () => {
  expect([sizeWords(1), sizeWords(12_400), sizeWords(3_440_000)]).toEqual(['1 KB', '13 KB', '3.4 MB'])
})
