import { describe, expect, it } from 'vitest'
import type { Command } from '../../ui/use-commands.ts'
import { markAfter, paletteGroups } from './palette-shape.ts'

const entry = (group: string, name: string, about = ''): Command => ({
  id: `${group} ${name}`,
  group,
  name,
  about,
  off: null,
  run: () => {},
})

const entries = [
  entry('Commands', 'Sync everything'),
  entry('Commands', 'Use the dark theme'),
  entry('Go to', 'Discrepancies'),
  entry('Facilities', 'Harbour Lane Clinic', 'Calendar'),
  entry('Facilities', 'Northgate Care Home', 'Calendar'),
  entry('Runs', 'Sync Harbour Lane Clinic', 'Failed'),
]

const shown = (text: string, found: Command[] = []) =>
  paletteGroups(entries, found, text).map(({ name, entries: members }) => [name, ...members.map((one) => one.name)])

describe('what the palette finds', () => {
  it('shows everything under its headings while nothing is asked', () => {
    expect(shown(' ').map(([name]) => name)).toEqual(['Commands', 'Go to', 'Facilities', 'Runs'])
  })

  it('shows the first of many and says that there are more, but all of the screens', () => {
    const many = (group: string) => Array.from({ length: 9 }, (_, at) => entry(group, `Place ${at}`))
    const sizes = (text: string) =>
      paletteGroups([...many('Go to'), ...many('Runs')], [], text).map((group) => [group.entries.length, group.more])
    expect(sizes('')).toEqual([
      [9, 0],
      [6, 3],
    ])
    expect(sizes('place')).toEqual([
      [8, 1],
      [8, 1],
    ])
  })

  it('puts the heading with the best fit first', () => {
    expect(shown('harb')).toEqual([
      ['Facilities', 'Harbour Lane Clinic'],
      ['Runs', 'Sync Harbour Lane Clinic'],
    ])
  })

  it('finds all words in any order, and in what an entry is about', () => {
    expect(shown('lane sync failed')).toEqual([['Runs', 'Sync Harbour Lane Clinic']])
  })

  it('shows what the core found for the text, whatever its name', () => {
    expect(shown('m-77', [entry('Records', 'Early, ward 2')])).toEqual([['Records', 'Early, ward 2']])
  })

  it('finds nothing where nothing fits', () => {
    expect(shown('zzz')).toEqual([])
  })
})

it('moves the mark around the ends and by pages', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home'] as const
  expect(keys.map((key) => markAfter(key, 0, 20))).toEqual([1, 19, 8, 0, null])
  expect(markAfter('ArrowDown', 0, 0)).toBeNull()
})
