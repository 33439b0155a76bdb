import { setTimeout as wait } from 'node:timers/promises'
import { fromMs, type Instant, toMs } from '#contract/time'

/** The only source of time. Durations come from `monotonicMs`, never from differences of `now`. */
export type Clock = {
  now(): Instant
  monotonicMs(): number
  /** Resolves after `ms`; rejects at once with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => fromMs(Date.now()),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}

/**
 * A clock that stays on the local day it was pinned to while its time of day runs, in UTC: the demo's.
 * `day` is any instant of that UTC day.
 */
export function pinnedDayClock(day: Instant, under: Clock = systemClock): Clock {
  const midnight = Math.floor(toMs(day) / 86_400_000) * 86_400_000
  return { ...under, now: () => fromMs(midnight + (toMs(under.now()) % 86_400_000)) }
}
