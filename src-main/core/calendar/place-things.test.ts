import { describe, expect, it } from 'vitest'
import { absentHere } from '#contract/calendar'
import { ResourceKey, type SideName } from '#contract/ids'
import { type CalendarRecord, nameLanes, pairThings, toColumns } from './place-things.ts'

const [ann, bea] = [ResourceKey.parse('w-ann'), ResourceKey.parse('w-bea')]
let version = 0

const record = (side: SideName, home: string, change: Partial<CalendarRecord> = {}): CalendarRecord => ({
  ...{ side, home, version: (version += 1), key: `${side}-${home}`, resource: ann, state: 'read' },
  ...{ startMs: 10_000, endMs: 20_000, name: 'Ann Invented', label: 'Day' },
  ...change,
})

describe('the things of a calendar', () => {
  it('are pairs where each side holds one record of a group, and single records elsewhere', () => {
    const both = [record('left', 'a'), record('right', 'a')]
    const doubled = [record('left', 'b'), record('left', 'b'), record('right', 'b')]
    const alone = record('right', 'c')
    const things = pairThings([...both, ...doubled, alone])
    const shape = things.map(({ left, right }) => [left?.home ?? null, right?.home ?? null])
    expect(shape).toEqual([
      ['a', 'a'],
      ['b', null],
      ['b', null],
      [null, 'b'],
      [null, 'c'],
    ])
  })

  it('stand as columns, with nothing at all where a side does not hold them', () => {
    const left = record('left', 'a', { startMs: 5_000, endMs: 65_000 })
    const right = record('right', 'a', { startMs: 8_000, endMs: 65_000, resource: bea, name: 'Bea Invented' })
    const things = pairThings([left, right, record('right', 'b', { label: '' })])
    const lanes = nameLanes(things)
    const { things: columns, labels } = toColumns(things, {
      lanes,
      fromMs: 6_000,
      markOf: ({ home }) => (home === 'b' ? 0 : absentHere),
    })
    expect(labels).toEqual(['Day', ''])
    expect(columns).toEqual({
      leftLane: [0, absentHere],
      leftStart: [-1, 0],
      leftEnd: [59, 0],
      leftVersion: [left.version, absentHere],
      rightLane: [1, 0],
      rightStart: [2, 4],
      rightEnd: [59, 14],
      rightVersion: [right.version, version],
      label: [0, 1],
      mark: [absentHere, 0],
    })
  })
})

describe('the lanes of a calendar', () => {
  const lanesOf = (...records: CalendarRecord[]) => nameLanes(pairThings(records)).lanes

  it('stand by group, then name, and last what nobody is booked for', () => {
    const lanes = lanesOf(
      record('left', 'a', { resource: null, name: '', label: 'Early' }),
      record('left', 'b', { resource: bea, name: 'Bea Invented', label: 'Night' }),
      record('left', 'c', { label: 'Night' }),
      record('left', 'd', { resource: ResourceKey.parse('w-cy'), name: 'Cy Invented', label: 'Early' }),
    )
    expect(lanes).toEqual([
      { resource: 'w-cy', name: 'Cy Invented', group: 'Early' },
      { resource: 'w-ann', name: 'Ann Invented', group: 'Night' },
      { resource: 'w-bea', name: 'Bea Invented', group: 'Night' },
      { resource: null, name: '', group: '' },
    ])
  })

  it('are named as they were last, after their key where they have no name, and grouped by what they carry most', () => {
    const older = record('left', 'a', { name: 'Ann Olden', label: 'Night' })
    const newer = record('left', 'b', { name: 'Ann Newly', label: 'Day' })
    expect(lanesOf(newer, older)).toEqual([{ resource: 'w-ann', name: 'Ann Newly', group: 'Day' }])
    expect(lanesOf(record('right', 'c', { name: '', label: '' }))).toEqual([
      { resource: 'w-ann', name: 'w-ann', group: '' },
    ])
  })

  it('keep a record that could not be read beside its pair', () => {
    const refused = record('right', 'a', { state: 'refused', resource: null, name: '', label: '' })
    expect(lanesOf(record('left', 'a'), refused)).toEqual([{ resource: 'w-ann', name: 'Ann Invented', group: 'Day' }])
    expect(lanesOf({ ...refused, home: 'b' })).toEqual([{ resource: null, name: '', group: '' }])
  })
})
