import { expect, it } from 'vitest'
import type { SavedFilter } from '#contract/desk-work'
import { OperatorId, SavedFilterId } from '#contract/ids'
import { nameUse, sameFilter } from './saved-shape.ts'

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

const kept = (id: string, name: string): SavedFilter => ({
  id: SavedFilterId.parse(id),
  name,
  filter: {},
  order: 'time',
  by: 'Ada Invented',
  open: 0,
})

it('lets a new filter take the place of the one that has its name, in whatever case', () => {
  const swaps = kept('s-1', 'Swaps')
  expect(nameUse(' swaps ', [kept('s-2', 'Nights'), swaps])).toEqual({ fault: null, replaces: swaps })
  expect(nameUse('Days', [swaps])).toEqual({ fault: null, replaces: null })
  expect(nameUse('', [swaps])).toEqual({ fault: null, replaces: null })
})

it('renames no filter to the name of another one', () => {
  const [swaps, nights] = [kept('s-1', 'Swaps'), kept('s-2', 'Nights')]
  expect(nameUse('nights', [swaps, nights], swaps.id).fault).toBe(
    'Another saved filter has this name. Choose a different one.',
  )
  expect(nameUse('SWAPS', [swaps, nights], swaps.id)).toEqual({ fault: null, replaces: null })
})

it('says that a name is too long instead of cutting it', () => {
  expect(nameUse('n'.repeat(60), []).fault).toBeNull()
  expect(nameUse('n'.repeat(61), []).fault).toBe('A name has at most 60 characters; this one has 61.')
})
