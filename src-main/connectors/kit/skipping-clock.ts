import type { Instant } from '#contract/time'
import { type Clock, systemClock } from '../../platform/clock.ts'

export type SkippingClock = Clock & {
  /** The waits asked for, in order, in milliseconds. */
  readonly waits: readonly number[]
}

/** A clock whose waits end at once and are written down: suites prove retries without waiting for them. */
export function skippingClock(now?: Instant): SkippingClock {
  const waits: number[] = []
  let skipped = 0
  return {
    waits,
    now: () => now ?? systemClock.now(),
    monotonicMs: () => systemClock.monotonicMs() + skipped,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      waits.push(ms)
      skipped += ms
    },
  }
}
