import {
  absentHere,
  type CalendarDay,
  type CalendarDayKind,
  type CalendarLane,
  type CalendarMark,
  type CalendarSpan,
  type CalendarThings,
} from '#contract/calendar'
import type { CompareInfo } from '#contract/compares'
import type { DiscrepancyRow, StoredRecord } from '#contract/discrepancies'
import { CompareId, type PairingId, RecordKey, ResourceKey, RunId, type SideName } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { addDays, fromMs, Instant, LocalDate, Span, startOfDay, toMs, wallClock } from '#contract/time'

const hour = 3_600_000

/** Every so many of the fake rows stand in the calendar: all of them would leave no room for what agrees. */
const sparse = 4

/** The shifts of a care home round the clock, by their first hour. */
const shifts = [
  { from: 7, hours: 8, label: 'Early' },
  { from: 15, hours: 8, label: 'Late' },
  { from: 23, hours: 8, label: 'Night' },
] as const

type Input = {
  rows: readonly DiscrepancyRow[]
  pairings: () => readonly PairingState[]
  now: Instant
}

type Held = { left: Span | null; right: Span | null; leftLane: number; rightLane: number; label: string; mark: number }

/** A care home's weeks: workers on early, late and night shifts that agree, and every fourth group of the fake rows. */
export function fakeCalendar({ rows, pairings, now }: Input): Pick<CoreClient, 'calendar' | 'compares'> {
  const stateOf = (id: string): PairingState | undefined => pairings().find(({ pairing }) => pairing.id === id)
  const shown = (id: string, asOf: string | undefined): DiscrepancyRow[] =>
    rows.filter(
      (row, index) =>
        row.pairingId === id && Math.floor(index / 8) % sparse === 0 && (asOf === undefined || row.firstSeenAt <= asOf),
    )
  const read = (id: string, span: Span, asOf?: string): CalendarSpan => {
    const state = stateOf(id)
    const known = state?.compared != null && (asOf === undefined || asOf >= oldest(now))
    const { lanes, things, marks } = known ? held(shown(id, asOf), span) : { lanes: [], things: [], marks: [] }
    return {
      compareId: known ? CompareId.parse(`fake.${id}.1`) : null,
      comparedAt: known ? (asOf === undefined ? fromMs(toMs(now) - hour / 15) : Instant.parse(asOf)) : null,
      window: known ? (state?.compared?.window ?? null) : null,
      span,
      zone: state?.facility.zone ?? fallbackZone(pairings()),
      leftSystem: state?.left.system ?? '',
      rightSystem: state?.right.system ?? '',
      lanes,
      labels: [...new Set(things.map(({ label }) => label))],
      things: columnsOf(things, span),
      discrepancies: marks,
    }
  }
  return {
    calendar: {
      span: async ({ pairingId, span, asOf }) => read(pairingId, Span.parse(span), asOf),
      density: async ({ pairingId, from: first, days, asOf }) => {
        const from = LocalDate.parse(first)
        const zone = stateOf(pairingId)?.facility.zone ?? fallbackZone(pairings())
        const dates = Array.from({ length: days }, (_, day) => addDays(from, day))
        const end = addDays(from, days)
        const whole = read(pairingId, { start: startOfDay(from, zone), end: startOfDay(end, zone) }, asOf)
        const { compareId, comparedAt, window, leftSystem, rightSystem, lanes } = whole
        const cells = cellsOf(whole, dates)
        const kinds: CalendarDayKind[] = []
        for (const one of cells.flatMap((cell) => cell.kinds)) addKind(kinds, one)
        return { compareId, comparedAt, window, zone, leftSystem, rightSystem, lanes, days: dates, cells, kinds }
      },
      thing: async ({ left, right }) => ({ left: stored('left', left, now), right: stored('right', right, now) }),
      find: async ({ text, facilityId }) =>
        rows
          .filter(
            (row) =>
              (facilityId === undefined || row.facilityId === facilityId) &&
              `${row.who} ${row.leftKey} ${row.rightKey}`.toLowerCase().includes(text.toLowerCase()),
          )
          .slice(0, 20)
          .flatMap((row) => {
            const key = row.leftKey ?? row.rightKey
            const side: SideName = row.leftKey === null ? 'right' : 'left'
            const system = side === 'left' ? row.leftSystem : row.rightSystem
            const { pairingId, facilityId: at, facility, zone, span, who, label, fingerprint } = row
            return key === null
              ? []
              : [{ pairingId, facilityId: at, facility, zone, side, system, key, span, who, label, fingerprint }]
          }),
    },
    compares: {
      list: async ({ facilityId, pairingId, limit }) =>
        pairings()
          .filter(
            ({ pairing, compared }) =>
              compared !== null &&
              (facilityId === undefined || pairing.facilityId === facilityId) &&
              (pairingId === undefined || pairing.id === pairingId),
          )
          .flatMap(({ pairing }) => comparesOf(pairing.id, shown(pairing.id, undefined), now))
          .sort((a, b) => (a.at < b.at ? 1 : -1))
          .slice(0, limit),
    },
  }
}

const fallbackZone = (pairings: readonly PairingState[]) => {
  const [first] = pairings
  if (!first) throw new Error('a calendar needs a pairing')
  return first.facility.zone
}

const syncs = 72
const oldest = (now: Instant): Instant => fromMs(toMs(now) - syncs * hour)

/** One compare an hour for three days; each opened what was first seen in its hour. */
function comparesOf(pairingId: PairingId, rows: readonly DiscrepancyRow[], now: Instant): CompareInfo[] {
  return Array.from({ length: syncs }, (_, back) => {
    const at = fromMs(toMs(now) - back * hour - hour / 15)
    const before = fromMs(toMs(at) - hour)
    const opened = rows.filter(({ firstSeenAt }) => firstSeenAt > before && firstSeenAt <= at).length
    return {
      id: CompareId.parse(`fake.${pairingId}.${syncs - back}`),
      pairingId,
      runId: RunId.parse(`r-${back}`),
      at,
      leftReadAt: at,
      rightReadAt: at,
      leftComplete: true,
      rightComplete: back % 17 !== 3,
      window: { start: fromMs(toMs(at) - 7 * 24 * hour), end: fromMs(toMs(at) + 28 * 24 * hour) },
      open: rows.filter(({ firstSeenAt }) => firstSeenAt <= at).length,
      opened: back % 5 === 0 ? opened : 0,
      closed: back % 7 === 2 ? 3 : 0,
    }
  })
}

const meets = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

function held(rows: readonly DiscrepancyRow[], span: Span) {
  const names = [...new Set(rows.map(({ who }) => who).filter((who) => who !== ''))].sort()
  const lanes: CalendarLane[] = names
    .map((name, at) => ({ resource: ResourceKey.parse(`u-${name}`), name, group: shifts[at % 3]?.label ?? '' }))
    .sort((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name))
  lanes.push({ resource: null, name: '', group: '' })
  const laneOf = new Map(lanes.map(({ name }, at) => [name, at]))
  const things: Held[] = []
  const marks: CalendarMark[] = []
  const taken: Span[][] = lanes.map(() => [])
  for (const row of rows) {
    const lane = laneOf.get(row.who) ?? lanes.length - 1
    if (!meets(row.span, span)) continue
    taken[lane]?.push(row.span)
    const mark = marks.push({ row, lanes: [lane] }) - 1
    if (row.members.length === 0) things.push(thingOf(row, lane, mark))
    for (const { span: own, label, leftKey, rightKey } of row.members) {
      const left = leftKey === null ? null : own
      things.push({
        left,
        right: rightKey === null ? null : own,
        leftLane: lane,
        rightLane: lane,
        label,
        mark: absentHere,
      })
    }
  }
  const firstDay = Math.floor(toMs(span.start) / (24 * hour))
  const lastDay = Math.ceil(toMs(span.end) / (24 * hour))
  lanes.forEach(({ resource }, lane) => {
    if (resource === null) return
    for (let day = firstDay - 1; day <= lastDay; day++) {
      const shift = shifts[lane % 3]
      if (!shift || (day + lane) % 7 > 4) continue
      const start = day * 24 * hour + shift.from * hour
      const own = { start: fromMs(start), end: fromMs(start + shift.hours * hour) }
      if (!meets(own, span) || taken[lane]?.some((other) => meets(other, own))) continue
      const label = `${shift.label}, ward ${(lane % 4) + 1}`
      things.push({ left: own, right: own, leftLane: lane, rightLane: lane, label, mark: absentHere })
    }
  })
  return { lanes, things, marks }
}

function thingOf({ kind, span, label, differences }: DiscrepancyRow, lane: number, mark: number): Held {
  const start = differences.find(({ field }) => field === 'start')
  const moved = typeof start?.right === 'string' ? Instant.parse(start.right) : span.start
  return {
    left: kind === 'only-right' ? null : span,
    right: kind === 'only-left' ? null : { start: moved, end: span.end },
    leftLane: lane,
    rightLane: lane,
    label,
    mark,
  }
}

function columnsOf(things: readonly Held[], span: Span): CalendarThings {
  const labels = [...new Set(things.map(({ label }) => label))]
  const seconds = (at: Instant | undefined): number =>
    at === undefined ? 0 : Math.round((toMs(at) - toMs(span.start)) / 1000)
  return {
    leftLane: things.map(({ left, leftLane }) => (left ? leftLane : absentHere)),
    leftStart: things.map(({ left }) => seconds(left?.start)),
    leftEnd: things.map(({ left }) => seconds(left?.end)),
    leftVersion: things.map(({ left }, at) => (left ? Math.round(toMs(left.start) / hour) * 1000 + at : absentHere)),
    rightLane: things.map(({ right, rightLane }) => (right ? rightLane : absentHere)),
    rightStart: things.map(({ right }) => seconds(right?.start)),
    rightEnd: things.map(({ right }) => seconds(right?.end)),
    rightVersion: things.map(({ right }, at) =>
      right ? Math.round(toMs(right.start) / hour) * 1000 + at : absentHere,
    ),
    label: things.map(({ label }) => labels.indexOf(label)),
    mark: things.map(({ mark }) => mark),
  }
}

function addKind(kinds: CalendarDayKind[], { kind, timeMoved, open }: CalendarDayKind): void {
  const known = kinds.find((one) => one.kind === kind && one.timeMoved === timeMoved)
  if (known) known.open += open
  else kinds.push({ kind, timeMoved, open })
}

function cellsOf(whole: CalendarSpan, days: readonly LocalDate[]): CalendarDay[] {
  const { things, span, zone, discrepancies } = whole
  const cells = new Map<string, CalendarDay>()
  const cellAt = (lane: number, at: number): CalendarDay | undefined => {
    const day = days.indexOf(wallClock(fromMs(toMs(span.start) + Math.max(0, at) * 1000), zone).date)
    if (day === -1) return undefined
    const key = `${lane} ${day}`
    const known = cells.get(key) ?? { lane, day, things: 0, open: 0, kinds: [] }
    cells.set(key, known)
    return known
  }
  things.leftLane.forEach((left, at) => {
    const lane = left === absentHere ? (things.rightLane[at] ?? 0) : left
    const start = left === absentHere ? things.rightStart[at] : things.leftStart[at]
    const cell = cellAt(lane, start ?? 0)
    if (cell) cell.things += 1
  })
  for (const { row, lanes } of discrepancies) {
    const cell = cellAt(lanes[0] ?? 0, (toMs(row.span.start) - toMs(span.start)) / 1000)
    if (!cell) continue
    cell.open += 1
    const timeMoved = row.kind === 'differs' && row.differences.some(({ field }) => field === 'start')
    addKind(cell.kinds, { kind: row.kind, timeMoved, open: 1 })
  }
  return [...cells.values()]
}

function stored(side: SideName, version: number | null, now: Instant): StoredRecord | null {
  if (version === null) return null
  const start = fromMs(Math.floor(version / 1000) * hour)
  const end = fromMs(toMs(start) + 8 * hour)
  return {
    key: RecordKey.parse(side === 'left' ? `0b7c1d52-9f1e-4f0a-8a44-${version}` : `NG-${version}`),
    span: { start, end },
    written: { start, end },
    fields: { worker: 'u-17', workerName: 'Ada Sample', label: 'Early, ward 2', requirements: 'RN' },
    vendorVersion: '3',
    readAt: now,
    unread: false,
    refusedPointer: null,
  }
}
