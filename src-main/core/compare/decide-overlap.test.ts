import { describe, expect, it } from 'vitest'
import { ContentHash, RecordKey, ResourceKey, type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { type DecideOverlapInput, decideOverlap } from './decide-overlap.ts'
import type { VisibleVersion } from './versions.ts'

const hour = 3_600_000
const judged = { startMs: 0, endMs: 100 * hour }

const shift = (side: SideName, key: string, from: number, to: number, change: Partial<VisibleVersion> = {}) => ({
  id: 1,
  side,
  key: RecordKey.parse(key),
  pairKey: null,
  reference: null,
  resource: ResourceKey.parse('w1'),
  state: 'read' as const,
  startMs: from * hour,
  endMs: to * hour,
  contentHash: ContentHash.parse('any'),
  fields: { label: 'Day', worker: 'w1', workerName: 'Quilla Invented' },
  sinceSync: 1,
  unread: false,
  ...change,
})
const pair = (name: string, from: number, to: number, change: Partial<VisibleVersion> = {}) => ({
  key: name,
  left: [shift('left', `m-${name}`, from, to, change)],
  right: [shift('right', `p-${name}`, from, to, change)],
})
const decide = (change: Partial<DecideOverlapInput>) =>
  decideOverlap({
    one: pair('a', 8, 16),
    other: pair('b', 12, 20),
    judged,
    fields: recipes.shifts.fields,
    established: false,
    ...change,
  })

describe('two shifts of one worker', () => {
  it('overlap in the time they share, the earlier one first', () => {
    expect(decide({ one: pair('b', 12, 20), other: pair('a', 8, 16) })).toEqual({
      verdict: 'overlap',
      missed: null,
      span: { startMs: 12 * hour, endMs: 16 * hour },
      who: 'Quilla Invented',
      members: [
        {
          leftKey: 'm-a',
          rightKey: 'p-a',
          label: 'Day',
          span: { start: '1970-01-01T08:00:00.000Z', end: '1970-01-01T16:00:00.000Z' },
        },
        {
          leftKey: 'm-b',
          rightKey: 'p-b',
          label: 'Day',
          span: { start: '1970-01-01T12:00:00.000Z', end: '1970-01-01T20:00:00.000Z' },
        },
      ],
    })
  })

  it('overlap where one stands on the left only and the other on the right only', () => {
    const one = { key: 'a', left: [shift('left', 'm-a', 8, 16)], right: [] }
    const other = { key: 'b', left: [], right: [shift('right', 'p-b', 12, 20)] }
    expect(decide({ one, other })).toMatchObject({
      verdict: 'overlap',
      members: [{ leftKey: 'm-a' }, { rightKey: 'p-b' }],
    })
  })

  it.each([
    ['one ends as the other starts', { other: pair('b', 16, 20) }],
    ['they are of different workers', { other: pair('b', 12, 20, { resource: ResourceKey.parse('w2') }) }],
    ['nobody is booked', { one: pair('a', 8, 16, { resource: null }), other: pair('b', 12, 20, { resource: null }) }],
    ['one could not be read', { other: pair('b', 12, 20, { state: 'refused' }) }],
    ['one names the other', { other: pair('b', 12, 20, { reference: RecordKey.parse('m-a') }) }],
  ])('do not where %s', (_, change) => {
    expect(decide(change)).toEqual({ verdict: 'apart' })
  })

  it.each([
    ['inside the other', 10, true],
    ['at its start', 8, true],
    ['at its end', 16, false],
  ])('counts one without length as its start: %s', (_, at, meets) => {
    expect(decide({ other: pair('b', at, at) }).verdict).toBe(meets ? 'overlap' : 'apart')
  })

  it('count once where a day and more is shared', () => {
    const verdict = decide({ one: pair('a', 0, 30), other: pair('b', 2, 32) })
    expect(verdict).toMatchObject({ verdict: 'overlap', span: { startMs: 2 * hour, endMs: 30 * hour } })
  })

  it('are outside where they meet outside the judged window only', () => {
    expect(decide({ judged: { startMs: 16 * hour, endMs: 100 * hour } })).toEqual({ verdict: 'outside' })
  })
})

describe('a shift that the newest read missed', () => {
  const missing = { other: { key: 'b', left: [], right: [shift('right', 'p-b', 12, 20, { unread: true })] } }
  it('makes a new overlap one that is only suspected', () =>
    expect(decide(missing)).toMatchObject({ verdict: 'overlap', missed: 'right' }))
  it('leaves an established one standing', () =>
    expect(decide({ ...missing, established: true })).toMatchObject({ verdict: 'overlap', missed: null }))
})
