import { fromMs, type Instant, toMs } from '#contract/time'
import type { Clock } from './clock.ts'

const wrongAllowed = 5
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000

/** How fast passphrases may be tried (R21): after five wrong ones each further one costs a wait, doubled every time. */
export type UnlockPace = {
  /** When the next try is taken; null where it may come at once. */
  retryAt(): Instant | null
  wrong(): void
  right(): void
}

export function makeUnlockPace(clock: Clock): UnlockPace {
  let wrongs = 0
  let openMs = 0
  return {
    retryAt() {
      const left = openMs - clock.monotonicMs()
      return left > 0 ? fromMs(toMs(clock.now()) + left) : null
    },
    wrong() {
      wrongs++
      if (wrongs < wrongAllowed) return
      openMs = clock.monotonicMs() + Math.min(longestWaitMs, firstWaitMs * 2 ** (wrongs - wrongAllowed))
    },
    right() {
      wrongs = 0
      openMs = 0
    },
  }
}
