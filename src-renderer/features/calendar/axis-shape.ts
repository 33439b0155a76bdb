import { absentHere, type CalendarThings } from '#contract/calendar'
import { addDays, fromMs, type LocalDate, type Span, startOfDay, toMs, type ZoneId } from '#contract/time'
import type { Axis, AxisDay, AxisTick, FoldedStrip } from './geometry-types.ts'
import { type ZoneClock, zoneClock } from './zone-clock.ts'

const closedWidth = 26
/** A strip of folded hours: narrow where days are, with room for its words from `roomy` pixels per hour on. */
const stripWidth = 8
const roomyStripWidth = 60
const roomy = 60
/** Fewer hours than this are not worth folding. */
const worthFolding = 2
const minPixelsPerHour = 0.5
export const maxPixelsPerHour = 360
/** 1.3, 2.5, 4 and 6 px a minute, and steps on the way there from a week at a glance. */
const ladder = [12, 24, 48, 78, 150, 240, maxPixelsPerHour]

type PlainDay = { date: LocalDate; start: number; end: number; midnight: number }

/** The days shown in seconds from the span's start, with their clock. */
export type DayFrame = { zone: ZoneId; clock: ZoneClock; days: readonly PlainDay[]; start: number; end: number }

/** Where the local days begin and end. `midnight` is the day's 00:00 in minutes on the wall. */
export function dayFrame(span: Span, zone: ZoneId, dates: readonly LocalDate[]): DayFrame {
  const base = toMs(span.start)
  const first = dates[0]
  const last = dates.at(-1)
  const from = first === undefined ? span.start : startOfDay(first, zone)
  const to = last === undefined ? span.end : startOfDay(addDays(last, 1), zone)
  const clock = zoneClock(span.start, from, to, zone)
  const secondsOf = (date: LocalDate): number => (toMs(startOfDay(date, zone)) - base) / 1000
  const days = dates.map((date) => {
    const start = secondsOf(date)
    return { date, start, end: secondsOf(addDays(date, 1)), midnight: Math.floor(clock.minutesAt(start) / 1440) * 1440 }
  })
  return { zone, clock, days, start: (toMs(from) - base) / 1000, end: (toMs(to) - base) / 1000 }
}

/** The number of the day that holds a moment; the first or last for moments before or after all. */
export function dayIndexAt(days: readonly { start: number; end: number }[], seconds: number): number {
  let index = Math.floor((seconds - (days[0]?.start ?? 0)) / 86_400)
  index = Math.max(0, Math.min(days.length - 1, index))
  while (index > 0 && seconds < (days[index]?.start ?? 0)) index -= 1
  while (index < days.length - 1 && seconds >= (days[index]?.end ?? 0)) index += 1
  return index
}

/** When anything stands: the hours on the wall (0 to 24) that all of it lies within, and on which of the days. */
export type BusyHours = { from: number; to: number; days: readonly boolean[] }

/** When anything stands, whatever of it is drawn: so hours and closed days stay where they are while layers come and go. */
export function busyHours(frame: DayFrame, things: CalendarThings): BusyHours {
  const days = frame.days.map(() => false)
  let from = 1440
  let to = 0
  const take = (start: number, end: number): void => {
    if (end <= frame.start || start >= frame.end) return
    const lastMoment = Math.max(start, end - 1)
    const first = dayIndexAt(frame.days, start)
    const last = dayIndexAt(frame.days, lastMoment)
    for (let day = first; day <= last; day += 1) days[day] = true
    if (first !== last || start < frame.start || end > frame.end) {
      from = 0
      to = 1440
    } else if (from > 0 || to < 1440) {
      const midnight = frame.days[first]?.midnight ?? 0
      from = Math.min(from, frame.clock.minutesAt(start) - midnight)
      to = Math.max(to, frame.clock.minutesAt(lastMoment) + 1 - midnight)
    }
  }
  const { leftLane, leftStart, leftEnd, rightLane, rightStart, rightEnd } = things
  for (let thing = 0; thing < leftLane.length; thing += 1) {
    if (leftLane[thing] !== absentHere) take(leftStart[thing] ?? 0, leftEnd[thing] ?? 0)
    if (rightLane[thing] !== absentHere) take(rightStart[thing] ?? 0, rightEnd[thing] ?? 0)
  }
  if (from >= to) return { from: 0, to: 24, days }
  return { from: Math.floor(from / 60), to: Math.ceil(to / 60), days }
}

type OpenDay = PlainDay & { closed: boolean; openStart: number; openEnd: number }

/** The moment of that day at which the wall shows `minutes` after midnight, or the first later one. */
function momentOf(day: PlainDay, clock: ZoneClock, minutes: number): number {
  const guess = day.start + minutes * 60
  return guess - (clock.minutesAt(guess) - day.midnight - minutes) * 60
}

function openDays(frame: DayFrame, busy: BusyHours, window: Span | null, base: number): OpenDay[] {
  const anything = busy.days.some(Boolean)
  const judged = (day: PlainDay): boolean =>
    window !== null && base + day.start * 1000 >= toMs(window.start) && base + day.end * 1000 <= toMs(window.end)
  return frame.days.map((day, index) => ({
    ...day,
    // Of a day that nobody judged it is not known that nothing is there.
    closed: anything && frame.days.length > 1 && busy.days[index] === false && judged(day),
    openStart: busy.from >= worthFolding ? momentOf(day, frame.clock, busy.from * 60) : day.start,
    openEnd: busy.to <= 24 - worthFolding ? momentOf(day, frame.clock, busy.to * 60) : day.end,
  }))
}

const two = (hour: number): string => String(hour).padStart(2, '0')

function ticksOf(day: OpenDay, clock: ZoneClock, pixelsPerHour: number, hoursX: number): AxisTick[] {
  const step = [1, 2, 3, 4, 6, 8, 12].find((hours) => hours * pixelsPerHour >= (hours === 1 ? 34 : 30)) ?? 24
  const ticks: AxisTick[] = []
  // Half hours, because some zones' clocks move by half an hour.
  for (let at = Math.ceil(day.openStart / 1800) * 1800; at < day.openEnd; at += 1800) {
    const minutes = clock.minutesAt(at) - day.midnight
    if (minutes % 60 !== 0 || (minutes / 60) % step !== 0) continue
    const hour = two(minutes / 60)
    const offset = clock.offsetWhereDoubled(at)
    const label = pixelsPerHour * step >= 60 ? `${hour}:00${offset}` : `${hour}${offset.slice(0, 3)}`
    ticks.push({ x: hoursX + ((at - day.openStart) / 3600) * pixelsPerHour, label })
  }
  return ticks
}

function foldedOf(day: OpenDay, busy: BusyHours, x: number, afterX: number, strip: number): FoldedStrip[] {
  return [
    ...(day.openStart > day.start ? [{ x, width: strip, words: `before ${two(busy.from)}` }] : []),
    ...(day.openEnd < day.end ? [{ x: afterX, width: strip, words: `after ${two(busy.to)}` }] : []),
  ]
}

/** Pixels per hour at which the days fill `width`. */
function fitting(days: readonly OpenDay[], width: number): number {
  const open = days.filter((day) => !day.closed)
  const hours = open.reduce((sum, day) => sum + (day.openEnd - day.openStart) / 3600, 0)
  const strips = open.reduce((sum, day) => sum + Number(day.openStart > day.start) + Number(day.openEnd < day.end), 0)
  const room = width - (days.length - open.length) * closedWidth
  const narrow = (room - strips * stripWidth) / Math.max(hours, 1)
  const fit = narrow < roomy ? narrow : Math.max(roomy, (room - strips * roomyStripWidth) / Math.max(hours, 1))
  return Math.min(maxPixelsPerHour, Math.max(minPixelsPerHour, fit))
}

type AxisInput = {
  frame: DayFrame
  busy: BusyHours
  span: Span
  window: Span | null
  zoom: number | 'fit'
  width: number
}

/** The axis of the days shown, and the zooms to step through; a zoom at which the days would not fill the width fits them. */
export function axisOf({ frame, busy, span, window, zoom, width }: AxisInput): { axis: Axis; zoomSteps: number[] } {
  const base = toMs(span.start)
  const open = openDays(frame, busy, window, base)
  const fit = fitting(open, width)
  const pixelsPerHour = zoom === 'fit' ? fit : Math.min(maxPixelsPerHour, Math.max(fit, zoom))
  const strip = pixelsPerHour < roomy ? stripWidth : roomyStripWidth
  let x = 0
  const days = open.map((day): AxisDay => {
    const before = !day.closed && day.openStart > day.start ? strip : 0
    const after = !day.closed && day.openEnd < day.end ? strip : 0
    const hoursX = x + before
    const hoursWidth = ((day.openEnd - day.openStart) / 3600) * pixelsPerHour
    const dayWidth = day.closed ? closedWidth : before + hoursWidth + after
    const hours = (day.end - day.start) / 3600
    const drawn: AxisDay = {
      date: day.date,
      x,
      width: dayWidth,
      start: day.start,
      end: day.end,
      openStart: day.openStart,
      openEnd: day.openEnd,
      hours,
      closed: day.closed,
      hoursX,
      hoursWidth: day.closed ? closedWidth : hoursWidth,
      folded: day.closed ? [] : foldedOf(day, busy, x, hoursX + hoursWidth, strip),
      ticks: day.closed ? [] : ticksOf(day, frame.clock, pixelsPerHour, hoursX),
      change: hours === 24 ? '' : `${hours}-hour day`,
    }
    x += dayWidth
    return drawn
  })
  const axis: Axis = {
    zone: frame.zone,
    clock: frame.clock,
    days,
    width: x,
    pixelsPerHour,
    start: frame.start,
    end: frame.end,
    xOf: (seconds) => xOn(days, x, seconds),
    secondsAt: (at) => secondsOn(days, at),
    unjudged: [],
  }
  const unjudged = unjudgedOn(axis, window, base)
  return { axis: { ...axis, unjudged }, zoomSteps: [fit, ...ladder.filter((step) => step > fit * 1.15)] }
}

function xOn(days: readonly AxisDay[], width: number, seconds: number): number {
  const first = days[0]
  if (!first || seconds <= first.start) return 0
  const day = days[dayIndexAt(days, seconds)]
  if (!day || seconds >= day.end) return width
  if (day.closed) return day.x + ((seconds - day.start) / (day.end - day.start)) * day.width
  if (seconds < day.openStart) {
    return day.x + ((seconds - day.start) / (day.openStart - day.start)) * (day.hoursX - day.x)
  }
  if (seconds <= day.openEnd) {
    return day.hoursX + ((seconds - day.openStart) / (day.openEnd - day.openStart)) * day.hoursWidth
  }
  const after = day.hoursX + day.hoursWidth
  return after + ((seconds - day.openEnd) / (day.end - day.openEnd)) * (day.x + day.width - after)
}

function secondsOn(days: readonly AxisDay[], x: number): number {
  const day = days.find((one) => x < one.x + one.width) ?? days.at(-1)
  if (!day) return 0
  if (day.closed) return day.start + ((x - day.x) / day.width) * (day.end - day.start)
  const share = Math.max(0, Math.min(1, (x - day.hoursX) / day.hoursWidth))
  return day.openStart + share * (day.openEnd - day.openStart)
}

function unjudgedOn(axis: Axis, window: Span | null, base: number): { x: number; width: number }[] {
  const from = window === null ? axis.width : axis.xOf((toMs(window.start) - base) / 1000)
  const to = window === null ? axis.width : axis.xOf((toMs(window.end) - base) / 1000)
  const before = { x: 0, width: from }
  const after = { x: to, width: axis.width - to }
  return [before, after].filter((stretch) => stretch.width > 0.5)
}

/** An instant on the axis, in seconds from the span's start. */
export const secondsFrom = (span: Span, at: Parameters<typeof toMs>[0]): number => (toMs(at) - toMs(span.start)) / 1000

/** The instant so many seconds after the span's start. */
export const instantAt = (span: Span, seconds: number) => fromMs(toMs(span.start) + Math.round(seconds) * 1000)
