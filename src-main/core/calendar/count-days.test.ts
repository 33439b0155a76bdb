import { expect, it } from 'vitest'
import { ResourceKey, type SideName } from '#contract/ids'
import { countDays, type FoundOnDay } from './count-days.ts'
import { type CalendarRecord, pairThings, type Thing } from './place-things.ts'

const day = 86_400_000
// The second day lasts 25 hours, as one on which the clocks go back.
const bounds = [0, day, 2 * day + 3_600_000, 3 * day + 3_600_000]

const record = (side: SideName, home: string, startMs: number, worker = 'w-a'): CalendarRecord => ({
  ...{ side, home, version: 1, key: home, state: 'read', name: worker, label: '', resource: ResourceKey.parse(worker) },
  ...{ startMs, endMs: startMs + 1000 },
})
const found = (change: Partial<FoundOnDay>): FoundOnDay => ({
  ...{ kind: 'differs', timeMoved: false, urgency: 1, startMs: 0, resources: [ResourceKey.parse('w-a')] },
  ...change,
})

function counted(things: readonly Thing[], rows: readonly FoundOnDay[] = []) {
  const count = countDays(bounds)
  for (const thing of things) count.addThing(thing)
  for (const row of rows) count.addFound(row)
  return count.end()
}

it('counts each thing on the local day it starts, in each lane it stands in, and leaves out what starts elsewhere', () => {
  const things = pairThings([
    record('left', 'a', 2 * day),
    record('right', 'a', 2 * day),
    record('left', 'b', 0),
    record('right', 'b', 0, 'w-b'),
    record('left', 'c', -1),
    record('right', 'd', 3 * day + 3_600_000),
  ])
  const { cells } = counted(things)
  expect(cells.map(({ lane, day: on, things: count }) => [lane, on, count])).toEqual([
    [0, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
  ])
})

it('says of a day how much is open of each kind, the most urgent kind first', () => {
  const things = pairThings([record('left', 'a', 10)])
  const rows = [
    found({ urgency: 4, timeMoved: true }),
    found({ kind: 'only-left', urgency: 5 }),
    // A pair that names different people is as urgent, and one more of its kind.
    found({ urgency: 1.5 }),
    found({ urgency: 5 }),
    found({ kind: 'unverified', urgency: 1, startMs: day }),
    found({ startMs: -1 }),
    found({ resources: [ResourceKey.parse('w-nowhere')] }),
  ]
  expect(counted(things, rows).cells).toEqual([
    {
      ...{ lane: 0, day: 0, things: 1, open: 4 },
      kinds: [
        { kind: 'only-left', timeMoved: false, open: 1 },
        { kind: 'differs', timeMoved: false, open: 2 },
        { kind: 'differs', timeMoved: true, open: 1 },
      ],
    },
    { lane: 0, day: 1, things: 0, open: 1, kinds: [{ kind: 'unverified', timeMoved: false, open: 1 }] },
  ])
})

it('counts in all of the days each discrepancy once, in however many lanes it is seen', () => {
  const things = pairThings([record('left', 'a', 0), record('right', 'a', 0, 'w-b')])
  const both = [ResourceKey.parse('w-a'), ResourceKey.parse('w-b')]
  const rows = [
    found({ resources: both }),
    found({ kind: 'overlap', urgency: 6, startMs: day }),
    found({ startMs: -1 }),
  ]
  const { cells, kinds } = counted(things, rows)
  expect(cells.map(({ open }) => open)).toEqual([1, 1, 1])
  expect(kinds).toEqual([
    { kind: 'overlap', timeMoved: false, open: 1 },
    { kind: 'differs', timeMoved: false, open: 1 },
  ])
})
