import { expect, it } from 'vitest'
import type { CompareInfo } from '#contract/compares'
import { CompareId, PairingId, RunId } from '#contract/ids'
import { fromMs, Instant, toMs, ZoneId } from '#contract/time'
import { momentOf, stopInView, timeStops } from './time-shape.ts'

const warsaw = ZoneId.parse('Europe/Warsaw')
const first = Instant.parse('2026-11-12T17:00:00.000Z')
const now = Instant.parse('2026-11-13T10:00:00.000Z')
const later = (hours: number): Instant => fromMs(toMs(first) + hours * 3_600_000)

type Counts = Pick<CompareInfo, 'open' | 'opened' | 'closed'>

const compare = (at: Instant, counts: Counts, pairing = 'p-1'): CompareInfo => ({
  id: CompareId.parse(`c ${at}`),
  pairingId: PairingId.parse(pairing),
  runId: RunId.parse('r-1'),
  at,
  leftReadAt: at,
  rightReadAt: at,
  leftComplete: true,
  rightComplete: true,
  window: { start: at, end: at },
  ...counts,
})
const newestFirst = [
  compare(later(2), { open: 3, opened: 0, closed: 1 }),
  compare(later(1), { open: 4, opened: 4, closed: 0 }),
  compare(first, { open: 0, opened: 0, closed: 0 }),
]
const stops = timeStops(newestFirst, warsaw, now)

it('tells each compare on the clock of the zone, oldest first, with what it found', () => {
  expect(stops.map(({ when, found }) => `${when}: ${found}`)).toEqual([
    'Thu 12 Nov 18:00 CET: 0 open',
    'Thu 12 Nov 19:00 CET: 4 open, 4 opened',
    'Thu 12 Nov 20:00 CET: 3 open, 1 closed',
  ])
})

it('marks one that opened or closed so that it is seen beside many', () => {
  expect(stops.map(({ opened, closed }) => [opened, closed])).toEqual([
    [0, 0],
    [1, 0],
    [0, 0.5],
  ])
})

it('shows of a moment the newest compare up to it, and nothing before the first', () => {
  const moments = [undefined, later(2), later(1.5), first, later(-1)]
  expect(moments.map((asOf) => stopInView(stops, asOf))).toEqual([2, 2, 1, 0, null])
})

it('names no moment for the newest compare, which is what now shows', () => {
  expect([0, 1, 2, 7].map((index) => momentOf(stops, index))).toEqual([first, later(1), undefined, undefined])
})

it('puts compares of several pairings at one moment together, and says what moved in them', () => {
  const two = [
    compare(first, { open: 5, opened: 2, closed: 0 }),
    compare(first, { open: 9, opened: 1, closed: 4 }, 'p-2'),
  ]
  expect(timeStops(two, warsaw, now).map(({ found }) => found)).toEqual(['3 opened, 4 closed'])
})
