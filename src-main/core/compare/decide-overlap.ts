import type { OverlapMember } from '#contract/discrepancies'
import { otherSide, type RecordKey, type ResourceKey, type SideName } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import type { ComparedField } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { likeness, type MatchGround } from '../pair/weigh-match.ts'
import { type Group, meetsWindow, type VisibleVersion, type WindowMs } from './versions.ts'

/** A group, each side's records by key, with how its two sides were found to be one thing; null where one side alone holds it. */
type PairedGroup = Group & { matchedBy: MatchedBy | null }

/** A group with what is asked of it for each other one it may meet, so that a large one is walked once. */
export type BookedGroup = PairedGroup & {
  byResource: ReadonlyMap<ResourceKey, readonly VisibleVersion[]>
  /** The keys of a side's records, and what they name on the other. */
  keys: Readonly<Record<SideName, ReadonlySet<RecordKey>>>
  named: Readonly<Record<SideName, ReadonlySet<RecordKey>>>
}

export type DecideOverlapInput = {
  one: BookedGroup
  other: BookedGroup
  judged: WindowMs
  recipe: MatchGround
  /** True where this overlap was open at the previous compare as one that was read, not as unverified. */
  established: boolean
  /** True where so much stands for a resource at that moment (ms UTC) that it is no person (`find-crowds.ts`). */
  crowded(resource: ResourceKey, atMs: number): boolean
}

export type OverlapVerdict =
  | { verdict: 'apart' }
  /** They meet, but not within the judged window. */
  | { verdict: 'outside' }
  | {
      verdict: 'overlap'
      /** The side whose newest read missed what the overlap rests on; null where it was read, or stood before. */
      missed: SideName | null
      /** From the earliest to the latest instant they share within the judged window, on whatever sides. */
      span: WindowMs
      members: [OverlapMember, OverlapMember]
      /** Whom both are booked for. */
      resource: ResourceKey | null
      who: string
    }

type Meeting = { a: VisibleVersion; b: VisibleVersion; shared: WindowMs }

/** A span without length takes its first instant, so that it can meet another. */
export const takenUntil = ({ startMs, endMs }: WindowMs): number => Math.max(endMs, startMs + 1)

/** The time two records of one resource take both; null where there is none. */
function sharedTime(a: VisibleVersion, b: VisibleVersion): WindowMs | null {
  const startMs = Math.max(a.startMs, b.startMs)
  if (startMs >= Math.min(takenUntil(a), takenUntil(b))) return null
  return { startMs, endMs: Math.max(startMs, Math.min(a.endMs, b.endMs)) }
}

/** Readies a group for being held against others. */
export function asBooked<Given extends PairedGroup>(group: Given): Given & BookedGroup {
  const byResource = new Map<ResourceKey, VisibleVersion[]>()
  for (const version of [...group.left, ...group.right]) {
    if (version.state !== 'read' || version.resource === null) continue
    const held = byResource.get(version.resource)
    if (held) held.push(version)
    else byResource.set(version.resource, [version])
  }
  const keysOf = (side: SideName) => new Set(group[side].map(({ key }) => key))
  const namedBy = (side: SideName) => new Set(group[side].flatMap(({ reference }) => reference ?? []))
  return {
    ...group,
    byResource,
    keys: { left: keysOf('left'), right: keysOf('right') },
    named: { left: namedBy('left'), right: namedBy('right') },
  }
}

/** True where a record of one group names a record of the other: both may be the same thing, told as two. */
const linked = (one: BookedGroup, other: BookedGroup): boolean =>
  (['left', 'right'] as const).some(
    (side) =>
      !one.named[side].isDisjointFrom(other.keys[otherSide(side)]) ||
      !other.named[side].isDisjointFrom(one.keys[otherSide(side)]),
  )

const standsAlone = ({ left, right }: Group): boolean => left.length + right.length === 1

/**
 * True where a record that stands alone is as like one of several copies on the other side as the rule asks of a match:
 * of doubled ids one is wrong, and a wrong id is no double booking.
 */
function perhapsSame({ a, b }: Meeting, { one, other, recipe }: DecideOverlapInput): boolean {
  if (a.side === b.side) return false
  const doubled = (standsAlone(one) && other[b.side].length > 1) || (standsAlone(other) && one[a.side].length > 1)
  const [left, right] = a.side === 'left' ? [a, b] : [b, a]
  return doubled && likeness(left, right, recipe) !== null
}

const inPlace = (a: VisibleVersion, b: VisibleVersion): number =>
  a.side === b.side ? (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) : a.side === 'left' ? -1 : 1

/** Which records of both take the same time of one resource, in the order of the records. */
function meetingsOf(input: DecideOverlapInput): Meeting[] {
  const { one, other, crowded } = input
  const meetings: Meeting[] = []
  const [few, many] = one.byResource.size <= other.byResource.size ? [one, other] : [other, one]
  for (const resource of few.byResource.keys()) {
    if (!many.byResource.has(resource)) continue
    for (const a of one.byResource.get(resource) ?? []) {
      for (const b of other.byResource.get(resource) ?? []) {
        const shared = sharedTime(a, b)
        const meeting = shared && { a, b, shared }
        if (meeting && !perhapsSame(meeting, input) && !crowded(resource, shared.startMs)) meetings.push(meeting)
      }
    }
  }
  return meetings.sort((x, y) => inPlace(x.a, y.a) || inPlace(x.b, y.b))
}

/** What a row says of one thing that takes part: by its records that do, each side's first by key. */
export function memberOf(
  group: PairedGroup,
  taking: readonly VisibleVersion[],
  fields: readonly ComparedField[],
): OverlapMember {
  const label = fields.find((field) => field.group === 'details')?.name
  // By the group's own order: which of several copies is named must not hang on what they meet.
  const inOrder = taking.toSorted(inPlace)
  const of = (side: SideName): VisibleVersion | undefined =>
    inOrder.find((version) => version.side === side) ?? group[side][0]
  const [shown] = inOrder
  return {
    leftKey: of('left')?.key ?? null,
    rightKey: of('right')?.key ?? null,
    matchedBy: group.matchedBy,
    label: String((label === undefined ? null : shown?.fields[label]) ?? ''),
    span: { start: fromMs(shown?.startMs ?? 0), end: fromMs(shown?.endMs ?? 0) },
  }
}

/** Whose name stands on the first of these that has one; empty where none has. */
export function nameOn(taking: readonly VisibleVersion[], fields: readonly ComparedField[]): string {
  const person = fields.find((field) => field.type === 'person')?.name
  const named = taking.map((version) => (person === undefined ? null : version.fields[person]))
  return String(named.find((name) => typeof name === 'string' && name !== '') ?? '')
}

const earlierFirst = (a: OverlapMember, b: OverlapMember): number => {
  const [x, y] = [a, b].map(({ span, leftKey, rightKey }) => `${span.start} ${leftKey ?? rightKey ?? ''}`) as [
    string,
    string,
  ]
  return x < y ? -1 : x > y ? 1 : 0
}

/**
 * Decides whether two different groups take the same time of one resource, on the same side or on different ones.
 * A group's own copies never meet each other, and groups of which one names the other do not; nor does a record that
 * stands alone meet a copy of it under a doubled id, and nothing meets where a crowd stands. A new overlap that rests on
 * a record the newest read missed is only suspected; an established one survives a later partial read.
 */
export function decideOverlap(input: DecideOverlapInput): OverlapVerdict {
  const { one, other, judged, recipe, established } = input
  if (linked(one, other)) return { verdict: 'apart' }
  const meetings = meetingsOf(input)
  if (meetings.length === 0) return { verdict: 'apart' }
  const inside = meetings.filter(({ shared }) => meetsWindow(shared, judged))
  if (inside.length === 0) return { verdict: 'outside' }
  const read = inside.some(({ a, b }) => !a.unread && !b.unread)
  const taking = inside.flatMap(({ a, b }) => [a, b])
  const unread = taking.filter((version) => version.unread)
  const missed = unread.find((version) => version.side === 'left') ?? unread[0]
  const [first, second] = [
    memberOf(
      one,
      inside.map(({ a }) => a),
      recipe.fields,
    ),
    memberOf(
      other,
      inside.map(({ b }) => b),
      recipe.fields,
    ),
  ]
  return {
    verdict: 'overlap',
    missed: read || established ? null : (missed?.side ?? null),
    span: {
      startMs: Math.min(...inside.map(({ shared }) => shared.startMs)),
      endMs: Math.max(...inside.map(({ shared }) => shared.endMs)),
    },
    members: earlierFirst(first, second) <= 0 ? [first, second] : [second, first],
    resource: taking[0]?.resource ?? null,
    who: nameOn(taking, recipe.fields),
  }
}
