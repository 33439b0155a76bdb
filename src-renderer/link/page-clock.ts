import { fromMs, type Instant, toMs } from '#contract/time'

let aheadMs = 0

/** Sets the page's clock to the core's: the demo's day is pinned, so the computer's clock is not the one to show. */
export function followCoreClock(coreNow: Instant): void {
  aheadMs = toMs(coreNow) - Date.now()
}

/** The core's present instant, as far as the page knows. */
export const pageNow = (): Instant => fromMs(Date.now() + aheadMs)
