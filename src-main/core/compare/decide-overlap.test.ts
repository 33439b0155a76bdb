import { describe, expect, it } from 'vitest'
import { ContentHash, RecordKey, ResourceKey, type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { asBooked, type DecideOverlapInput, decideOverlap } from './decide-overlap.ts'
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
  matchedBy: 'reference' as const,
})
type Given = Parameters<typeof asBooked>[0]
const decide = ({
  one = pair('a', 8, 16),
  other = pair('b', 12, 20),
  ...change
}: Partial<Omit<DecideOverlapInput, 'one' | 'other'>> & { one?: Given; other?: Given }) =>
  decideOverlap({
    one: asBooked(one),
    other: asBooked(other),
    judged,
    recipe: recipes.shifts,
    established: false,
    crowded: () => false,
    ...change,
  })

describe('two shifts of one worker', () => {
  it('overlap in the time they share, the earlier one first, each with what its pair rests on', () => {
    expect(decide({ one: { ...pair('b', 12, 20), matchedBy: 'rule' }, other: pair('a', 8, 16) })).toEqual({
      verdict: 'overlap',
      missed: null,
      span: { startMs: 12 * hour, endMs: 16 * hour },
      resource: 'w1',
      who: 'Quilla Invented',
      members: [
        {
          leftKey: 'm-a',
          rightKey: 'p-a',
          matchedBy: 'reference',
          label: 'Day',
          span: { start: '1970-01-01T08:00:00.000Z', end: '1970-01-01T16:00:00.000Z' },
        },
        {
          leftKey: 'm-b',
          rightKey: 'p-b',
          matchedBy: 'rule',
          label: 'Day',
          span: { start: '1970-01-01T12:00:00.000Z', end: '1970-01-01T20:00:00.000Z' },
        },
      ],
    })
  })

  it('overlap where one stands on the left only and the other on the right only', () => {
    const one = { key: 'a', left: [shift('left', 'm-a', 8, 16)], right: [], matchedBy: null }
    const other = { key: 'b', left: [], right: [shift('right', 'p-b', 12, 20)], matchedBy: null }
    expect(decide({ one, other })).toMatchObject({
      verdict: 'overlap',
      members: [
        { leftKey: 'm-a', matchedBy: null },
        { rightKey: 'p-b', matchedBy: null },
      ],
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

describe('a shift beside copies that the other side holds under one id', () => {
  const copy = (key: string, from: number, to: number) =>
    shift('right', key, from, to, { reference: RecordKey.parse('none') })
  const doubled = { key: 'k:none', left: [], right: [copy('p-1', 8, 16), copy('p-2', 60, 68)], matchedBy: null }
  const lone = (from: number, to: number) => ({ ...pair('m', from, to), right: [], matchedBy: null })

  it('does not meet the copy that it is like: one of both ids is wrong, not the booking', () => {
    expect(decide({ one: doubled, other: lone(8, 16) })).toEqual({ verdict: 'apart' })
    expect(decide({ one: lone(60.5, 68), other: doubled })).toEqual({ verdict: 'apart' })
  })

  it('meets one that it is not like, and one on its own side', () => {
    expect(decide({ one: doubled, other: lone(12, 20) }).verdict).toBe('overlap')
    const ofRight = { ...pair('p', 8, 16), left: [], matchedBy: null }
    expect(decide({ one: doubled, other: ofRight }).verdict).toBe('overlap')
  })

  it('meets it where it has a counterpart of its own', () => {
    expect(decide({ one: doubled, other: pair('m', 8, 16) }).verdict).toBe('overlap')
  })
})

it('does not meet another where so much is booked at once that the worker is no person', () => {
  const from = (hours: number) => (_: unknown, atMs: number) => atMs >= hours * hour
  expect(decide({ crowded: from(12) })).toEqual({ verdict: 'apart' })
  expect(decide({ crowded: from(13) }).verdict).toBe('overlap')
})

describe('a shift that the newest read missed', () => {
  const missing = {
    other: { key: 'b', left: [], right: [shift('right', 'p-b', 12, 20, { unread: true })], matchedBy: null },
  }
  it('makes a new overlap one that is only suspected', () =>
    expect(decide(missing)).toMatchObject({ verdict: 'overlap', missed: 'right' }))
  it('leaves an established one standing', () =>
    expect(decide({ ...missing, established: true })).toMatchObject({ verdict: 'overlap', missed: null }))
})
