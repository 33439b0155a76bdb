import { describe, expect, it } from 'vitest'
import type { CalendarThings } from '#contract/calendar'
import { addDays, Instant, LocalDate, type Span, startOfDay, toMs, ZoneId } from '#contract/time'
import { axisOf, busyHours, dayFrame } from './axis-shape.ts'

const warsaw = ZoneId.parse('Europe/Warsaw')
const hour = 3600

/** One record per pair of hours, counted from the span's start. */
const things = (stays: readonly (readonly [number, number])[]): CalendarThings => {
  const none = stays.map(() => 0)
  const lanes = stays.map(() => -1)
  return {
    leftLane: none,
    leftStart: stays.map(([from]) => from * hour),
    leftEnd: stays.map(([, to]) => to * hour),
    leftVersion: none,
    rightLane: lanes,
    rightStart: none,
    rightEnd: none,
    rightVersion: lanes,
    label: none,
    mark: lanes,
  }
}

type Asked = {
  from: string
  days?: number
  zone?: ZoneId
  stays?: readonly (readonly [number, number])[]
  zoom?: number | 'fit'
  width?: number
  window?: Span | null
}

function axisFor({ from, days = 1, zone = warsaw, stays = [], zoom = 'fit', width = 1200, window }: Asked) {
  const first = LocalDate.parse(from)
  const dates = Array.from({ length: days }, (_, index) => addDays(first, index))
  const span = { start: startOfDay(first, zone), end: startOfDay(addDays(first, days), zone) }
  const frame = dayFrame(span, zone, dates)
  const busy = busyHours(frame, things(stays))
  return axisOf({ frame, busy, span, window: window === undefined ? span : window, zoom, width }).axis
}

const labels = (axis: ReturnType<typeof axisFor>): string[] =>
  axis.days.flatMap(({ ticks }) => ticks.map(({ label }) => label))

describe('the calendar’s axis', () => {
  it('gives a day in autumn 25 equal hours and labels both of the doubled one with their offsets', () => {
    const axis = axisFor({ from: '2026-10-25', stays: [[0, 25]], zoom: 100 })
    expect(axis.days.map(({ hours, change, width }) => ({ hours, change, width }))).toEqual([
      { hours: 25, change: '25-hour day', width: 2500 },
    ])
    expect(labels(axis).slice(1, 5)).toEqual(['01:00', '02:00+02:00', '02:00+01:00', '03:00'])
    expect(axis.clock.timeAt(2.5 * hour)).toBe('02:30+02:00')
    expect(axis.clock.timeAt(3.5 * hour)).toBe('02:30+01:00')
    expect(axis.clock.timeAt(4 * hour)).toBe('03:00')
  })

  it('gives a day in spring 23 hours and skips the label of the missing one', () => {
    const axis = axisFor({ from: '2026-03-29', stays: [[0, 23]], zoom: 100 })
    expect(axis.days.map(({ hours, width }) => ({ hours, width }))).toEqual([{ hours: 23, width: 2300 }])
    expect(labels(axis).slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00'])
    expect(labels(axis)).toHaveLength(23)
  })

  it('labels whole hours where the zone is off by half an hour, and where clocks move by one', () => {
    expect(
      labels(axisFor({ from: '2026-11-18', zone: ZoneId.parse('Asia/Kolkata'), stays: [[0, 24]], zoom: 100 })),
    ).toHaveLength(24)
    const lordHowe = axisFor({
      from: '2026-04-05',
      zone: ZoneId.parse('Australia/Lord_Howe'),
      stays: [[0, 24.5]],
      zoom: 100,
    })
    expect(lordHowe.days.map(({ hours, change }) => ({ hours, change }))).toEqual([
      { hours: 24.5, change: '24.5-hour day' },
    ])
    expect(labels(lordHowe)).toHaveLength(24)
  })

  it('folds the hours in which nothing stands into strips that say so', () => {
    const axis = axisFor({
      from: '2026-11-18',
      stays: [
        [8.25, 9],
        [12, 17.5],
      ],
      zoom: 100,
      width: 1,
    })
    const day = axis.days[0]
    expect(day?.folded.map(({ words, width }) => [words, width])).toEqual([
      ['before 08', 60],
      ['after 18', 60],
    ])
    expect(labels(axis)).toEqual([
      '08:00',
      '09:00',
      '10:00',
      '11:00',
      '12:00',
      '13:00',
      '14:00',
      '15:00',
      '16:00',
      '17:00',
    ])
    expect([axis.xOf(0), axis.xOf(8 * hour), axis.xOf(9 * hour), axis.width]).toEqual([0, 60, 160, 1120])
    expect(axis.secondsAt(160)).toBe(9 * hour)
  })

  it('folds nothing where shifts cross midnight', () => {
    const axis = axisFor({
      from: '2026-11-16',
      days: 2,
      stays: [
        [8, 12],
        [22, 30],
      ],
      zoom: 50,
    })
    expect(axis.days.map(({ folded, width }) => [folded.length, width])).toEqual([
      [0, 1200],
      [0, 1200],
    ])
  })

  it('collapses days on which nothing stands, but none that nobody judged and never the only day', () => {
    const week = {
      from: '2026-11-16',
      days: 7,
      stays: [
        [8, 16],
        [32, 40],
      ] as const,
    }
    expect(axisFor(week).days.map(({ closed }) => closed)).toEqual([false, false, true, true, true, true, true])
    expect(axisFor(week).days[3]?.width).toBe(26)
    const until = {
      start: Instant.parse('2026-11-10T00:00:00.000Z'),
      end: startOfDay(LocalDate.parse('2026-11-19'), warsaw),
    }
    const judged = axisFor({ ...week, window: until })
    expect(judged.days.map(({ closed }) => closed)).toEqual([false, false, true, false, false, false, false])
    expect(judged.unjudged).toEqual([{ x: judged.days[3]?.x, width: judged.width - (judged.days[3]?.x ?? 0) }])
    expect(axisFor({ from: '2026-11-16', window: until }).days.map(({ closed }) => closed)).toEqual([false])
  })

  it('fits all days into the width, and never shows less than that', () => {
    const week = {
      from: '2026-11-16',
      days: 7,
      stays: [
        [8, 16],
        [34, 46],
        [150, 160],
      ] as const,
      width: 1000,
    }
    expect(axisFor(week).width).toBeCloseTo(1000)
    expect(axisFor({ ...week, zoom: 1 }).width).toBeCloseTo(1000)
    expect(axisFor({ ...week, zoom: 9999 }).pixelsPerHour).toBe(360)
  })

  it('puts every moment where its day is, also on the days clocks change', () => {
    const axis = axisFor({ from: '2026-10-24', days: 3, stays: [[0, 73]], zoom: 10, width: 1 })
    const moments = axis.days.map(({ start }) => axis.xOf(start))
    expect(moments).toEqual([0, 240, 490])
    for (const x of [0, 17, 239, 300, 489, 700]) expect(axis.xOf(axis.secondsAt(x))).toBeCloseTo(x)
    expect(toMs(startOfDay(LocalDate.parse('2026-10-26'), warsaw))).toBe(
      toMs(startOfDay(LocalDate.parse('2026-10-24'), warsaw)) + 49 * hour * 1000,
    )
  })
})
