import { describe, expect, it } from 'vitest'
import { ContentHash, PairKey, RecordKey, type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { type DecideInput, decideGroup } from './decide-group.ts'
import type { VisibleVersion } from './versions.ts'

const hour = 3_600_000
const judged = { startMs: 0, endMs: 100 * hour }

const version = (side: SideName, change: Partial<VisibleVersion> = {}): VisibleVersion => ({
  id: side === 'left' ? 1 : 2,
  side,
  key: RecordKey.parse(`${side}-1`),
  pairKey: PairKey.parse('left-1'),
  reference: null,
  resource: null,
  state: 'read',
  startMs: 10 * hour,
  endMs: 18 * hour,
  contentHash: ContentHash.parse('same'),
  fields: { label: 'Day', requirements: 'RN', worker: 'w1', workerName: 'Quilla Invented' },
  sinceSync: 2,
  unread: false,
  ...change,
})
const other = { contentHash: ContentHash.parse('other') }

const input = (change: Partial<DecideInput> = {}): DecideInput => ({
  group: { key: 'k:left-1', left: [version('left')], right: [version('right')] },
  judged,
  fields: recipes.shifts.fields,
  ignored: new Set(),
  left: { reads: [{ ...judged, sync: 2 }], keyAbsentIn: null },
  right: { reads: [{ ...judged, sync: 2 }], keyAbsentIn: null },
  checked: null,
  linkedOneWay: false,
  established: null,
  ...change,
})
const onlyLeft = (present: Partial<VisibleVersion> = {}) => ({
  key: 'k:left-1',
  left: [version('left', present)],
  right: [],
})

const said = (change: Partial<DecideInput>) => {
  const verdict = decideGroup(input(change))
  return verdict.verdict === 'discrepancy' ? [verdict.kind, verdict.reason, verdict.side] : verdict.verdict
}

describe('a pair', () => {
  it('agrees where both hold the same values', () => expect(said({})).toBe('agrees'))

  it('differs in exactly the fields whose values differ, times as instants', () => {
    const right = version('right', {
      ...other,
      startMs: 11 * hour,
      fields: { ...version('right').fields, label: 'Night' },
    })
    expect(decideGroup(input({ group: { ...input().group, right: [right] } }))).toMatchObject({
      kind: 'differs',
      differences: [
        { field: 'start', left: '1970-01-01T10:00:00.000Z', right: '1970-01-01T11:00:00.000Z' },
        { field: 'label', left: 'Day', right: 'Night' },
      ],
    })
  })

  it('agrees where only ignored fields differ', () => {
    const right = version('right', { ...other, fields: { ...version('right').fields, label: 'Night' } })
    expect(said({ group: { ...input().group, right: [right] }, ignored: new Set(['label']) })).toBe('agrees')
  })

  it('is not verified where one of both was refused', () => {
    const right = version('right', { ...other, state: 'refused', fields: {} })
    expect(said({ group: { ...input().group, right: [right] } })).toEqual(['unverified', 'refused-record', 'right'])
  })

  it('is outside where neither copy meets the judged window, inside where one does', () => {
    const far = { startMs: 200 * hour, endMs: 208 * hour }
    expect(said({ group: { key: 'k', left: [version('left', far)], right: [version('right', far)] } })).toBe('outside')
    expect(
      said({ group: { key: 'k', left: [version('left')], right: [version('right', { ...other, ...far })] } }),
    ).toEqual(['differs', null, null])
  })

  it('is a duplicate on the side that holds its key twice', () => {
    const twice = [version('right'), version('right', { id: 3, key: RecordKey.parse('right-2') })]
    expect(said({ group: { ...input().group, right: twice } })).toEqual(['duplicate', null, 'right'])
  })
})

describe('a record without a counterpart', () => {
  it.each([
    [
      'was read completely in the same sync',
      { reads: [{ ...judged, sync: 2 }], keyAbsentIn: null },
      ['only-left', null, 'right'],
    ],
    [
      'was read completely only before the record existed',
      { reads: [{ ...judged, sync: 1 }], keyAbsentIn: null },
      ['unverified', 'absence-not-proven', 'right'],
    ],
    ['was never read completely', { reads: [], keyAbsentIn: null }, ['unverified', 'absence-not-proven', 'right']],
    [
      'was read completely elsewhere in time',
      { reads: [{ startMs: 0, endMs: 12 * hour, sync: 2 }], keyAbsentIn: null },
      ['unverified', 'absence-not-proven', 'right'],
    ],
    ['answered "not found" to its key', { reads: [], keyAbsentIn: 2 }, ['only-left', null, 'right']],
    [
      'answered "not found" to its key before the record existed',
      { reads: [], keyAbsentIn: 1 },
      ['unverified', 'absence-not-proven', 'right'],
    ],
  ])('where the other side %s', (_, right, expected) => {
    expect(said({ group: onlyLeft(), right })).toEqual(expected)
  })

  it('is judged by the newest complete read over its span, not by an older one', () => {
    const reads = [
      { startMs: 0, endMs: 5 * hour, sync: 9 },
      { ...judged, sync: 1 },
    ]
    expect(said({ group: onlyLeft(), right: { reads, keyAbsentIn: null } })).toEqual([
      'unverified',
      'absence-not-proven',
      'right',
    ])
  })

  it('is not verified where Get returns it after all', () => {
    expect(said({ group: onlyLeft(), checked: 'found' })).toEqual(['unverified', 'listed-not-got', 'right'])
  })

  it('is not verified where one names the other but not the other way round', () => {
    expect(said({ group: onlyLeft(), linkedOneWay: true })).toEqual(['unverified', 'linked-one-way', 'right'])
  })

  it('is not verified where it was refused itself', () => {
    expect(said({ group: onlyLeft({ state: 'refused' }) })).toEqual(['unverified', 'refused-record', 'left'])
  })
})

describe('a record that the newest read missed', () => {
  const right = version('right', {
    ...other,
    label: 'x',
    unread: true,
    fields: { ...version('right').fields, label: 'Night' },
  } as Partial<VisibleVersion>)
  const group = { key: 'k:left-1', left: [version('left')], right: [right] }

  it('makes a new difference not verified', () =>
    expect(said({ group })).toEqual(['unverified', 'not-read-again', 'right']))

  it('leaves an established difference standing', () =>
    expect(
      said({ group, established: { kind: 'differs', differences: [{ field: 'label', left: 'Day', right: 'Night' }] } }),
    ).toEqual(['differs', null, null]))

  it('does not take on a further field as fact', () =>
    expect(
      said({ group, established: { kind: 'differs', differences: [{ field: 'worker', left: 'a', right: 'b' }] } }),
    ).toEqual(['unverified', 'not-read-again', 'right']))

  it('is no discrepancy while both still hold the same', () =>
    expect(said({ group: { ...input().group, right: [version('right', { unread: true })] } })).toBe('agrees'))
})
