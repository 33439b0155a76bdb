import { expect, it } from 'vitest'
import { byNeed, type FacilityStanding } from './rank-facilities.ts'

const standing = (name: string, change: Partial<FacilityStanding> = {}): FacilityStanding => {
  return { name, paired: true, doubleBooked: 0, systems: 0, worst: null, ...change }
}

it('puts double bookings and failing systems first, then by the most urgent discrepancy, then by name', () => {
  const inOrder = [
    standing('Quay', { doubleBooked: 1, worst: 120 }),
    standing('Hill', { systems: 1, worst: 90 }),
    standing('Mill', { systems: 2 }),
    standing('Ash', { worst: 80 }),
    standing('Elm', { worst: 80 }),
    standing('Birch'),
    standing('Aspen', { paired: false }),
  ]
  expect(inOrder.toReversed().toSorted(byNeed)).toEqual(inOrder)
})
