import type { MemoryRecord } from './memory-side.ts'

/** What both systems hold, and how the pairing compares them. Times in ms UTC. */
export type BruteWorld = {
  left: readonly MemoryRecord[]
  right: readonly MemoryRecord[]
  judged: { startMs: number; endMs: number }
  /** What a list is asked for: the judged window and its margin. */
  asked: { startMs: number; endMs: number }
  ignored: readonly string[]
}

/** A discrepancy as both compares tell it; `meets` holds the keys of an overlap's two things. */
export type BruteRow = {
  kind: string
  reason: string | null
  side: 'left' | 'right' | null
  leftKey: string | null
  rightKey: string | null
  fields: string[]
  meets: string[]
  startMs: number
  endMs: number
}

type Time = { startMs: number; endMs: number }
type Thing = { left: MemoryRecord[]; right: MemoryRecord[] }

/** Start included, end excluded; what has no length happens at its start. */
const happensIn = (time: Time, window: Time): boolean =>
  time.startMs === time.endMs
    ? window.startMs <= time.startMs && time.startMs < window.endMs
    : time.startMs < window.endMs && window.startMs < time.endMs

const byKey = (a: MemoryRecord, b: MemoryRecord): number => (a.key < b.key ? -1 : 1)

/** Both have the same own id, or the right one names the left one: one thing. All others are things of their own. */
function thingsOf(left: readonly MemoryRecord[], right: readonly MemoryRecord[]): Thing[] {
  const named = new Map<string, Thing>()
  const alone: Thing[] = []
  for (const record of left) named.set(record.key, { left: [record], right: [] })
  for (const record of [...right].sort(byKey)) {
    if (record.reference === null) alone.push({ left: [], right: [record] })
    else {
      const thing = named.get(record.reference) ?? { left: [], right: [] }
      thing.right.push(record)
      named.set(record.reference, thing)
    }
  }
  return [...named.values(), ...alone]
}

function differing(l: MemoryRecord, r: MemoryRecord, ignored: readonly string[]): string[] {
  const different: string[] = []
  if (l.startMs !== r.startMs) different.push('start')
  if (l.endMs !== r.endMs) different.push('end')
  // The memory side makes the worker's name of the worker, so both differ together.
  if (l.worker !== r.worker) different.push('worker', 'workerName')
  if (l.label !== r.label) different.push('label')
  return different.filter((field) => !ignored.includes(field))
}

type Said = Pick<BruteRow, 'kind' | 'reason' | 'side'> & { fields?: string[] }

const unsure = (reason: string, side: 'left' | 'right'): Said => ({ kind: 'unverified', reason, side })

function sayLone(world: BruteWorld, listed: Thing, present: MemoryRecord, side: 'left' | 'right'): Said {
  if (present.refused) return unsure('refused-record', side)
  const lacking = side === 'left' ? 'right' : 'left'
  const other = listed[lacking]
  const linked = other.some(({ key, reference }) => key === present.reference || reference === present.key)
  if (linked) return unsure('linked-one-way', lacking)
  if (world[lacking].some(({ key }) => key === present.reference)) return unsure('listed-not-got', lacking)
  return { kind: side === 'left' ? 'only-left' : 'only-right', reason: null, side: lacking }
}

function say(world: BruteWorld, listed: Thing, { left, right }: Thing): Said | null {
  const [l, r] = [left[0], right[0]]
  if (right.length > 1) return { kind: 'duplicate', reason: null, side: 'right' }
  if (l && r) {
    if (l.refused) return unsure('refused-record', 'left')
    if (r.refused) return unsure('refused-record', 'right')
    const fields = differing(l, r, world.ignored)
    return fields.length === 0 ? null : { kind: 'differs', reason: null, side: null, fields }
  }
  if (l) return sayLone(world, listed, l, 'left')
  return r ? sayLone(world, listed, r, 'right') : null
}

const naming = (one: Thing, other: Thing): boolean =>
  one.left.some(({ reference }) => other.right.some(({ key }) => key === reference)) ||
  one.right.some(({ reference }) => other.left.some(({ key }) => key === reference))

/** The time two bookings of one worker have in common; null where there is none. */
function common(a: MemoryRecord, b: MemoryRecord): Time | null {
  if (a.refused || b.refused || a.worker === null || a.worker !== b.worker) return null
  const [first, second] = a.startMs <= b.startMs ? [a, b] : [b, a]
  if (second.startMs >= first.endMs && second.startMs !== first.startMs) return null
  return { startMs: second.startMs, endMs: Math.min(first.endMs, second.endMs) }
}

function overlapOf(world: BruteWorld, one: Thing, other: Thing): BruteRow | null {
  if (naming(one, other) || naming(other, one)) return null
  const met: { a: MemoryRecord; b: MemoryRecord; time: Time }[] = []
  for (const a of [...one.left, ...one.right]) {
    for (const b of [...other.left, ...other.right]) {
      const time = common(a, b)
      if (time && happensIn(time, world.judged)) met.push({ a, b, time })
    }
  }
  if (met.length === 0) return null
  const tell = (thing: Thing, meeting: MemoryRecord[]) => {
    const pick = (records: MemoryRecord[]) => records.find((record) => meeting.includes(record)) ?? records[0]
    const shown = thing.left.find((record) => meeting.includes(record)) ?? meeting.toSorted(byKey)[0]
    return {
      leftKey: pick(thing.left)?.key ?? null,
      rightKey: pick(thing.right)?.key ?? null,
      startMs: shown?.startMs ?? 0,
    }
  }
  const members = [
    tell(
      one,
      met.map(({ a }) => a),
    ),
    tell(
      other,
      met.map(({ b }) => b),
    ),
  ].sort(
    (x, y) => x.startMs - y.startMs || ((x.leftKey ?? x.rightKey ?? '') < (y.leftKey ?? y.rightKey ?? '') ? -1 : 1),
  )
  return {
    kind: 'overlap',
    reason: null,
    side: null,
    leftKey: members[0]?.leftKey ?? null,
    rightKey: members[0]?.rightKey ?? null,
    fields: [],
    meets: members.map(({ leftKey, rightKey }) => `${leftKey} ${rightKey}`),
    startMs: Math.min(...met.map(({ time }) => time.startMs)),
    endMs: Math.max(...met.map(({ time }) => time.endMs)),
  }
}

/**
 * Every discrepancy of two systems that were both read completely, by trying everything against everything: written from
 * the words of the architecture and sharing no code with the compare it is held against.
 */
export function bruteCompare(world: BruteWorld): BruteRow[] {
  const isListed = (record: MemoryRecord): boolean => !record.unlisted && happensIn(record, world.asked)
  const listed: Thing = { left: world.left.filter(isListed), right: world.right.filter(isListed) }
  const things = thingsOf(listed.left, listed.right)
  const rows: BruteRow[] = []
  things.forEach((thing, index) => {
    const all = [...thing.left, ...thing.right]
    const said = all.some((record) => happensIn(record, world.judged)) ? say(world, listed, thing) : null
    const first = all.find((record) => !record.refused) ?? all[0]
    if (said && first) {
      rows.push({
        fields: [],
        ...said,
        leftKey: thing.left[0]?.key ?? null,
        rightKey: thing.right[0]?.key ?? null,
        meets: [],
        startMs: first.startMs,
        endMs: first.endMs,
      })
    }
    for (const other of things.slice(index + 1)) {
      const overlap = overlapOf(world, thing, other)
      if (overlap) rows.push(overlap)
    }
  })
  return rows
}
