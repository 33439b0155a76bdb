import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { PairKey, ScopeKey, type SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import type { ScheduleRecord } from '#contract/records'
import { addDays, fromMs, parseInstant, startOfDay, toMs, wallClock, ZoneId } from '#contract/time'
import type { MemoryRecord } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { normaliseShift } from '../connectors/maple/normalise.ts'
import { decideGroup } from '../core/compare/decide-group.ts'
import type { VisibleVersion } from '../core/compare/versions.ts'
import { contentHashOf } from './prepare-record.ts'

const [halfHour, hour] = [1_800_000, 3_600_000]
const { fields } = recipes.shifts
const scope = ScopeKey.parse('house-1')
const ids = { ownIdField: 'id', crossReferenceField: 'none' } as const

/** Zones, with the two clock changes of 2026 and of 2027 where they have some; else the days on which others change. */
const zones: readonly [zone: string, changes: boolean][] = [
  ['Europe/London', true],
  ['Europe/Warsaw', true],
  ['America/New_York', true],
  ['Australia/Lord_Howe', true],
  ['Pacific/Auckland', true],
  ['America/Sao_Paulo', false],
  ['Asia/Kolkata', false],
  ['UTC', false],
]

function transitionsOf(zone: string): number[] {
  const found: number[] = []
  let at = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`)
  while (found.length < 4) {
    const next = at.getTimeZoneTransition('next')
    if (next === null || next.year > 2027) break
    found.push(next.epochMilliseconds)
    at = next
  }
  return found
}

/** Four moments of each zone around which shifts lie: its clock changes, else London's. */
const momentsOf = (zone: string, changes: boolean): number[] => transitionsOf(changes ? zone : 'Europe/London')

/** The same instant as a clock of that zone writes it, with its offset. */
const writtenIn = (ms: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })

const item = (startTime: string, endTime: string) => ({
  id: 's-1',
  attributes: { externalFacilityId: 'house-1', startTime, endTime, shiftLabel: 'Night', version: '1' },
})

const read = (startTime: string, endTime: string) =>
  normaliseShift(item(startTime, endTime), ids, scope, { endpoint: 'list', index: 0, base: ['data', 0] })

function recordOf(startTime: string, endTime: string): ScheduleRecord {
  const normalised = read(startTime, endTime)
  if ('refused' in normalised) throw new Error(`refused: ${normalised.refused.problem}`)
  return normalised.record
}

/** The record as a vendor's offsets say it: read as instants, kept as written. */
function recordWithOffsets(record: ScheduleRecord, zone: string): ScheduleRecord {
  const written = {
    start: writtenIn(toMs(record.span.start), zone),
    end: writtenIn(toMs(record.span.end), zone),
  }
  const [start, end] = [parseInstant(written.start), parseInstant(written.end)]
  if (!start || !end) throw new Error(`cannot read ${written.start}`)
  return { ...record, span: { start, end }, written }
}

const seen = (side: SideName, record: ScheduleRecord): VisibleVersion => ({
  id: side === 'left' ? 1 : 2,
  side,
  key: record.key,
  pairKey: PairKey.parse('s-1'),
  reference: null,
  resource: record.resource,
  state: 'read',
  startMs: toMs(record.span.start),
  endMs: toMs(record.span.end),
  contentHash: contentHashOf(record, fields),
  fields: record.fields,
  sinceSync: 1,
  unread: false,
})

/** Names of the fields that the compare says differ. */
function differing(left: ScheduleRecord, right: ScheduleRecord): string[] {
  const judged = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER }
  const known = { reads: [{ ...judged, sync: 1 }], keyAbsentIn: null }
  const verdict = decideGroup({
    group: { key: 'k:s-1', left: [seen('left', left)], right: [seen('right', right)] },
    judged,
    fields,
    ignored: new Set(),
    left: known,
    right: known,
    checked: null,
    linkedOneWay: false,
    established: null,
  })
  return verdict.verdict === 'discrepancy' ? verdict.differences.map(({ field }) => field) : []
}

/** Every half hour of the day around the moment, each the start of a shift of 30 minutes up to 12 hours. */
const starts = (moment: number): number[] => Array.from({ length: 48 }, (_, n) => moment + (n - 24) * halfHour)
const lengths = [halfHour, hour, 8 * hour, 12 * hour]

let bench: SyncBench | null = null
afterEach(() => {
  bench?.close()
  bench = null
})

/** Puts a shift of an hour on both sides, the right copy moved by so many ms; nobody is booked, so nothing overlaps. */
function put({ sides }: SyncBench, name: string, startMs: number, movedBy = 0): void {
  const of = (own: string, reference: string, start: number): MemoryRecord => ({
    key: own,
    reference,
    startMs: start,
    endMs: start + hour,
    label: name,
    worker: null,
  })
  sides.left.records.set(`l-${name}`, of(`l-${name}`, `r-${name}`, startMs))
  sides.right.records.set(`r-${name}`, of(`r-${name}`, `l-${name}`, startMs + movedBy))
}

const shownBy = (at: SyncBench): string[] =>
  at
    .shown()
    .map((row) => `${row.kind} ${row.label} ${row.differences.map(({ field }) => field).join(' ')}`)
    .sort()

describe.each(zones)('around the clock changes of %s', (zone, changes) => {
  const moments = momentsOf(zone, changes)

  it('the moments are four, and the zone’s own where it has some', () => {
    expect(moments).toHaveLength(4)
    expect(transitionsOf(zone)).toHaveLength(changes ? 4 : 0)
  })

  it('no shift differs because it is written in UTC here and with the zone’s offset there', () => {
    const cases = moments.flatMap(starts).flatMap((start) => lengths.map((length) => [start, start + length] as const))
    expect(cases).toHaveLength(4 * 48 * 4)
    const wrong = cases.filter(([start, end]) => {
      const left = recordOf(fromMs(start), fromMs(end))
      return differing(left, recordWithOffsets(left, zone)).length > 0
    })
    expect(wrong).toEqual([])
  })

  it('no shift differs because its UTC times are written in another of the ways that ISO 8601 allows', () => {
    for (const start of moments.flatMap(starts)) {
      const [from, to] = [fromMs(start), fromMs(start + 8 * hour)]
      const left = recordOf(from, to)
      const ways: ((text: string) => string)[] = [
        (text) => text.replace('.000Z', 'Z'),
        (text) => text.replace('.000Z', '.000000Z'),
        (text) => text.replace(':00.000Z', 'Z'),
      ]
      for (const way of ways) expect(differing(left, recordOf(way(from), way(to)))).toEqual([])
    }
  })

  it('every real move by an hour or half an hour is found in exactly the moved field, across the change too', () => {
    const wrong: string[] = []
    for (const start of moments.flatMap(starts)) {
      const left = recordOf(fromMs(start), fromMs(start + 8 * hour))
      for (const move of [hour, -hour, halfHour, -halfHour]) {
        const moved = {
          start: recordOf(fromMs(start + move), fromMs(start + 8 * hour)),
          end: recordOf(fromMs(start), fromMs(start + 8 * hour + move)),
          'start end': recordOf(fromMs(start + move), fromMs(start + 8 * hour + move)),
        }
        for (const [expected, record] of Object.entries(moved)) {
          const found = differing(left, recordWithOffsets(record, zone)).join(' ')
          if (found !== expected) wrong.push(`${fromMs(start)} moved ${move / halfHour}: ${found}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('the same wall-clock time written with the offset before and after the change differs by exactly the change', () => {
    for (const moment of moments) {
      const before = writtenIn(moment - 1, zone).slice(-6)
      const after = writtenIn(moment, zone).slice(-6)
      const wall = writtenIn(moment + 6 * hour, zone).slice(0, 19)
      const [a, b] = [parseInstant(wall + before), parseInstant(wall + after)]
      if (!a || !b) throw new Error(`cannot read ${wall}${before}`)
      const gap = Math.abs(toMs(a) - toMs(b))
      expect(gap).toBe(changes ? (zone === 'Australia/Lord_Howe' ? halfHour : hour) : 0)
      const end = fromMs(moment + 14 * hour)
      expect(differing(recordOf(a, end), recordOf(b, end))).toEqual(gap === 0 ? [] : ['start'])
    }
  })

  it('the Maple connector refuses a time with an offset rather than guess, and keeps its place', () => {
    for (const moment of moments) {
      const [start, end] = [writtenIn(moment - 4 * hour, zone), writtenIn(moment + 4 * hour, zone)]
      const normalised = read(start, end)
      if (!('refused' in normalised)) throw new Error(`taken: ${start}`)
      expect(normalised.refused).toMatchObject({
        pointer: '/data/0/attributes/startTime',
        key: 's-1',
        span: { start: fromMs(moment - 4 * hour), end: fromMs(moment + 4 * hour) },
      })
    }
  })

  it('syncs around a change find the moved shifts only, and the same ones while the window moves on hour by hour', async () => {
    const zoneId = ZoneId.parse(zone)
    const moment = moments[2] ?? 0
    bench = makeSyncBench(false, zone)
    bench.pass(moment - 12 * hour - benchStart)
    for (const [n, start] of starts(moment).entries()) put(bench, `half-hour-${n}`, start)
    const today = wallClock(fromMs(moment - 12 * hour), zoneId).date
    // From 23:30 to 00:30 across the midnights at which the window begins and ends.
    const [begins, ends] = [-1, 4].map((days) => toMs(startOfDay(addDays(today, days), zoneId)) - halfHour) as [
      number,
      number,
    ]
    put(bench, 'across-the-begin', begins)
    put(bench, 'across-the-end', ends)
    expect([(await bench.sync()).state, shownBy(bench)]).toEqual(['done', []])

    put(bench, 'half-hour-23', moment - halfHour, hour)
    put(bench, 'half-hour-30', moment + 3 * hour, halfHour)
    // Its right copy lies wholly after the window that day.
    put(bench, 'across-the-end', ends, hour)
    const moved = [
      'differs across-the-end start end',
      'differs half-hour-23 start end',
      'differs half-hour-30 start end',
    ]
    for (let passed = 0; passed < 24; passed += 3) {
      expect([(await bench.sync()).state, shownBy(bench)]).toEqual(['done', moved])
      bench.pass(3 * hour)
    }
  })
})
