import { describe, expect, it } from 'vitest'
import { type Booking, mostAtOnce, sweepBookings } from './find-crowds.ts'

const judged = { startMs: 0, endMs: 1_000 }
const booking = (n: number, change: Partial<Booking> = {}): Booking => ({
  ...{ group: `k:m${n}`, side: 'left', key: `m${n}`, startMs: 100, untilMs: 200, unread: false },
  ...change,
})
const many = (count: number, change: (n: number) => Partial<Booking> = () => ({})): Booking[] =>
  Array.from({ length: count }, (_, n) => booking(n + 10, change(n)))
const sweep = (bookings: Booking[], established = false) => sweepBookings(bookings, { judged, established })

describe('what one worker is booked for', () => {
  it('meets where one starts while another lasts, on whatever sides, and each pair is named once', () => {
    const other = { group: 'right:p', side: 'right' as const }
    const bookings = [booking(1), booking(2, { startMs: 150 }), booking(3, { startMs: 200, ...other })]
    expect(sweep(bookings)).toEqual({
      meetings: [['k:m2', 'k:m1']],
      crowd: null,
      outside: false,
      crowdedAt: new Set(),
    })
  })

  it('is a crowd from 21 things at one moment on one side, which meet no one then, and meets as ever after it', () => {
    expect(sweep(many(mostAtOnce)).crowd).toBeNull()
    const late = [booking(1, { startMs: 190, untilMs: 300 }), booking(2, { startMs: 250, untilMs: 300 })]
    const { meetings, crowd, crowdedAt } = sweep([...many(mostAtOnce + 1), ...late])
    expect([...crowdedAt]).toEqual([100, 190])
    expect(crowd).toEqual({ startMs: 100, groups: many(mostAtOnce + 1).map(({ group }) => group) })
    expect(meetings).toEqual([['k:m2', 'k:m1']])
  })

  it('counts copies of one thing as one, and each side by itself', () => {
    expect(sweep(many(100, () => ({ group: 'k:doubled' }))).crowd).toBeNull()
    const sides = many(mostAtOnce * 2, (n) => (n % 2 ? { side: 'right', group: `right:${n}` } : {}))
    expect(sweep(sides).crowd).toBeNull()
  })

  it('is no crowd where one ends as the next starts', () => {
    const inTurn = many(100, (n) => ({ startMs: n * 10, untilMs: n * 10 + 10 }))
    expect(sweep(inTurn)).toEqual({ meetings: [], crowd: null, outside: false, crowdedAt: new Set() })
  })

  it('is a crowd outside of the window where all of it ends before, and one within where part of it lasts', () => {
    const before = (n: number) => ({ startMs: -50 + n, untilMs: 0 })
    expect(sweep(many(30, before))).toMatchObject({ crowd: null, outside: true })
    const lasting = [...many(30, before), booking(1, { startMs: -50, untilMs: 1 })]
    expect(sweep(lasting).crowd).toMatchObject({ startMs: -31 })
  })

  it('is told as the first crowd within the window, or the first of which too much lasts into it, before any other', () => {
    const before = (n: number) => ({ startMs: -80 + n, untilMs: -20 })
    const long = booking(1, { startMs: -90, untilMs: 500 })
    const within = many(30, (n) => ({ group: `k:w${n}`, key: `w${n}`, startMs: 600, untilMs: 700 }))
    expect(sweep([...many(30, before), long]).crowd).toMatchObject({ startMs: -61 })
    expect(sweep([...many(30, before), long, ...within]).crowd).toMatchObject({ startMs: 600, groups: { length: 30 } })
    const lasting = many(21, (n) => ({ group: `k:l${n}`, key: `l${n}`, startMs: -10, untilMs: 10 }))
    const [crowd, ...others] = [sweep([...many(30, before), long, ...lasting, ...within]).crowd]
    expect([crowd?.startMs, crowd?.groups.length, others]).toEqual([-10, 22, []])
  })

  it('is told of the side on which too much lasts into the window', () => {
    const ends = many(30, () => ({ startMs: -50, untilMs: 0 }))
    const lasts = many(21, (n) => ({
      side: 'right',
      group: `right:p${n + 10}`,
      key: `p${n + 10}`,
      startMs: -50,
      untilMs: 1,
    }))
    expect(sweep([...ends, ...lasts]).crowd?.groups).toEqual(lasts.map(({ group }) => group))
  })

  it('names no more pairs for a crowd of twice the size', () => {
    const pairs = (count: number) => sweep(many(count, (n) => ({ startMs: n, untilMs: n + 480 }))).meetings.length
    expect(pairs(2_000)).toBe(pairs(1_000))
  })
})

describe('what a read missed', () => {
  const unread = (count: number, from = 100) =>
    many(count, (n) => ({ group: `k:u${n}`, key: `u${n}`, unread: true, startMs: from }))

  it('makes no crowd, and meets what was read', () => {
    const { meetings, crowd, outside } = sweep([...many(mostAtOnce), ...unread(1)])
    expect([crowd, outside]).toEqual([null, false])
    expect(meetings).toContainEqual(['k:u0', 'k:m10'])
    expect(sweep([...many(mostAtOnce + 1), ...unread(9)]).crowd?.groups).toHaveLength(mostAtOnce + 1)
  })

  it('keeps a crowd that was told', () => {
    expect(sweep([...many(5), ...unread(16)], true).crowd?.groups).toHaveLength(21)
  })

  it('names no more than twice the pairs for twice as much', () => {
    const pairs = (count: number) => sweep([...many(5, () => ({ startMs: 150 })), ...unread(count)]).meetings.length
    expect(pairs(2_000)).toBeLessThan(2.1 * pairs(1_000))
    expect(pairs(1_000)).toBeGreaterThan(5 * 1_000)
  })
})
