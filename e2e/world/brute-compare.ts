import type { MemoryRecord } from './memory-side.ts'

/** What both systems hold, and how the pairing compares them. Times in ms UTC. */
export type BruteWorld = {
  left: readonly MemoryRecord[]
  right: readonly MemoryRecord[]
  judged: { startMs: number; endMs: number }
  /** What a list is asked for: the judged window and its margin. */
  asked: { startMs: number; endMs: number }
  ignored: readonly string[]
  /** What was matched without ids when both were compared before. */
  stood: readonly BruteMatch[]
}

/** Two records that are one thing although neither names the other. */
export type BruteMatch = { left: string; right: string; score: number; next: { right: string; score: number } | null }

/** A discrepancy as both compares tell it; `meets` holds the keys of an overlap's things, and how each was found to be one. */
export type BruteRow = {
  kind: string
  reason: string | null
  side: 'left' | 'right' | null
  matchedBy: 'reference' | 'rule' | null
  leftKey: string | null
  rightKey: string | null
  fields: string[]
  meets: string[]
  startMs: number
  endMs: number
}

type Time = { startMs: number; endMs: number }
type Thing = { left: MemoryRecord[]; right: MemoryRecord[] }
/** A thing with how its two sides were found to be one; null where one system alone holds it. */
type Found = Thing & { how: BruteRow['matchedBy'] }
type Sides = { left: readonly MemoryRecord[]; right: readonly MemoryRecord[] }

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

/** Records that are a thing by themselves, name nothing and are named by nobody: only time and worker can tell. */
function silentOf(listed: Sides): Sides {
  const alone = thingsOf(listed.left, listed.right).filter(({ left, right }) => left.length + right.length === 1)
  const silent = (record: MemoryRecord, others: readonly MemoryRecord[]): boolean =>
    record.reference === null && !others.some(({ reference }) => reference === record.key)
  return {
    left: alone.flatMap(({ left }) => left).filter((record) => silent(record, listed.right)),
    right: alone.flatMap(({ right }) => right).filter((record) => silent(record, listed.left)),
  }
}

/** A hundred for the same in everything: 40 worker, 30 start, 20 end, 5 label, 5 requirements (all have the same). */
function scoreOf(l: MemoryRecord, r: MemoryRecord): number {
  const near = (most: number, a: number, b: number): number => {
    const minutesApart = Math.abs(a - b) / 60_000
    return minutesApart >= 120 ? 0 : Math.floor(most - (most * minutesApart) / 120)
  }
  const worker = l.worker !== null && l.worker === r.worker ? 40 : 0
  return worker + near(30, l.startMs, r.startMs) + near(20, l.endMs, r.endMs) + (l.label === r.label ? 5 : 0) + 5
}

const fits = (l: MemoryRecord, r: MemoryRecord): boolean =>
  !l.refused &&
  !r.refused &&
  (l.worker === null || r.worker === null || l.worker === r.worker) &&
  Math.abs(l.startMs - r.startMs) < 7_200_000 &&
  scoreOf(l, r) >= 60

type Pair = { left: string; right: string; score: number }

/** Keeps what stood and still reaches the limit, then takes the best of all that is left, again and again. */
function pairUp({ left, right }: Sides, stood: readonly Pair[], apart: Pair | null): Pair[] {
  const pairs: Pair[] = []
  const free = (l: MemoryRecord, r: MemoryRecord): boolean =>
    !pairs.some((pair) => pair.left === l.key || pair.right === r.key) &&
    !(apart && apart.left === l.key && apart.right === r.key)
  for (const before of stood) {
    const l = left.find(({ key }) => key === before.left)
    const r = right.find(({ key }) => key === before.right)
    if (!l || !r || !free(l, r)) continue
    const score = l.refused || r.refused ? before.score : scoreOf(l, r)
    if (score >= 60) pairs.push({ ...before, score })
  }
  for (;;) {
    let best: Pair | null = null
    for (const l of [...left].sort(byKey)) {
      for (const r of [...right].sort(byKey)) {
        if (free(l, r) && fits(l, r) && (!best || scoreOf(l, r) > best.score)) {
          best = { left: l.key, right: r.key, score: scoreOf(l, r) }
        }
      }
    }
    if (!best) return pairs
    pairs.push(best)
  }
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

/** More things of one worker at one moment than this are told once for the worker, never against each other. */
const tooMany = 20

const takes = (record: MemoryRecord, worker: string | null, at: number): boolean =>
  !record.refused && record.worker === worker && record.startMs <= at && at < Math.max(record.endMs, record.startMs + 1)

/** The side with too many things of a worker at all of these moments, and those things; null where there is none. */
function crowdAt(
  things: readonly Found[],
  worker: string | null,
  ...moments: number[]
): { of: Found[]; on: keyof Thing } | null {
  for (const on of ['left', 'right'] as const) {
    const of = things.filter((thing) => thing[on].some((record) => moments.every((at) => takes(record, worker, at))))
    if (of.length > tooMany) return { of, on }
  }
  return null
}

/** One thing of several that meet, by those of its records that do. */
function tell(thing: Found, meeting: MemoryRecord[]) {
  const pick = (records: MemoryRecord[]) => records.find((record) => meeting.includes(record)) ?? records[0]
  const shown = thing.left.find((record) => meeting.includes(record)) ?? meeting.toSorted(byKey)[0]
  return {
    leftKey: pick(thing.left)?.key ?? null,
    rightKey: pick(thing.right)?.key ?? null,
    how: thing.how,
    startMs: shown?.startMs ?? 0,
  }
}

const doubleBooking = (members: ReturnType<typeof tell>[], { startMs, endMs }: Time): BruteRow => ({
  kind: 'overlap',
  reason: null,
  side: null,
  matchedBy: null,
  leftKey: members[0]?.leftKey ?? null,
  rightKey: members[0]?.rightKey ?? null,
  fields: [],
  meets: members.map(({ leftKey, rightKey, how }) => `${leftKey} ${rightKey} ${how}`),
  startMs,
  endMs,
})

/**
 * The first moment at which too much is booked for a worker that is in the window, or from which too much lasts until it
 * begins; where there is none, the first from which anything does.
 */
function crowdOf(world: BruteWorld, things: readonly Found[], worker: string): BruteRow | null {
  const begins = world.judged.startMs
  const all = things.flatMap(({ left, right }) => [...left, ...right])
  const starts = all.filter((one) => one.worker === worker && !one.refused).map(({ startMs }) => startMs)
  const crowds = starts
    .filter((at) => at < world.judged.endMs)
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const crowd = crowdAt(things, worker, at)
      const lasts = all.some((one) => takes(one, worker, at) && Math.max(one.endMs, one.startMs + 1) > begins)
      const real = at >= begins ? crowd : crowdAt(things, worker, at, begins)
      return crowd && lasts ? [{ at, on: (real ?? crowd).on, real: real !== null }] : []
    })
  const told = crowds.find(({ real }) => real) ?? crowds[0]
  if (!told) return null
  const { at, on } = told
  const taking = ({ left, right }: Found) => [...left, ...right].filter((record) => takes(record, worker, at))
  const first = (thing: Found) => taking({ ...thing, left: [], right: [], [on]: thing[on] }).sort(byKey)[0]?.key ?? ''
  const named = things
    .filter((thing) => first(thing) !== '')
    .sort((a, b) => (first(a) < first(b) ? -1 : 1))
    .slice(0, tooMany + 1)
  const ends = named.flatMap(taking).map(({ endMs }) => endMs)
  const members = named.map((thing) => tell(thing, taking(thing)))
  return doubleBooking(members, { startMs: at, endMs: Math.max(at, Math.min(...ends)) })
}

/** Of one alone and several copies on the other side, which all say they are something else, one may be the same as it. */
const perhapsSame = (lone: Found, copies: readonly MemoryRecord[], l: MemoryRecord, r: MemoryRecord): boolean =>
  lone.left.length + lone.right.length === 1 && copies.length > 1 && fits(l, r)

function overlapOf(world: BruteWorld, things: readonly Found[], [one, other]: [Found, Found]): BruteRow | null {
  if (naming(one, other) || naming(other, one)) return null
  const met: { a: MemoryRecord; b: MemoryRecord; time: Time }[] = []
  for (const a of [...one.left, ...one.right]) {
    for (const b of [...other.left, ...other.right]) {
      const [aOn, bOn] = [one.left.includes(a), other.left.includes(b)]
      const [ofA, ofB] = [aOn ? one.left : one.right, bOn ? other.left : other.right]
      const [l, r] = aOn ? [a, b] : [b, a]
      if (aOn !== bOn && (perhapsSame(one, ofB, l, r) || perhapsSame(other, ofA, l, r))) continue
      const time = common(a, b)
      if (time && happensIn(time, world.judged) && !crowdAt(things, a.worker, time.startMs)) met.push({ a, b, time })
    }
  }
  if (met.length === 0) return null
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
  return doubleBooking(members, {
    startMs: Math.min(...met.map(({ time }) => time.startMs)),
    endMs: Math.max(...met.map(({ time }) => time.endMs)),
  })
}

/** What is listed of both systems, and which of it is matched without ids; the runner-up by really keeping them apart. */
export function bruteMatches(world: BruteWorld): BruteMatch[] {
  const silent = silentOf(listedOf(world))
  const pairs = pairUp(silent, world.stood, null)
  return pairs.map((pair) => {
    const instead = pairUp(silent, pairs, pair).find(({ left }) => left === pair.left)
    return { ...pair, next: instead ? { right: instead.right, score: instead.score } : null }
  })
}

function listedOf(world: BruteWorld): Thing {
  const isListed = (record: MemoryRecord): boolean => !record.unlisted && happensIn(record, world.asked)
  return { left: world.left.filter(isListed), right: world.right.filter(isListed) }
}

/**
 * Every discrepancy of two systems that were both read completely, by trying everything against everything: written from
 * the words of the architecture and sharing no code with the compare it is held against.
 */
export function bruteCompare(world: BruteWorld): BruteRow[] {
  const listed = listedOf(world)
  const matches = bruteMatches(world)
  const isOf = (key: string | undefined, side: 'left' | 'right'): boolean => matches.some((pair) => pair[side] === key)
  const named = thingsOf(listed.left, listed.right)
  const matched = named.flatMap((thing): Thing[] => {
    const right = matches.find(({ left }) => left === thing.left[0]?.key)?.right
    return right === undefined ? [] : [{ left: thing.left, right: listed.right.filter(({ key }) => key === right) }]
  })
  const tied = named.filter(({ left, right }) => !isOf(left[0]?.key, 'left') && !isOf(right[0]?.key, 'right'))
  const things: Found[] = [
    ...tied.map((one) => ({
      ...one,
      how: one.left.length > 0 && one.right.length > 0 ? ('reference' as const) : null,
    })),
    ...matched.map((one) => ({ ...one, how: 'rule' as const })),
  ]
  const rows: BruteRow[] = []
  things.forEach((thing, index) => {
    const all = [...thing.left, ...thing.right]
    const said = all.some((record) => happensIn(record, world.judged)) ? say(world, listed, thing) : null
    const first = all.find((record) => !record.refused) ?? all[0]
    if (said && first) {
      rows.push({
        fields: [],
        ...said,
        matchedBy: thing.how,
        leftKey: thing.left[0]?.key ?? null,
        rightKey: thing.right[0]?.key ?? null,
        meets: [],
        startMs: first.startMs,
        endMs: first.endMs,
      })
    }
    for (const other of things.slice(index + 1)) {
      const overlap = overlapOf(world, things, [thing, other])
      if (overlap) rows.push(overlap)
    }
  })
  const workers = new Set([...listed.left, ...listed.right].flatMap(({ worker }) => worker ?? []))
  return [...rows, ...[...workers].flatMap((worker) => crowdOf(world, things, worker) ?? [])]
}
