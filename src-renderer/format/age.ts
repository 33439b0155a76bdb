import type { SideState } from '#contract/pairings'
import { type Instant, toMs } from '#contract/time'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** How long ago in words: `just now`, `4 min ago`, `3 h ago`, `12 days ago`. The future counts as now. */
export function ageWords(at: Instant, now: Instant): string {
  const ms = toMs(now) - toMs(at)
  if (ms < minute) return 'just now'
  if (ms < hour) return `${Math.floor(ms / minute)} min ago`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h ago`
  return `${plural(Math.floor(ms / day), 'day')} ago`
}

/** How long something took: `under a second`, `42 s`, `3 min 5 s`, `6 h`, `1 h 4 min`. */
export function durationWords(from: Instant, to: Instant): string {
  const seconds = Math.max(0, Math.round((toMs(to) - toMs(from)) / 1000))
  if (seconds < 1) return 'under a second'
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** True where what is shown of a side is too old for its schedule to be taken for the present state, as an alert says too. */
export const isStale = ({ outdatedAt }: Pick<SideState, 'outdatedAt'>, now: Instant): boolean =>
  outdatedAt !== null && outdatedAt <= now

/** How long until something in words: `now`, `in 34 min`, `in 3 h`, `in 2 days`. What is past counts as now. */
export function untilWords(at: Instant, now: Instant): string {
  const ms = toMs(at) - toMs(now)
  if (ms < minute) return 'now'
  if (ms < hour) return `in ${Math.round(ms / minute)} min`
  if (ms < 2 * day) return `in ${Math.round(ms / hour)} h`
  return `in ${plural(Math.round(ms / day), 'day')}`
}
