import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { kindChips, rowForKey, rowText, sideWarnings } from './list-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')

describe('moving in the list', () => {
  it('stays within the list at both ends', () => {
    expect([rowForKey('k', 0, 10, 5), rowForKey('j', 9, 10, 5), rowForKey('PageDown', 8, 10, 5)]).toEqual([0, 9, 9])
  })

  it('starts at the first row where none is marked yet', () => {
    expect([rowForKey('j', null, 10, 5), rowForKey('ArrowUp', null, 10, 5), rowForKey('End', null, 10, 5)]).toEqual([
      0, 0, 9,
    ])
  })

  it('leaves other keys and an empty list alone', () => {
    expect([rowForKey('x', 3, 10, 5), rowForKey('j', null, 0, 5)]).toEqual([null, null])
  })
})

describe('the list around it', () => {
  it('copies a row with the systems’ own names and ids, apart by tabs', () => {
    const cells = rowText({ ...fakeRow(0, now), kind: 'only-left' }, now).split('\t')
    expect(cells[0]).toBe('Missing in Northgate rota')
    expect(cells.at(-1)).toMatch(/^Northgate rota: /)
  })

  it('offers the kinds that occur and those picked, named by the systems in view', () => {
    const counts = { total: 3, byKind: { 'only-left': 3 }, byFacility: [] }
    const chips = kindChips(counts, ['duplicate'], fakePairings(now, 'usual', 3))
    expect(chips.map(({ words, count, picked }) => [words, count, picked])).toEqual([
      ['Missing in Northgate rota', 3, false],
      ['Duplicate', 0, true],
    ])
  })

  it('warns of failing sides before partly read ones, and of nothing where all is read', () => {
    expect(sideWarnings(fakePairings(now, 'failing', 3)).map(({ problem }) => problem)).toEqual([
      'failed',
      'failed',
      'partial',
      'partial',
    ])
    expect(sideWarnings(fakePairings(now, 'usual', 3))).toEqual([])
  })
})
