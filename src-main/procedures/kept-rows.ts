import type { PairingId } from '#contract/ids'
import { fromMs, type Instant, toMs } from '#contract/time'
import type { ReadDb } from '../storage/database.ts'
import { nextAcceptanceEnd, revisionOf } from '../storage/discrepancy-rank-store.ts'

const minuteMs = 60_000

/** The minute that this moment is in. */
export const minuteOf = (at: Instant): Instant => fromMs(toMs(at) - (toMs(at) % minuteMs))

type Kept<Value> = { key: string; until: Instant | null; value: Value }

/** What was worked out of the open discrepancies of some pairings, as of the moment of asking. */
export type KeptRows<Value> = (
  cache: ReadDb,
  /** `of` tells one question of the same pairings from another. */
  asked: { pairings: readonly PairingId[]; of: string; at: Instant; now: Instant },
  make: () => Value,
) => Value

/**
 * Keeps the newest `most` answers of each cache until the minute of `at` is over, a row of the pairings was written, or an
 * acceptance ended. Asked again at one moment of the cache, it answers of that moment.
 */
export function keepRows<Value>(most: number): KeptRows<Value> {
  const keptOf = new WeakMap<ReadDb['sql'], Kept<Value>[]>()
  return (cache, { pairings, of, at, now }, make) => {
    const key = JSON.stringify([of, minuteOf(at), revisionOf(cache, pairings)])
    const kept = keptOf.get(cache.sql) ?? []
    const found = kept.find((one) => one.key === key && (one.until === null || now < one.until))
    if (found) return found.value
    const made = { key, until: nextAcceptanceEnd(cache, now), value: make() }
    keptOf.set(cache.sql, [made, ...kept.filter((one) => one.key !== key)].slice(0, most))
    return made.value
  }
}
