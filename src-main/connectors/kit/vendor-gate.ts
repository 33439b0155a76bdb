import pLimit from 'p-limit'
import type { AppError } from '#contract/errors'
import { fromMs, type Instant, LocalDate, toMs } from '#contract/time'
import type { Clock } from '../../platform/clock.ts'
import { parallelRequests } from './http-limits.ts'
import { clockText } from './response-policy.ts'
import { type Attempt, longestOrderedWaitMs } from './retry.ts'
import { cancelled, type VendorCode, vendorFailure } from './vendor-failure.ts'

/** How a connection stands. `openUntil` is set while it is left alone; counts are requests of the current UTC day. */
export type VendorGateState = {
  breaker: 'closed' | 'open' | 'probing'
  openUntil: Instant | null
  requestsToday: number
  dailyLimit: number
}

/**
 * What all sessions of one connection share (R38): at most two requests under way, a breaker that leaves a failing
 * vendor alone, and a number of requests a day.
 */
export type VendorGate = {
  /**
   * Runs one attempt in its turn and gives how it ended. Where the vendor is left alone or the day's requests are
   * spent nothing is sent, and the answer is a failure (`vendor-paused`, `vendor-budget-spent`) that no retry helps.
   * Throws `cancelled` as soon as the signal aborts.
   */
  pass<T>(host: string, attempt: () => Promise<Attempt<T>>, signal: AbortSignal): Promise<Attempt<T>>
  state(): VendorGateState
}

/** Requests sent per UTC day, kept where they outlast this process. */
export type RequestCount = {
  on(day: LocalDate): number
  add(day: LocalDate, requests: number): void
}

export type VendorGateOptions = {
  clock: Clock
  /** Asked before each request, so that a changed setting holds at once. */
  dailyLimit: () => number
  count: RequestCount
}

/** Failures in a row after which a vendor is left alone, and the time from one try to the next. */
export const failuresToOpen = 5
export const probeEveryMs = 60_000

const dayMs = 86_400_000

/** Failures that say the vendor or the way to it is down; any other answer, a refusal too, shows that it works. */
const outages: ReadonlySet<string> = new Set<VendorCode>([
  'vendor-unreachable',
  'vendor-timeout',
  'vendor-cut-off',
  'vendor-tls',
  'vendor-rate-limited',
  'vendor-failed',
])

type Open = { is: 'open'; untilMs: number; why: string }

// Cockatiel's breaker reads Date.now() and so follows neither an injected clock nor a monotonic one (R35), and its
// bulkhead keeps a caller that was stopped waiting for its turn.
type Breaker = { is: 'closed'; failures: number } | Open | (Omit<Open, 'is'> & { is: 'probing'; ended: Promise<void> })

/** The work's end, or `cancelled` as soon as the signal aborts, whichever comes first. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(cancelled())
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** How long the vendor itself asks to be left alone, where that is longer than a retry waits (R37); a day at most. */
const orderedPauseMs = (result: Attempt<unknown>): number =>
  'failure' in result && (result.waitMs ?? 0) > longestOrderedWaitMs ? Math.min(result.waitMs ?? 0, dayMs) : 0

const isOutage = (result: Attempt<unknown>): boolean => 'failure' in result && outages.has(result.failure.code)

/** Makes the gate of one connection; all its sessions must go through the same one. */
export function makeVendorGate({ clock, dailyLimit, count }: VendorGateOptions): VendorGate {
  const inTurn = pLimit(parallelRequests)
  let breaker: Breaker = { is: 'closed', failures: 0 }

  const today = (): LocalDate => LocalDate.parse(clock.now().slice(0, 10))
  const openUntil = (untilMs: number): Instant =>
    fromMs(toMs(clock.now()) + Math.max(0, Math.ceil(untilMs - clock.monotonicMs())))

  /** Null where a request may go. */
  function refusal(host: string): AppError | null {
    if (breaker.is === 'open' && clock.monotonicMs() < breaker.untilMs) {
      const tell = `${host} ${breaker.why}, so it is left alone until ${clockText(openUntil(breaker.untilMs))}; nothing was sent. Sync again after that; if it stays so, ask the vendor.`
      return vendorFailure('vendor-paused', tell, `open for ${Math.ceil(breaker.untilMs - clock.monotonicMs())} ms`)
    }
    const sent = count.on(today())
    if (sent < dailyLimit()) return null
    const now = toMs(clock.now())
    const ends = clockText(fromMs(now - (now % dayMs) + dayMs))
    const tell = `${sent} requests were sent to ${host} today, which is this connection's limit for a day, so nothing more is sent until ${ends}. Sync again after that, or raise Requests a day in the connection's settings if the vendor allows more.`
    return vendorFailure('vendor-budget-spent', tell, `${sent} requests`)
  }

  function openFor(pauseMs: number): Open {
    const why = pauseMs > 0 ? 'asked to be left alone' : `failed ${failuresToOpen} times in a row`
    return { is: 'open', untilMs: clock.monotonicMs() + (pauseMs > 0 ? pauseMs : probeEveryMs), why }
  }

  async function probe<T>(attempt: () => Promise<Attempt<T>>, { why }: Open): Promise<Attempt<T>> {
    const { promise: ended, resolve: tellEnd } = Promise.withResolvers<void>()
    const untilMs = clock.monotonicMs() + probeEveryMs
    breaker = { is: 'probing', untilMs, why, ended }
    // A probe that was stopped told nothing: the next one waits its minute all the same.
    let next: Breaker = { is: 'open', untilMs, why }
    try {
      const result = await attempt()
      const pauseMs = orderedPauseMs(result)
      if (pauseMs > 0) next = openFor(pauseMs)
      // Refused on this computer, before anything was sent: that tells nothing either.
      else if (!isOutage(result) && !('failure' in result && result.failure.code === 'host-not-allowed'))
        next = { is: 'closed', failures: 0 }
      return result
    } finally {
      breaker = next
      tellEnd()
    }
  }

  async function judged<T>(attempt: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    const result = await attempt()
    // What was sent before the breaker opened says nothing new when it ends after.
    if (breaker.is !== 'closed') return result
    const pauseMs = orderedPauseMs(result)
    const failures = isOutage(result) ? breaker.failures + 1 : 0
    breaker = pauseMs > 0 || failures >= failuresToOpen ? openFor(pauseMs) : { is: 'closed', failures }
    return result
  }

  async function guarded<T>(
    host: string,
    attempt: () => Promise<Attempt<T>>,
    signal: AbortSignal,
  ): Promise<Attempt<T>> {
    // The probe's answer decides for those that came meanwhile, so that a vendor that is back fails nobody.
    while (breaker.is === 'probing') await untilStopped(breaker.ended, signal)
    if (signal.aborted) throw cancelled()
    const failure = refusal(host)
    if (failure) return { failure, again: false }
    count.add(today(), 1)
    return breaker.is === 'open' ? probe(attempt, breaker) : judged(attempt)
  }

  return {
    pass: (host, attempt, signal) =>
      untilStopped(
        inTurn(() => guarded(host, attempt, signal)),
        signal,
      ),
    state: () => ({
      breaker: breaker.is,
      openUntil: breaker.is === 'closed' ? null : openUntil(breaker.untilMs),
      requestsToday: count.on(today()),
      dailyLimit: dailyLimit(),
    }),
  }
}
