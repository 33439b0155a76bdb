import type { AppError } from '#contract/errors'
import { fromMs, type Instant, toMs } from '#contract/time'
import { longestOrderedWaitMs } from './retry.ts'
import { vendorFailure } from './vendor-failure.ts'

export type StatusFailure = { failure: AppError; again: boolean; waitMs?: number }

/** Milliseconds a Retry-After asks for, in seconds or as an HTTP date (RFC 9110); null where it says nothing usable. */
export function retryAfterMs(header: string | undefined, now: Instant): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  if (!/^[A-Za-z]{3,9},? .*GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - toMs(now))
}

/** An instant as a person reads it, to the minute: `2026-11-21 11:00 UTC`. A connection knows no facility and so no zone. */
export const clockText = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`

/** What a status means that is neither a success nor accepted by the caller; `again` marks those that R37 retries. */
export function statusFailure(
  status: number,
  host: string,
  { retryAfter, now }: { retryAfter: string | undefined; now: Instant },
): StatusFailure {
  const log = `status ${status}`
  const asked = retryAfterMs(retryAfter, now)
  const wait = asked === null ? {} : { waitMs: asked }
  const longWait = asked !== null && asked > longestOrderedWaitMs
  if (status >= 300 && status < 400) {
    const tell = `${host} sent the request on to another address (status ${status}). Plumbline does not follow, because the key would go along. Enter the final address in the connection's settings, or ask the vendor for it.`
    return { failure: vendorFailure('vendor-redirected', tell, log), again: false }
  }
  if (status === 401) {
    const tell = `${host} did not accept the key (status 401). Enter a new authentication value in the connection's settings; if it is right, ask the vendor whether it is active.`
    return { failure: vendorFailure('vendor-refused-login', tell, log), again: false }
  }
  if (status === 403) {
    const tell = `${host} knows the key but does not allow this (status 403). Ask the vendor to allow reading with this key, or check the facility id.`
    return { failure: vendorFailure('vendor-forbidden', tell, log), again: false }
  }
  if (status === 404) {
    const tell = `${host} has nothing at this address (status 404). Check the addresses in the connection's settings.`
    return { failure: vendorFailure('vendor-not-found', tell, log), again: false }
  }
  if (status === 429) {
    const until = longWait && asked !== null ? ` It asks to wait until ${clockText(fromMs(toMs(now) + asked))}.` : ''
    const tell = `${host} refuses more requests for now (status 429).${until} ${until ? 'Sync again after that time.' : 'Sync again in some minutes; if it stays so, ask the vendor for a higher limit.'}`
    return { failure: vendorFailure('vendor-rate-limited', tell, log), again: !longWait, ...wait }
  }
  if (status >= 500) {
    const until = longWait && asked !== null ? ` It asks to wait until ${clockText(fromMs(toMs(now) + asked))}.` : ''
    const tell = `${host} failed on its side (status ${status}).${until} Sync again later; if it stays so, report the time to the vendor.`
    return { failure: vendorFailure('vendor-failed', tell, log), again: !longWait, ...wait }
  }
  const tell = `${host} refused the request (status ${status}). Check the facility id and the addresses in the connection's settings; if they are right, ask the vendor what it misses.`
  return { failure: vendorFailure('vendor-refused', tell, log), again: false }
}
