import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel'
import type { AppError } from '#contract/errors'
import type { Clock } from '../../platform/clock.ts'
import { cancelled } from './vendor-failure.ts'

/** How one attempt ended. `again` allows another; `waitMs` is the shortest wait the vendor asked for. */
export type Attempt<T> = { value: T } | { failure: AppError; again: boolean; waitMs?: number }

export type RetryOptions = {
  clock: Clock
  /** Uniform in [0, 1). */
  random: () => number
  signal: AbortSignal
  baseMs?: number
  capMs?: number
  attempts?: number
  /** For attempts and our own waits; a wait the vendor asked for does not count. */
  budgetMs?: number
}

/** The longest wait on a vendor's word (R37); a vendor that asks for more is left alone until then. */
export const longestOrderedWaitMs = 15 * 60_000

/**
 * The one retry layer for reads (R37): at most 4 attempts and 5 minutes, full jitter (uniform between 0 and
 * base x 2^n, capped), never earlier than the vendor's Retry-After. Throws the last failure, or `cancelled`.
 */
export async function withRetry<T>(run: () => Promise<Attempt<T>>, options: RetryOptions): Promise<T> {
  const { clock, random, signal, baseMs = 1_000, capMs = 60_000, attempts = 4, budgetMs = 5 * 60_000 } = options
  const begun = clock.monotonicMs()
  let ordered = 0
  let waitMs = 0
  const step = async (attempt: number): Promise<Attempt<T>> => {
    if (attempt > 0) await clock.sleep(waitMs, signal)
    if (signal.aborted) throw cancelled()
    const result = await run()
    if ('value' in result || !result.again) return result
    // Whole milliseconds: timers know no others.
    const jitter = Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt))
    const asked = result.waitMs ?? 0
    const [own, theirs] = asked > jitter ? [0, asked] : [jitter, 0]
    const spent = clock.monotonicMs() - begun - ordered
    const tooLong = spent + own > budgetMs || ordered + theirs > longestOrderedWaitMs
    ordered += theirs
    waitMs = own + theirs
    return tooLong ? { ...result, again: false } : result
  }
  // Cockatiel counts; the waits are ours, because they follow the injected clock and the vendor's word.
  const policy = retry(
    handleWhenResult(
      (result) => typeof result === 'object' && result !== null && 'again' in result && result.again === true,
    ),
    { maxAttempts: attempts - 1, backoff: new ConstantBackoff(0) },
  )
  let last: Attempt<T>
  try {
    last = await policy.execute(({ attempt }) => step(attempt), signal)
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw error
  }
  if ('value' in last) return last.value
  throw signal.aborted ? cancelled() : last.failure
}
