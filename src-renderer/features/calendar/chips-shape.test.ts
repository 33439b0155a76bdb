import { expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { familyChips, layersOf, namesIn, toggled } from './chips-shape.ts'
import { familiesOfKinds, markFamilies, openFamilies } from './mark-family.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const systems = { left: 'Alder', right: 'Northgate rota' }

it('counts what is open of each family in view, and keeps one that is picked though nothing is left of it', () => {
  // One of each fake kind; of the three that differ two have another time, and one of those is accepted.
  const rows = Array.from({ length: 8 }, (_, index) => fakeRow(index, now)).map((row, index) =>
    index === 3 ? { ...row, accepted: true } : row,
  )
  const chips = familyChips({ open: openFamilies(rows), picked: ['missing-availability'], systems })
  expect(chips.map(({ words, count, picked }) => [words, count, picked])).toEqual([
    ['Missing in Alder', 1, false],
    ['Missing in Northgate rota', 1, false],
    ['Time differs', 2, false],
    ['Double-booked', 1, false],
    ['Duplicate', 1, false],
    ['Not offered', 0, true],
    ['Not verified', 1, false],
  ])
})

it('counts a month the same way from how much of each kind is open', () => {
  const open = familiesOfKinds([
    { kind: 'overlap', timeMoved: false, open: 3 },
    { kind: 'only-left', timeMoved: false, open: 2 },
    { kind: 'differs', timeMoved: true, open: 1 },
    { kind: 'differs', timeMoved: false, open: 4 },
  ])
  expect(familyChips({ open, picked: [], systems }).map(({ words, count }) => `${words} ${count}`)).toEqual([
    'Missing in Northgate rota 2',
    'Time differs 1',
    'Field differs 4',
    'Double-booked 3',
  ])
})

it('hides all families but the picked ones, and none where none is picked', () => {
  expect(layersOf([], [], undefined)).toEqual({ inSync: true, accepted: true, hidden: new Set(), sides: 'both' })
  const { hidden, ...rest } = layersOf(['time'], ['in-sync'], 'left')
  expect(rest).toEqual({ inSync: false, accepted: true, sides: 'left' })
  expect([hidden.has('time'), hidden.size]).toEqual([false, markFamilies.length - 1])
})

it('keeps a list of the address free of names nobody knows, and puts names in and out', () => {
  expect(namesIn(['a', 'b'], 'b,x,a')).toEqual(['a', 'b'])
  expect([toggled(['a'], 'b'), toggled(['a', 'b'], 'a'), toggled(['a'], 'a')]).toEqual(['a,b', 'b', undefined])
})
