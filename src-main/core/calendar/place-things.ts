import { absentHere, type CalendarLane, type CalendarThings } from '#contract/calendar'
import type { ResourceKey, SideName } from '#contract/ids'

/** A record of a calendar, with the group it belongs to as the compare paired them. Times in ms UTC. */
export type CalendarRecord = {
  side: SideName
  /** Its group's key; a matched pair is gathered under its left group. */
  home: string
  version: number
  key: string
  /** Null where nobody is booked, or where the record could not be read. */
  resource: ResourceKey | null
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  name: string
  label: string
}

/** Two records that are one thing, or one that stands alone. */
export type Thing = { home: string; left: CalendarRecord | null; right: CalendarRecord | null }

/**
 * The things of these records, which are whole groups: a group with one record a side is one thing, and of any other each
 * record is one. In the order in which the records come.
 */
export function pairThings(records: readonly CalendarRecord[]): Thing[] {
  type Held = { left: CalendarRecord[]; right: CalendarRecord[] }
  const groups = new Map<string, Held>()
  for (const record of records) {
    let held = groups.get(record.home)
    if (!held) groups.set(record.home, (held = { left: [], right: [] }))
    held[record.side].push(record)
  }
  return [...groups].flatMap(([home, { left, right }]): Thing[] => {
    const [one, other] = [left[0], right[0]]
    if (one && other && left.length === 1 && right.length === 1) return [{ home, left: one, right: other }]
    return [
      ...left.map((record) => ({ home, left: record, right: null })),
      ...right.map((record) => ({ home, left: null, right: record })),
    ]
  })
}

/** Whose lane a record stands in: what could not be read names nobody, so it stands where its pair does. */
const resourceOf = (record: CalendarRecord, other: CalendarRecord | null): ResourceKey | null =>
  record.state === 'refused' && other ? other.resource : record.resource

/** Of a lane: its newest name, and how often each label stands in it. */
type Naming = { version: number; name: string; labels: Map<string, number> }

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What its records carry most; ties go by text. */
function groupOf(labels: ReadonlyMap<string, number>): string {
  let [most, group] = [0, '']
  for (const [label, count] of labels) {
    if (count > most || (count === most && compareText(label, group) < 0)) [most, group] = [count, label]
  }
  return group
}

/** The lanes of things, and which one each resource has. */
export type Lanes = { lanes: CalendarLane[]; laneOf(resource: ResourceKey | null): number }

/** Names lanes while things are met one by one, and keeps none of them. */
export function gatherLanes(): { add(thing: Thing): void; name(): Lanes } {
  const found = new Map<ResourceKey | null, Naming>()
  const add = (record: CalendarRecord | null, other: CalendarRecord | null): void => {
    if (!record) return
    const resource = resourceOf(record, other)
    let naming = found.get(resource)
    if (!naming) found.set(resource, (naming = { version: -1, name: '', labels: new Map() }))
    if (record.label !== '') naming.labels.set(record.label, (naming.labels.get(record.label) ?? 0) + 1)
    if (record.name !== '' && record.version > naming.version && record.resource === resource) {
      naming.version = record.version
      naming.name = record.name
    }
  }
  return {
    add: ({ left, right }) => {
      add(left, right)
      add(right, left)
    },
    name: () => lanesOf(found),
  }
}

/** By group, then name; what nobody is booked for stands last. */
function lanesOf(found: ReadonlyMap<ResourceKey | null, Naming>): Lanes {
  const lanes = [...found].map(([resource, { name, labels }]): CalendarLane => {
    if (resource === null) return { resource, name: '', group: '' }
    return { resource, name: name === '' ? resource : name, group: groupOf(labels) }
  })
  lanes.sort(
    (a, b) =>
      Number(a.resource === null) - Number(b.resource === null) ||
      compareText(a.group, b.group) ||
      compareText(a.name, b.name) ||
      compareText(a.resource ?? '', b.resource ?? ''),
  )
  const places = new Map(lanes.map(({ resource }, index) => [resource, index]))
  return { lanes, laneOf: (resource) => places.get(resource) ?? absentHere }
}

/** The lanes of things. */
export function nameLanes(things: readonly Thing[]): Lanes {
  const gathered = gatherLanes()
  for (const thing of things) gathered.add(thing)
  return gathered.name()
}

/** In whose lanes a thing stands: one, or one a side where both name different ones. */
export const resourcesOf = ({ left, right }: Thing): (ResourceKey | null)[] => [
  ...new Set([...(left ? [resourceOf(left, right)] : []), ...(right ? [resourceOf(right, left)] : [])]),
]

/** The lane a thing's record of this side stands in; `absentHere` where that side does not hold it. */
export function laneOn(side: SideName, { left, right }: Thing, { laneOf }: Lanes): number {
  const [record, other] = side === 'left' ? [left, right] : [right, left]
  return record ? laneOf(resourceOf(record, other)) : absentHere
}

/** The things as columns; `fromMs` is the span's start, `markOf` the place of what is found about a thing. */
export function toColumns(
  things: readonly Thing[],
  { lanes, fromMs, markOf }: { lanes: Lanes; fromMs: number; markOf(thing: Thing): number },
): { things: CalendarThings; labels: string[] } {
  const labels = new Map<string, number>()
  const placeOf = (label: string): number => {
    const known = labels.get(label)
    if (known !== undefined) return known
    labels.set(label, labels.size)
    return labels.size - 1
  }
  const columns: CalendarThings = {
    ...{ leftLane: [], leftStart: [], leftEnd: [], leftVersion: [] },
    ...{ rightLane: [], rightStart: [], rightEnd: [], rightVersion: [] },
    ...{ label: [], mark: [] },
  }
  const seconds = (ms: number): number => Math.floor((ms - fromMs) / 1000)
  // One pass: a week may hold tens of thousands.
  for (const thing of things) {
    const { left, right } = thing
    columns.leftLane.push(laneOn('left', thing, lanes))
    columns.leftStart.push(left ? seconds(left.startMs) : 0)
    columns.leftEnd.push(left ? seconds(left.endMs) : 0)
    columns.leftVersion.push(left?.version ?? absentHere)
    columns.rightLane.push(laneOn('right', thing, lanes))
    columns.rightStart.push(right ? seconds(right.startMs) : 0)
    columns.rightEnd.push(right ? seconds(right.endMs) : 0)
    columns.rightVersion.push(right?.version ?? absentHere)
    columns.label.push(placeOf(left?.label || right?.label || ''))
    columns.mark.push(markOf(thing))
  }
  return { things: columns, labels: [...labels.keys()] }
}
