import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppError } from '#contract/errors'
import { Instant } from '#contract/time'
import { retryAfterMs, statusFailure } from './response-policy.ts'
import { type Attempt, longestOrderedWaitMs, type RetryOptions, withRetry } from './retry.ts'
import { skippingClock } from './skipping-clock.ts'
import { vendorFailure } from './vendor-failure.ts'

const failure = vendorFailure('vendor-failed', 'The vendor failed.')
const again = (waitMs?: number): Attempt<string> => ({ failure, again: true, ...(waitMs !== undefined && { waitMs }) })

/** Runs the planned answers, the last one repeating; gives how it ended, the tries and the waits. */
async function play(plan: readonly Attempt<string>[], more: Partial<RetryOptions> = {}) {
  const clock = skippingClock()
  let tries = 0
  const end = await withRetry(async () => plan[Math.min(tries++, plan.length - 1)] ?? again(), {
    clock,
    random: () => 0.5,
    signal: new AbortController().signal,
    ...more,
  }).catch((error: AppError) => error)
  return { end, tries, waits: clock.waits }
}

describe('the retry layer', () => {
  it('gives the answer of the first success', async () => {
    expect(await play([again(), { value: 'yes' }])).toEqual({ end: 'yes', tries: 2, waits: [500] })
  })

  it('tries four times, with full jitter that doubles, and throws the last failure', async () => {
    expect(await play([again()])).toEqual({ end: failure, tries: 4, waits: [500, 1_000, 2_000] })
  })

  it('tries once where another attempt cannot help', async () => {
    expect(await play([{ failure, again: false }])).toEqual({ end: failure, tries: 1, waits: [] })
  })

  it('waits at least as long as the vendor asks', async () => {
    expect((await play([again(7_000), { value: 'yes' }])).waits).toEqual([7_000])
    expect((await play([again(10), { value: 'yes' }])).waits).toEqual([500])
  })

  it('gives up where the vendor asks for more than 15 minutes in all', async () => {
    expect(await play([again(longestOrderedWaitMs + 1)])).toMatchObject({ tries: 1, waits: [] })
    expect((await play([again(longestOrderedWaitMs / 2)])).waits).toEqual([450_000, 450_000])
  })

  it('gives up rather than pass five minutes of its own', async () => {
    const { tries, waits } = await play([again()], { baseMs: 200_000, capMs: 400_000, random: () => 0.999 })
    expect({ tries, waits: waits.length }).toEqual({ tries: 2, waits: 1 })
  })

  it('waits within its bounds for any source of randomness and any plan', async () => {
    const anyPlan = fc.array(fc.option(fc.integer({ min: 0, max: 2_000_000 }), { nil: undefined }), {
      minLength: 1,
      maxLength: 6,
    })
    const numbers = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(anyPlan, numbers, async (plan, random) => {
        let at = 0
        const { tries, waits } = await play(plan.map(again), { random: () => random[at++ % 4] ?? 0 })
        expect(tries).toBeLessThanOrEqual(4)
        for (const [n, wait] of waits.entries()) {
          const asked = plan[Math.min(n, plan.length - 1)] ?? 0
          expect(wait).toBeGreaterThanOrEqual(Math.min(asked, longestOrderedWaitMs))
          expect(wait).toBeLessThanOrEqual(Math.max(asked, Math.min(60_000, 1_000 * 2 ** n)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('spreads its waits evenly between nothing and the cap', async () => {
    const buckets = [0, 0, 0, 0]
    for (let seed = 0; seed < 1_000; seed += 1) {
      const [wait = 0] = (
        await play([again(), { value: 'yes' }], {
          random: () => ((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296,
        })
      ).waits
      const bucket = Math.floor(wait / 250)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 250)).toBeLessThan(40)
  })

  it('ends as cancelled when stopped before, during a try or during a wait', async () => {
    const stop = new AbortController()
    stop.abort()
    expect(await play([{ value: 'yes' }], { signal: stop.signal })).toMatchObject({
      end: { code: 'cancelled' },
      tries: 0,
    })
    const later = new AbortController()
    let tries = 0
    const end = await withRetry(
      async () => {
        tries += 1
        later.abort()
        return again()
      },
      { clock: skippingClock(), random: () => 0.5, signal: later.signal },
    ).catch((error: AppError) => error)
    expect({ end, tries }).toMatchObject({ end: { code: 'cancelled' }, tries: 1 })
    const waiting = new AbortController()
    const clock = { ...skippingClock(), sleep: () => (waiting.abort(), Promise.reject(waiting.signal.reason as Error)) }
    expect(await play([again()], { clock, signal: waiting.signal })).toMatchObject({
      end: { code: 'cancelled' },
      tries: 1,
    })
  })
})

describe('Retry-After', () => {
  const now = Instant.parse('2026-11-21T10:00:00.000Z')

  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 5 ', 5_000],
    ['Sat, 21 Nov 2026 10:01:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ])('%j asks for %j ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms)
  })

  it('is followed up to 15 minutes and shown as a time beyond', () => {
    expect(statusFailure(503, 'vendor.example', { retryAfter: '900', now })).toMatchObject({
      again: true,
      waitMs: 900_000,
    })
    const long = statusFailure(503, 'vendor.example', { retryAfter: '901', now })
    expect(long.again).toBe(false)
    expect(long.failure.tell).toContain('2026-11-21 10:15 UTC')
  })
})
