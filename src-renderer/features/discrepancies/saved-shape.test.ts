import { expect, it } from 'vitest'
import { OperatorId } from '#contract/ids'
import { sameFilter } from './saved-shape.ts'

it('knows a kept filter again whatever the order in which it was put together', () => {
  const me = OperatorId.parse('o-1')
  expect(
    sameFilter(
      { filter: { kinds: ['overlap', 'differs'], assignedTo: me }, order: 'risk' },
      { filter: { assignedTo: me, kinds: ['differs', 'overlap'] }, order: 'risk' },
    ),
  ).toBe(true)
})

it('tells nobody from anybody, and one order from another', () => {
  expect(sameFilter({ filter: { assignedTo: null }, order: 'time' }, { filter: {}, order: 'time' })).toBe(false)
  expect(sameFilter({ filter: {}, order: 'risk' }, { filter: { kinds: [] }, order: 'time' })).toBe(false)
  expect(sameFilter({ filter: {}, order: 'time' }, { filter: { kinds: [] }, order: 'time' })).toBe(true)
})
