import { describe, expect, it } from 'vitest'
import { DiscrepancyKind } from '#contract/discrepancies'
import { FacilityId, PairingId, RunId } from '#contract/ids'
import type { FacilityOverview, RunPoint } from '#contract/overview'
import type { PairingState } from '#contract/pairings'
import { fromMs, Instant, toMs } from '#contract/time'
import { fakeFacilities } from '../../testing/fake-rows.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { counters, countUnder, facilityLines, needsAttention, statesOf, totalsOf } from './overview-shape.ts'
import { sparkOf, sparkWords } from './spark-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')

const overviewOf = (change: Partial<FacilityOverview> = {}): FacilityOverview => ({
  facilityId: FacilityId.parse('f-1'),
  counts: { total: 0, accepted: 0, byKind: {} },
  alerts: { discrepancies: 0, doubleBooked: 0, systems: 0 },
  followUps: 0,
  worst: null,
  runs: [],
  ...change,
})

const pairingOf = (how: 'usual' | 'never' | 'failing'): PairingState[] => fakePairings(now, how, 0).slice(0, 1)
const words = (of: FacilityOverview, pairings: PairingState[]): string[] =>
  statesOf({ of, pairings, systems: [], now }).map((state) => state.words)

describe('how a facility stands', () => {
  it('names what fails before what is booked twice, and a quiet one in a few words', () => {
    const doubled = overviewOf({ alerts: { discrepancies: 3, doubleBooked: 2, systems: 1 } })
    expect(words(doubled, pairingOf('failing'))[0]).toBe('Failing: Northgate rota')
    expect(words(doubled, pairingOf('usual'))).toEqual(['2 double bookings waiting'])
    expect(words(overviewOf(), pairingOf('usual'))).toEqual(['Both systems agree'])
    expect(words(overviewOf(), pairingOf('never'))).toEqual(['Never compared'])
    expect(words(overviewOf(), [])).toEqual(['Nothing is compared here yet'])
  })

  it('never says that the systems agree while something is open', () => {
    const open = overviewOf({ counts: { total: 4, accepted: 0, byKind: { differs: 4 } } })
    expect(words(open, pairingOf('usual'))).toEqual(['Open ones are acknowledged'])
  })

  it('needs attention for alerts, follow-ups and systems that are not known well enough, else not', () => {
    const needs = (of: FacilityOverview, how: 'usual' | 'never') =>
      needsAttention({ of, pairings: pairingOf(how), systems: [], now })
    expect([
      needs(overviewOf(), 'usual'),
      needs(overviewOf({ followUps: 1 }), 'usual'),
      needs(overviewOf({ alerts: { discrepancies: 1, doubleBooked: 0, systems: 0 } }), 'usual'),
      needs(overviewOf(), 'never'),
    ]).toEqual([false, true, true, true])
  })
})

it('counts every kind under exactly one counter', () => {
  expect(counters.flatMap(({ kinds }) => kinds).toSorted()).toEqual([...DiscrepancyKind.options].sort())
  const byKind = { 'only-left': 2, 'only-right': 3, differs: 4, overlap: 1 }
  expect(counters.map((counter) => countUnder(counter, byKind))).toEqual([5, 4, 1, 0, 0])
})

it('lists facilities in the core’s order, narrowed by name and by attention', () => {
  const [first, second] = fakeFacilities
  const overview = [
    overviewOf({ facilityId: second.id, followUps: 2 }),
    overviewOf({ facilityId: first.id, counts: { total: 7, accepted: 0, byKind: { overlap: 2 } } }),
  ]
  const input = { overview, facilities: fakeFacilities, pairings: fakePairings(now, 'usual', 0), systems: [], now }
  const listed = (attention: boolean, find: string) =>
    facilityLines({ ...input, attention, find }).map(({ facility }) => facility.name)
  expect([listed(false, ''), listed(true, ''), listed(false, ' NORTH')]).toEqual([
    [second.name, first.name],
    [second.name],
    [first.name],
  ])
  expect(totalsOf(overview)).toEqual({ open: 7, alerts: 0, doubleBooked: 2, followUps: 2 })
})

describe('the line of the newest syncs', () => {
  const point = (index: number, open: number | null, pairing = 'p-1'): RunPoint => ({
    runId: RunId.parse(`r-${index}`),
    pairingId: PairingId.parse(pairing),
    at: fromMs(toMs(now) + index * 3_600_000),
    state: open === null ? 'failed' : 'done',
    open,
  })

  it('breaks where nothing was compared and marks that run', () => {
    const spark = sparkOf([point(0, 4), point(1, 8), point(2, null), point(3, 6)], 30, 10, 4)
    expect(spark).toEqual({
      lines: ['0,10 10,0', '30,5'],
      short: [{ x: 20, runId: 'r-2' }],
      end: { x: 30, y: 5 },
    })
  })

  it('adds up what each pairing told last', () => {
    expect(sparkWords([point(0, 4), point(1, 8, 'p-2'), point(2, 1)])).toBe(
      '3 syncs, all complete. Open after the newest, with accepted ones, 9; fewest 4, most 12.',
    )
  })

  it('says so where nothing was ever compared', () => {
    expect(sparkWords([point(0, null)])).toBe('1 sync, 1 not complete. Nothing was compared.')
    expect(sparkOf([point(0, null)], 30, 10)).toEqual({ lines: [], short: [{ x: 30, runId: 'r-0' }], end: null })
  })
})
