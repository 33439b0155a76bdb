import { absentHere, type CalendarMark, type CalendarSpan } from '#contract/calendar'
import type { DiscrepancyKind, DiscrepancyRow, FieldDifference } from '#contract/discrepancies'
import { CompareId, Fingerprint, PairingId, RecordKey, ResourceKey } from '#contract/ids'
import { addDays, fromMs, type Instant, LocalDate, startOfDay, toMs, type ZoneId } from '#contract/time'
import { fakeFacilities, fakeRow, leftSystem, rightSystem } from './fake-rows.ts'

type Stay = { lane: number; start: number; end: number } | null
export type FakeThing = { left: Stay; right: Stay; label: string; kind?: DiscrepancyKind; moved?: 'time' | 'field' }

const hour = 3600
const first = ['Ada', 'Bo', 'Cleo', 'Dov', 'Edda', 'Finn', 'Gwen', 'Hal', 'Isla', 'Jory']
const last = ['Sample', 'Mockingham', 'Placeholder', 'Dummond', 'Exampleton']

/** The same numbers on every run, so that pictures can be compared. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

export type SpanInput = {
  from?: LocalDate
  days?: number
  zone?: ZoneId
  groups: readonly string[]
  lanes: number
  things: (base: { dayStart: (day: number) => number; roll: () => number }) => FakeThing[]
}

const week = LocalDate.parse('2026-11-16')

/** A week of things as a pairing would answer it; times in seconds from its start, people invented. */
export function fakeSpan({
  from = week,
  days = 7,
  zone = fakeFacilities[0].zone,
  groups,
  lanes,
  things,
}: SpanInput): CalendarSpan {
  const start = startOfDay(from, zone)
  const base = toMs(start)
  const all = things({ dayStart: (day) => (toMs(startOfDay(addDays(from, day), zone)) - base) / 1000, roll: dice(7) })
  const perGroup = Math.ceil(lanes / groups.length)
  const named = Array.from({ length: lanes }, (_, lane) => ({
    resource: ResourceKey.parse(`w-${lane}`),
    name: `${first[lane % 10]} ${last[Math.floor(lane / 2) % 5]}`,
    group: groups[Math.floor(lane / perGroup)] ?? '',
  }))
  const labels = [...new Set(all.map((thing) => thing.label))]
  const columns: CalendarSpan['things'] = {
    leftLane: [],
    leftStart: [],
    leftEnd: [],
    leftVersion: [],
    rightLane: [],
    rightStart: [],
    rightEnd: [],
    rightVersion: [],
    label: [],
    mark: [],
  }
  const marks: CalendarMark[] = []
  const at = (seconds: number): Instant => fromMs(base + seconds * 1000)
  for (const [index, thing] of all.entries()) {
    const { left, right, kind } = thing
    if (kind) marks.push(markOf(thing, index, named, at, zone))
    // A double booking is no thing of its own: it is told by the two that meet.
    if (kind === 'overlap') continue
    columns.leftLane.push(left?.lane ?? absentHere)
    columns.leftStart.push(left?.start ?? 0)
    columns.leftEnd.push(left?.end ?? 0)
    columns.leftVersion.push(left ? 2 * index : absentHere)
    columns.rightLane.push(right?.lane ?? absentHere)
    columns.rightStart.push(right?.start ?? 0)
    columns.rightEnd.push(right?.end ?? 0)
    columns.rightVersion.push(right ? 2 * index + 1 : absentHere)
    columns.label.push(labels.indexOf(thing.label))
    columns.mark.push(kind ? marks.length - 1 : absentHere)
  }
  const end = startOfDay(addDays(from, days), zone)
  const window = { start: fromMs(base - 30 * 24 * hour * 1000), end: fromMs(toMs(end) + 30 * 24 * hour * 1000) }
  return {
    compareId: CompareId.parse('c-1'),
    comparedAt: start,
    window,
    span: { start, end },
    zone,
    leftSystem,
    rightSystem,
    lanes: [...named, { resource: null, name: '', group: '' }],
    labels,
    things: columns,
    discrepancies: marks,
  }
}

function differencesOf(thing: FakeThing, at: (seconds: number) => Instant): FieldDifference[] {
  if (thing.moved === 'time' && thing.left && thing.right) {
    return [{ field: 'start', left: at(thing.left.start), right: at(thing.right.start), blame: 'right-moved' }]
  }
  if (thing.moved === 'field') return [{ field: 'label', left: thing.label, right: 'Ward 3', blame: 'right-moved' }]
  return []
}

function markOf(
  thing: FakeThing,
  index: number,
  lanes: CalendarSpan['lanes'],
  at: (seconds: number) => Instant,
  zone: ZoneId,
): CalendarMark {
  const { left, right, kind = 'differs' } = thing
  const any = left ?? right ?? { lane: 0, start: 0, end: 0 }
  const row: DiscrepancyRow = {
    ...fakeRow(index, at(0)),
    fingerprint: Fingerprint.parse(`f-${index}`),
    pairingId: PairingId.parse('p-1'),
    kind,
    reason: kind === 'unverified' ? 'absence-not-proven' : null,
    side: kind === 'only-left' ? 'right' : kind === 'only-right' ? 'left' : null,
    differences: differencesOf(thing, at),
    origin: null,
    members: [],
    accepted: index % 17 === 16,
    span: { start: at(any.start), end: at(any.end) },
    zone,
    resource: lanes[any.lane]?.resource ?? null,
    who: lanes[any.lane]?.name ?? '',
    label: thing.label,
    leftKey: left ? RecordKey.parse(`a-${index}`) : null,
    rightKey: right ? RecordKey.parse(`n-${index}`) : null,
  }
  return { row, lanes: [...new Set([left, right].flatMap((stay) => (stay ? [stay.lane] : [])))] }
}

/** A pair that disagrees now and then, six times in a hundred. */
function perhaps(
  lane: number,
  start: number,
  end: number,
  label: string,
  share: number,
  roll: () => number,
): FakeThing {
  const here = { lane, start, end }
  const both = { left: here, right: here, label }
  if (roll() >= share) return both
  const quarter = Math.min(hour, (end - start) / 3)
  const which = Math.floor(roll() * 8)
  if (which === 0) return { ...both, right: null, kind: 'only-left' }
  if (which === 1) return { ...both, left: null, kind: 'only-right' }
  if (which === 2 || which === 3) {
    return { ...both, right: { lane, start: start + quarter, end: end + quarter }, kind: 'differs', moved: 'time' }
  }
  if (which === 4) return { ...both, kind: 'differs', moved: 'field' }
  if (which === 5) return { ...both, kind: 'duplicate' }
  if (which === 6) return { ...both, right: null, kind: 'unverified' }
  return { ...both, right: { ...here, lane: lane + 1 }, kind: 'differs', moved: 'field' }
}

/** 50 doctors, nurses and rooms with 40 quarter hours a day from 08:00: the heaviest week there is. */
export function clinicWeek(lanes = 50, slots = 40): CalendarSpan {
  return fakeSpan({
    groups: ['Doctors', 'Nurses', 'Rooms'],
    lanes,
    things: ({ dayStart, roll }) =>
      Array.from({ length: lanes * 7 * slots }, (_, index) => {
        const lane = Math.floor(index / (7 * slots))
        const day = Math.floor(index / slots) % 7
        const start = dayStart(day) + 8 * hour + (index % slots) * 900
        return perhaps(lane, start, start + 900, `Visit ${index % 9}`, 0.06, roll)
      }).filter((thing) => thing.kind !== undefined || roll() > 0.02),
  })
}

/** A care home round the clock: early, late and night shifts of 24 workers, a double booking and an open shift. */
export function careHomeWeek(from = week): CalendarSpan {
  const shifts = [
    { label: 'Early, ward 1', start: 7, end: 15 },
    { label: 'Late, ward 1', start: 14.5, end: 22 },
    { label: 'Night, ward 2', start: 21.5, end: 31.25 },
  ]
  return fakeSpan({
    from,
    groups: ['Early', 'Late', 'Night'],
    lanes: 24,
    things: ({ dayStart, roll }) => {
      const all: FakeThing[] = []
      for (let lane = 0; lane < 24; lane += 1) {
        const shift = shifts[Math.floor(lane / 8)] ?? { label: 'Early, ward 1', start: 7, end: 15 }
        for (let day = -1; day < 7; day += 1) {
          if ((day + lane) % 7 > 4 || (lane === 2 && day === 2)) continue
          const start = dayStart(day) + shift.start * hour
          all.push(perhaps(lane, start, dayStart(day) + shift.end * hour, shift.label, 0.14, roll))
        }
      }
      const early = { lane: 2, start: dayStart(2) + 7 * hour, end: dayStart(2) + 15 * hour }
      const long = { lane: 2, start: dayStart(2) + 12 * hour, end: dayStart(2) + 20 * hour }
      all.push({ left: early, right: early, label: 'Early, ward 1' })
      all.push({ left: long, right: null, label: 'Long day', kind: 'only-left' })
      all.push({ left: { ...long, end: early.end }, right: null, label: '', kind: 'overlap' })
      const open = { lane: 24, start: dayStart(4) + 7 * hour, end: dayStart(4) + 15 * hour }
      all.push({ left: open, right: open, label: 'Early, ward 1' })
      return all
    },
  })
}
