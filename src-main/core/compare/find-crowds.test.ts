import { describe, expect, it } from 'vitest'
import { type Booking, mostAtOnce, sweepBookings } from './find-crowds.ts'

const judged = { startMs: 0, endMs: 1_000 }
const booking = (n: number, change: Partial<Booking> = {}): Booking => ({
  ...{ group: `k:m${n}`, side: 'left', key: `m${n}`, startMs: 100, untilMs: 200 },
  ...change,
})
const many = (count: number, change: (n: number) => Partial<Booking> = () => ({})): Booking[] =>
  Array.from({ length: count }, (_, n) => booking(n + 10, change(n)))
const sweep = (bookings: Booking[]) => sweepBookings(bookings, judged)

describe('what one worker is booked for', () => {
  it('meets where one starts while another lasts, on whatever sides, and each pair is named once', () => {
    const other = { group: 'right:p', side: 'right' as const }
    const bookings = [booking(1), booking(2, { startMs: 150 }), booking(3, { startMs: 200, ...other })]
    expect(sweep(bookings)).toEqual({
      meetings: [['k:m2', 'k:m1']],
      crowd: null,
      outside: false,
    })
  })

  it('is a crowd from 21 things at one moment on one side, which meet no one then, and meets as ever after it', () => {
    expect(sweep(many(mostAtOnce)).crowd).toBeNull()
    const late = [booking(1, { startMs: 190, untilMs: 300 }), booking(2, { startMs: 250, untilMs: 300 })]
    const { meetings, crowd } = sweep([...many(mostAtOnce + 1), ...late])
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
    expect(sweep(inTurn)).toEqual({ meetings: [], crowd: null, outside: false })
  })

  it('is a crowd outside of the window where all of it ends before, and one within where part of it lasts', () => {
    const before = (n: number) => ({ startMs: -50 + n, untilMs: 0 })
    expect(sweep(many(30, before))).toMatchObject({ crowd: null, outside: true })
    const lasting = [...many(30, before), booking(1, { startMs: -50, untilMs: 1 })]
    expect(sweep(lasting).crowd).toMatchObject({ startMs: -31 })
  })

  it('names no more pairs for a crowd of twice the size', () => {
    const pairs = (count: number) => sweep(many(count, (n) => ({ startMs: n, untilMs: n + 480 }))).meetings.length
    expect(pairs(2_000)).toBe(pairs(1_000))
  })
})
