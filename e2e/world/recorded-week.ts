import { expect } from 'vitest'
import type { CalendarDay, CalendarDensity, CalendarSpan } from '#contract/calendar'
import type { DiscrepancyDetail, DiscrepancyFilter, DiscrepancyRow, SeenIn } from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { fromMs, Instant, LocalDate, toMs } from '#contract/time'
import type { SandboxShift } from '../../src-main/connectors/maple/sandbox.ts'
import { type Clock, systemClock } from '../../src-main/platform/clock.ts'
import { seenAs } from './accepted-differences.ts'
import { inProcessCacheBy } from './in-process-cache.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from './two-systems.ts'

const hour = 3_600_000
const day = 24 * hour
const begin = Instant.parse('2026-11-16T08:00:00.000Z')
const orders = ['time', 'first-seen', 'risk'] as const

const inside = { start: fromMs(toMs(begin) + day), end: fromMs(toMs(begin) + 4 * day) }
const filters: readonly DiscrepancyFilter[] = [{}, { kinds: ['differs'] }, { text: 'invented-3' }, { within: inside }]

type Found = Omit<DiscrepancyRow, 'accepted' | 'acknowledged' | 'assignee' | 'clusterId'>
const foundOnly = ({ accepted: _, acknowledged: __, assignee: ___, clusterId: ____, ...row }: DiscrepancyRow): Found =>
  row
const byFingerprint = (a: Found, b: Found): number => (a.fingerprint < b.fingerprint ? -1 : 1)

/** What the screens say at one moment, without what people decided. */
type Look = {
  lists: Found[][]
  counts: { total: number; byKind: Record<string, number>; byFacility: unknown }
  calendar: Omit<CalendarSpan, 'discrepancies'> & { discrepancies: { row: Found; lanes: number[] }[] }
  density: Omit<CalendarDensity, 'cells' | 'kinds'> & {
    things: Pick<CalendarDay, 'lane' | 'day' | 'things'>[]
    /** Once per lane that it is seen in, and once in all. */
    open: number
    found: number
  }
  details: unknown[]
}

function detailOnly(detail: DiscrepancyDetail) {
  const { row, acceptance: _, movedSinceAccepted: __, notes: ___, match, timeline, ...rest } = detail
  const lines = timeline.filter(({ about }) => about !== 'person')
  return { ...rest, row: foundOnly(row), match: match && { ...match, decided: null }, timeline: lines }
}

/** Everything a page can ask about one moment; now where none is given. */
async function lookAt(client: CoreClient, pairingId: PairingId, asOf?: Instant): Promise<Look> {
  const at = asOf === undefined ? {} : { asOf }
  const parts = asOf === undefined ? [{}, { accepted: true }] : [at]
  const of = client.discrepancies
  const list = async (filter: DiscrepancyFilter): Promise<Found[]> => {
    const asked = await Promise.all(
      parts.map((part) => of.list({ filter: { ...filter, ...part }, order: 'time', offset: 0, limit: 500 })),
    )
    return asked.flatMap(({ rows }) => rows.map(foundOnly)).sort(byFingerprint)
  }
  const lists = await Promise.all(filters.map(list))
  const counted = await Promise.all(parts.map((part) => of.counts({ filter: part })))
  const byKind: Record<string, number> = {}
  for (const one of counted) {
    for (const [kind, open] of Object.entries(one.byKind)) byKind[kind] = (byKind[kind] ?? 0) + open
  }
  const total = counted.reduce((sum, one) => sum + one.total, 0)
  const open = counted.flatMap(({ byFacility }) => byFacility).reduce((sum, one) => sum + one.open, 0)
  const span = { start: fromMs(toMs(begin) - 3 * day), end: fromMs(toMs(begin) + 10 * day) }
  const { discrepancies, ...calendar } = await client.calendar.span({ pairingId, span, ...at })
  const from = LocalDate.parse('2026-11-12')
  const { cells, kinds, ...density } = await client.calendar.density({ pairingId, from, days: 16, ...at })
  // A day counts what is accepted as little as the list does; the calendar shows both.
  const accepted = discrepancies.filter(({ row }) => row.accepted)
  const details = await Promise.all(
    (lists[0] ?? []).map(({ fingerprint }) => of.detail({ pairingId, fingerprint, ...at })),
  )
  return {
    lists,
    counts: { total, byKind, byFacility: open },
    calendar: { ...calendar, discrepancies: discrepancies.map(({ row, lanes }) => ({ row: foundOnly(row), lanes })) },
    density: {
      ...density,
      things: cells.filter(({ things }) => things > 0).map(({ lane, day, things }) => ({ lane, day, things })),
      open: accepted.flatMap(({ lanes }) => lanes).length + cells.reduce((sum, cell) => sum + cell.open, 0),
      found: accepted.length + kinds.reduce((sum, kind) => sum + kind.open, 0),
    },
    details: details.map(detailOnly),
  }
}

/** In which order the listed ones stand. */
async function orderOf(client: CoreClient, order: (typeof orders)[number], asOf?: Instant): Promise<Fingerprint[]> {
  const filter = asOf === undefined ? {} : { asOf }
  const { rows } = await client.discrepancies.list({ filter, order, offset: 0, limit: 500 })
  return rows.map(({ fingerprint }) => fingerprint)
}

/** A week of two systems whose clocks a program moves, and what was seen at each moment of it. */
type Week = {
  two: TwoSystems
  pass(ms: number): void
  edit(side: 'left' | 'right', id: string, change: Partial<SandboxShift>): void
}

/** What happens before the sync of this number; what was planted there and when is told by `planted`. */
const happenings: Readonly<Record<number, (week: Week) => void>> = {
  1: ({ edit }) => edit('right', 'rota-23', { label: 'Night ward' }),
  2: ({ two }) => two.right.remove('rota-24'),
  3: ({ edit, two }) => {
    edit('right', 'rota-25', { end: laterBy(shiftOf(two.right, 'rota-25').end, hour) })
    edit('left', 'maple-26', { worker: { id: 'w-3', firstName: 'Quilla', lastName: 'Invented-3' } })
  },
  // What two systems agree on is no discrepancy, whatever moves.
  4: ({ edit }) => {
    for (const [side, id] of [
      ['left', 'maple-28'],
      ['right', 'rota-28'],
    ] as const) {
      edit(side, id, { label: 'Renamed' })
    }
  },
  5: ({ two }) => two.right.setFault('http-500', { fromPage: 2 }),
  6: ({ two, edit }) => {
    two.right.setFault(null)
    edit('right', 'rota-23', { label: 'Shift 23' })
  },
  7: ({ two }) => two.left.setFault('http-500'),
  8: ({ two, edit }) => {
    two.left.setFault(null)
    edit('right', 'rota-23', { label: 'Night ward' })
    // Two shifts of one worker at one time, in both systems.
    for (const [side, id] of [
      ['left', 'maple'],
      ['right', 'rota'],
    ] as const) {
      const { worker, start } = shiftOf(two[side], `${id}-30`)
      edit(side, `${id}-31`, { worker, start: laterBy(start, 4 * hour) })
    }
  },
  10: ({ two }) => two.left.remove('maple-24'),
  11: ({ edit, two }) => edit('left', 'maple-25', { end: shiftOf(two.right, 'rota-25').end }),
  13: ({ edit, two }) => {
    const { start, end } = shiftOf(two.right, 'rota-33')
    edit('right', 'rota-33', { start: laterBy(start, 26 * hour), end: laterBy(end, 26 * hour) })
  },
  14: ({ two }) => {
    const lone = { otherId: null, label: 'Extra' }
    two.left.put({ ...shiftOf(two.left, 'maple-34'), ...lone, ownId: 'maple-90', worker: null })
    const worker = { id: 'w-90', firstName: 'Tamsin', lastName: 'Invented' }
    two.right.put({ ...shiftOf(two.right, 'rota-35'), ...lone, ownId: 'rota-91', worker })
  },
  16: ({ two }) => two.right.remove('rota-36'),
  17: ({ two }) => two.right.setFault('malformed-worker'),
  18: ({ two }) => two.right.setFault(null),
  20: ({ edit }) => edit('right', 'rota-23', { label: 'Shift 23' }),
}

const laterBy = (text: string, ms: number): string => fromMs(Date.parse(text) + ms)

const syncs = 24
/** Discrepancies whose history is known by hand: before which syncs they were begun and ended. */
const planted = [
  {
    key: 'maple-23',
    first: 1,
    open: [
      [1, 6],
      [8, 20],
    ],
  },
  { key: 'maple-25', first: 3, open: [[3, 11]] },
  { key: 'maple-26', first: 3, open: [[3, syncs]] },
  { key: 'maple-36', first: 16, open: [[16, syncs]] },
] as const
/** The sync that one side could not be read for: nothing was compared. */
const failed = 7

type Moment = { at: Instant; look: Look; orders: Fingerprint[][] }

/** Decides something about what is open after this sync, as a person would. */
async function decide({ two, pass }: Week, number: number): Promise<boolean> {
  const of = two.test.client.discrepancies
  const { rows } = await of.list({ filter: {}, order: 'time', offset: 0, limit: 500 })
  const [first] = rows
  if (!first || number % 3 !== 0) return false
  pass(60_000)
  const selection = {
    by: 'fingerprint' as const,
    rows: [{ ...seenAs(first), pairingId: first.pairingId }],
  }
  if (number % 2 === 0) await of.accept({ of: selection, reason: 'Agreed by phone', until: null })
  else await of.note({ pairingId: first.pairingId, fingerprint: first.fingerprint, text: 'Ask tomorrow' })
  if (number !== 15) return false
  const [left, right] = ['maple-90', 'rota-91'].map((key) =>
    rows.find((row) => row.leftKey === key || row.rightKey === key),
  )
  if (!left?.leftKey || !right?.rightKey) throw new Error('the two lone records are not listed')
  const { leftKey, pairingId } = left
  const said = { pairingId, leftKey, rightKey: right.rightKey, decision: 'pin', reason: 'The same shift' } as const
  return (await two.test.client.matches.decide(said)).compared
}

async function record({ two }: Week, now: Instant): Promise<Moment> {
  const { client } = two.test
  const look = await lookAt(client, two.pairingId)
  return { at: now, look, orders: await Promise.all(orders.map((order) => orderOf(client, order))) }
}

/**
 * Records a week of 24 syncs with edits, moves, deletions, a read in part, a failed one and decisions in between, and
 * then asks for each of its moments. Throws where one shows anything else than it did then.
 */
export async function playRecordedWeek(): Promise<void> {
  let nowMs = toMs(begin)
  const clock: Clock = { ...systemClock, now: () => fromMs(nowMs) }
  const two = await startTwoSystems({ now: nowMs, count: 40, clock, startCache: inProcessCacheBy(clock) })
  const week: Week = {
    two,
    pass: (ms) => {
      nowMs += ms
    },
    edit: (side, id, change) => two[side].put({ ...shiftOf(two[side], id), ...change }),
  }
  try {
    const moments: Moment[] = []
    const syncedAt: Instant[] = []
    for (let number = 0; number < syncs; number += 1) {
      happenings[number]?.(week)
      await two.sync()
      syncedAt.push(clock.now())
      moments.push(await record(week, clock.now()))
      if (await decide(week, number)) moments.push(await record(week, clock.now()))
      week.pass(7 * hour)
    }
    for (const [index, { at, look, orders: stood }] of moments.entries()) {
      expect(await lookAt(two.test.client, two.pairingId, at), `moment ${index}, as it was`).toEqual(look)
      // Any moment up to the next compare shows the same, but for how urgent it was.
      const { details: _, ...same } = look
      const later = await lookAt(two.test.client, two.pairingId, fromMs(toMs(at) + 30_000))
      expect(later, `just after moment ${index}`).toMatchObject(same)
      for (const [place, order] of orders.entries()) {
        const listed = new Set(stood[place])
        const now = await orderOf(two.test.client, order, at)
        expect(
          now.filter((one) => listed.has(one)),
          `moment ${index}, ${order}`,
        ).toEqual(stood[place])
      }
    }
    await checkPlanted(week, moments, syncedAt)
  } finally {
    await two.close()
  }
}

/** Holds first seen, and in how many compares each was found, against what was planted. */
async function checkPlanted({ two }: Week, moments: readonly Moment[], syncedAt: readonly Instant[]): Promise<void> {
  const rows = moments.flatMap(({ look }) => look.lists[0] ?? [])
  for (const { key, first, open } of planted) {
    const row = rows.find(({ leftKey, kind }) => leftKey === key && kind !== 'overlap')
    if (!row) throw new Error(`${key} was never found`)
    const { pairingId, fingerprint } = row
    const detail = await two.test.client.discrepancies.detail({ pairingId, fingerprint })
    const compared = Array.from({ length: syncs }, (_, number) => number).filter((number) => number !== failed)
    const found = compared.filter((number) => open.some(([from, to]) => number >= from && number < to))
    const seen: SeenIn = {
      first: syncedAt[first] ?? begin,
      found: found.length,
      compares: compared.filter((number) => number >= first).length,
    }
    expect(detail.seenIn, key).toEqual(seen)
    expect(row.firstSeenAt, key).toBe(syncedAt[first])
    const told = detail.timeline.filter(({ about }) => about === 'discrepancy').map(({ asOf }) => asOf)
    const changes = open.flatMap(([from, to]) => (to === syncs ? [from] : [from, to]))
    expect(told, key).toEqual(changes.map((number) => syncedAt[number]))
  }
}
