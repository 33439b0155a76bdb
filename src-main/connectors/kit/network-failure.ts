import type { AppError } from '#contract/errors'
import { forbiddenAddress } from './address-policy.ts'
import { BodyProblem } from './read-body.ts'
import { vendorFailure } from './vendor-failure.ts'

export type NetworkFailure = { failure: AppError; again: boolean }

/** Codes of an error and of what it wraps (an AggregateError of several addresses, a cause). */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  const { code, cause, errors, name } = error as { code?: unknown; cause?: unknown; errors?: unknown; name?: unknown }
  const nested = Array.isArray(errors) ? errors : []
  return [code, name]
    .filter((text) => typeof text === 'string')
    .concat([cause, ...nested].flatMap((one) => codesOf(one, depth + 1)))
}

const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'TimeoutError',
])
const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])
const tls = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/

/** What a thrown network error means: its code, who has to act, and whether another attempt can help. */
export function networkFailure(error: unknown, host: string): NetworkFailure {
  if (error instanceof BodyProblem) return { failure: bodyFailure(error, host), again: false }
  const codes = codesOf(error)
  const log = codes.find((code) => /^[A-Z][A-Z0-9_]+$/.test(code)) ?? 'no code'
  if (codes.includes(forbiddenAddress)) {
    const tell = `${host} leads to this computer, to a private network or to a reserved address. Plumbline only goes there over a connection marked as Local test server. Check the address in the connection's settings.`
    return { failure: vendorFailure('host-not-allowed', tell, log, error), again: false }
  }
  if (codes.some((code) => tls.test(code))) {
    const tell = `${host} could not prove who it is (its certificate is not valid or not trusted), so nothing was sent. Check the address; if it is right, ask the vendor or your network's administrator about the certificate.`
    return { failure: vendorFailure('vendor-tls', tell, log, error), again: false }
  }
  if (codes.some((code) => timeouts.has(code))) {
    const tell = `${host} did not answer in time. Check the network; if other pages work, sync again later or ask the vendor.`
    return { failure: vendorFailure('vendor-timeout', tell, log, error), again: true }
  }
  if (codes.some((code) => unreachable.has(code))) {
    const tell = `${host} cannot be reached. Check the address in the connection's settings and this computer's network.`
    return { failure: vendorFailure('vendor-unreachable', tell, log, error), again: true }
  }
  if (
    codes.some((code) => code === 'UND_ERR_HEADERS_OVERFLOW' || code.startsWith('HPE_') || code === 'HTTPParserError')
  ) {
    const tell = `${host} answered with something that is not proper HTTP. Check the address and port in the connection's settings.`
    return { failure: vendorFailure('vendor-unexpected', tell, log, error), again: false }
  }
  const tell = `The connection to ${host} was cut off before the answer was complete, so nothing of this answer was used. Sync again; if it stays so, ask the vendor or your network's administrator.`
  return { failure: vendorFailure('vendor-cut-off', tell, log, error), again: true }
}

function bodyFailure(problem: BodyProblem, host: string): AppError {
  if (problem.kind === 'too-large') {
    const tell = `${host} sent an answer that is too large to be a page of a list (more than the allowed size), so it was not used. Ask the vendor for smaller pages.`
    return vendorFailure('vendor-too-large', tell, 'body over the cap')
  }
  const tell = `${host} sent an answer whose encoding cannot be read, so it was not used. Report it to the vendor.`
  return vendorFailure('vendor-unexpected', tell, `body ${problem.kind}`)
}
