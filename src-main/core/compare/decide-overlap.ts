import type { OverlapMember } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { type Group, meetsWindow, type VisibleVersion, type WindowMs } from './versions.ts'

export type DecideOverlapInput = {
  one: Group
  other: Group
  judged: WindowMs
  fields: readonly ComparedField[]
  /** True where this overlap was open at the previous compare as one that was read, not as unverified. */
  established: boolean
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
      who: string
    }

type Meeting = { a: VisibleVersion; b: VisibleVersion; shared: WindowMs }

/** A span without length takes its first instant, so that it can meet another. */
const takenUntil = ({ startMs, endMs }: WindowMs): number => Math.max(endMs, startMs + 1)

/** The time two records take from the same resource; null where there is none. */
function sharedTime(a: VisibleVersion, b: VisibleVersion): WindowMs | null {
  if (a.state !== 'read' || b.state !== 'read' || a.resource === null || a.resource !== b.resource) return null
  const startMs = Math.max(a.startMs, b.startMs)
  if (startMs >= Math.min(takenUntil(a), takenUntil(b))) return null
  return { startMs, endMs: Math.max(startMs, Math.min(a.endMs, b.endMs)) }
}

const all = ({ left, right }: Group): readonly VisibleVersion[] => [...left, ...right]

/** True where a record of one group names a record of the other: both may be the same thing, told as two. */
function linked(one: Group, other: Group): boolean {
  const names = (from: readonly VisibleVersion[], to: readonly VisibleVersion[]): boolean =>
    from.some(({ reference }) => reference !== null && to.some(({ key }) => key === reference))
  return (
    names(one.left, other.right) ||
    names(one.right, other.left) ||
    names(other.left, one.right) ||
    names(other.right, one.left)
  )
}

function memberOf(group: Group, meeting: readonly VisibleVersion[], label: string | undefined): OverlapMember {
  // By the group's own order: which of several copies is named must not hang on what they meet.
  const metOn = (side: SideName): VisibleVersion | undefined => group[side].find((version) => meeting.includes(version))
  const of = (side: SideName): VisibleVersion | undefined => metOn(side) ?? group[side][0]
  const shown = metOn('left') ?? metOn('right')
  return {
    leftKey: of('left')?.key ?? null,
    rightKey: of('right')?.key ?? null,
    label: String((label === undefined ? null : shown?.fields[label]) ?? ''),
    span: { start: fromMs(shown?.startMs ?? 0), end: fromMs(shown?.endMs ?? 0) },
  }
}

const inOrder = (a: OverlapMember, b: OverlapMember): number => {
  const [x, y] = [a, b].map(({ span, leftKey, rightKey }) => `${span.start} ${leftKey ?? rightKey ?? ''}`) as [
    string,
    string,
  ]
  return x < y ? -1 : x > y ? 1 : 0
}

/**
 * Decides whether two different groups take the same time of one resource, on the same side or on different ones.
 * A group's own copies never meet each other, and groups of which one names the other do not. A new overlap that rests
 * on a record the newest read missed is only suspected; an established one survives a later partial read.
 */
export function decideOverlap({ one, other, judged, fields, established }: DecideOverlapInput): OverlapVerdict {
  if (linked(one, other)) return { verdict: 'apart' }
  const meetings: Meeting[] = []
  for (const a of all(one)) {
    for (const b of all(other)) {
      const shared = sharedTime(a, b)
      if (shared) meetings.push({ a, b, shared })
    }
  }
  if (meetings.length === 0) return { verdict: 'apart' }
  const inside = meetings.filter(({ shared }) => meetsWindow(shared, judged))
  if (inside.length === 0) return { verdict: 'outside' }
  const read = inside.some(({ a, b }) => !a.unread && !b.unread)
  const unread = inside.flatMap(({ a, b }) => [a, b]).filter((version) => version.unread)
  const missed = unread.find((version) => version.side === 'left') ?? unread[0]
  const label = fields.find((field) => field.group === 'details')?.name
  const person = fields.find((field) => field.type === 'person')?.name
  const named = inside.flatMap(({ a, b }) => [a, b]).map(({ fields }) => (person === undefined ? null : fields[person]))
  const [first, second] = [
    memberOf(
      one,
      inside.map(({ a }) => a),
      label,
    ),
    memberOf(
      other,
      inside.map(({ b }) => b),
      label,
    ),
  ]
  return {
    verdict: 'overlap',
    missed: read || established ? null : (missed?.side ?? null),
    span: {
      startMs: Math.min(...inside.map(({ shared }) => shared.startMs)),
      endMs: Math.max(...inside.map(({ shared }) => shared.endMs)),
    },
    members: inOrder(first, second) <= 0 ? [first, second] : [second, first],
    who: String(named.find((name) => typeof name === 'string' && name !== '') ?? ''),
  }
}
