import { fromMs, type Instant, type LocalDate, type Span, toMs, wallClock, type ZoneId } from '#contract/time'
import { daysOfSpan } from '../../format/instant.ts'

type EmptyInput = {
  /** The days in view, in words and as a span. */
  title: string
  span: Span
  /** What the comparison looked at. */
  window: Span
  systems: { left: string; right: string }
  zone: ZoneId
  now: Instant
}

export type EmptyWords = {
  title: string
  text: string
  /** The nearest day that was looked at, where none of those in view was. */
  way: { date: LocalDate; back: boolean } | null
}

/**
 * What is said of days in which nothing is drawn. Only of days that were looked at it is known that the systems hold
 * nothing in them; of the others nothing was read.
 */
export function emptyWords({ title, span, window, systems, zone, now }: EmptyInput): EmptyWords {
  const nothing = `Neither ${systems.left} nor ${systems.right} holds anything in`
  const looked = `the comparison looked at ${daysOfSpan(window, zone, now)}.`
  const [start, end] = [Math.max(toMs(span.start), toMs(window.start)), Math.min(toMs(span.end), toMs(window.end))]
  if (end <= start) {
    const back = window.end <= span.start
    const { date } = wallClock(back ? fromMs(toMs(window.end) - 1) : window.start, zone)
    return { title: `Not read: ${title}`, text: `Nothing is known of these days: ${looked}`, way: { date, back } }
  }
  if (start === toMs(span.start) && end === toMs(span.end)) {
    return { title: `Nothing in ${title}`, text: `${nothing} these days.`, way: null }
  }
  return {
    title: `Nothing in ${title}, as far as it was read`,
    text: `${nothing} ${daysOfSpan({ start: fromMs(start), end: fromMs(end) }, zone, now)}. The other days in view were not read: ${looked}`,
    way: null,
  }
}
