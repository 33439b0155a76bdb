import { hash } from 'node:crypto'
import type { lookup } from 'node:dns'
import { isIP } from 'node:net'
import pLimit from 'p-limit'
import { Agent, type Dispatcher, request } from 'undici'
import { AppError } from '#contract/errors'
import type { Clock } from '../../platform/clock.ts'
import { addressAllowed, checkedLookup } from './address-policy.ts'
import { defaultHttpLimits, type HttpLimits, parallelRequests } from './http-limits.ts'
import { networkFailure } from './network-failure.ts'
import { parseKnownJson } from './parse-known-json.ts'
import { parseVendorJson } from './parse-vendor-json.ts'
import { readBody } from './read-body.ts'
import { statusFailure } from './response-policy.ts'
import { type Attempt, withRetry } from './retry.ts'
import { cancelled, vendorFailure } from './vendor-failure.ts'
import type { VendorGate } from './vendor-gate.ts'
import type { GetOptions, JsonReply, VendorHttp } from './vendor-http.ts'

export type VendorHttpOptions = {
  /** The configured addresses; requests go to their origins only (R19). */
  urls: readonly URL[]
  /** Plain http and addresses of this computer or a private network are allowed; nothing else changes. */
  localTestServer: boolean
  /** Authentication and custom headers; left out where a call asks for no credentials. */
  headers: Readonly<Record<string, string>>
  clock: Clock
  random: () => number
  signal: AbortSignal
  /** Breaker, budget and turns of the connection (R38); without one this client only keeps its own turns. */
  gate?: VendorGate
  retry?: { baseMs: number; capMs: number }
  /** 1 switches retries off. */
  attempts?: number
  limits?: Partial<HttpLimits>
  /** Name resolution; the system's where left out. */
  resolve?: typeof lookup
}

const userAgent = 'Plumbline/1 (+schedule comparison)'

/** Certificate checks have no switch, and the one that Node offers through the environment ends the work (R19, T19). */
function refuseWithoutTlsChecks(): void {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return
  throw new AppError('vendor-tls', {
    blame: 'settings',
    tell: 'Certificate checks are switched off on this computer (NODE_TLS_REJECT_UNAUTHORIZED is 0), so keys could reach the wrong server. Remove that setting and start Plumbline again.',
  })
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name !== 'set-cookie') flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** Makes the HTTP client of one connection; see `VendorHttp`. Throws `vendor-tls` where certificate checks are off. */
export function makeVendorHttp(options: VendorHttpOptions): VendorHttp {
  refuseWithoutTlsChecks()
  const { clock, gate, localTestServer, signal } = options
  const limits = { ...defaultHttpLimits, ...options.limits }
  const origins = new Set(options.urls.map((url) => url.origin))
  const agentFor = (protocol: string): Agent => {
    const allowed = (address: string): boolean => addressAllowed(address, protocol, localTestServer)
    return new Agent({
      allowH2: false,
      pipelining: 1,
      // `rejectUnauthorized` wins over NODE_TLS_REJECT_UNAUTHORIZED should that be set after the start.
      connect: {
        timeout: limits.connectMs,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        lookup: checkedLookup(allowed, options.resolve),
      },
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.idleMs,
    })
  }
  const agents: Record<string, Agent> = { 'http:': agentFor('http:'), 'https:': agentFor('https:') }
  const inTurn = pLimit(parallelRequests)

  const refuseHost = (url: URL): void => {
    const address = bare(url.hostname)
    const known = origins.has(url.origin) && url.username === '' && url.password === ''
    if (known && (url.protocol === 'https:' || localTestServer) && isIP(address) === 0) return
    if (known && isIP(address) !== 0 && addressAllowed(address, url.protocol, localTestServer)) return
    const why = known
      ? 'is not a secured public address (https). Only a connection marked as Local test server may use http on this computer or a private network'
      : 'is not one of the addresses of this connection, so nothing was sent there'
    throw vendorFailure('host-not-allowed', `${url.host} ${why}. Check the addresses in the connection's settings.`)
  }

  const attempt = async (url: URL, get: GetOptions): Promise<Attempt<JsonReply>> => {
    const total = AbortSignal.timeout(limits.totalMs)
    const stop = AbortSignal.any([signal, total])
    try {
      const reply = await request(url, {
        ...(agents[url.protocol] && { dispatcher: agents[url.protocol] }),
        method: 'GET',
        headers: {
          ...(get.withoutCredentials ? {} : options.headers),
          'user-agent': userAgent,
          accept: 'application/json',
          'accept-encoding': 'gzip',
        },
        signal: stop,
      })
      return await answerOf(reply, url.host, get)
    } catch (error) {
      if (signal.aborted) throw cancelled()
      return networkFailure(total.aborted ? total.reason : error, url.host)
    }
  }

  const answerOf = async (
    reply: Dispatcher.ResponseData,
    host: string,
    get: GetOptions,
  ): Promise<Attempt<JsonReply>> => {
    const { statusCode: status } = reply
    const headers = flatHeaders(reply.headers)
    const accepted = get.accept?.includes(status) ?? false
    if (!accepted && (status < 200 || status > 299)) {
      reply.body.on('error', () => {}).destroy()
      return statusFailure(status, host, { retryAfter: headers['retry-after'], now: clock.now() })
    }
    const text = await readBody(reply.body, headers['content-encoding'] ?? '', limits.bodyBytes)
    const known = status < 300 ? get.known : undefined
    const digest = known && hash('sha256', text, 'base64url')
    if (digest !== undefined && known?.answer(digest)) return { value: { status, headers, body: null, digest } }
    // An accepted refusal may come without data. A web page as a 404 is a wrong address, not a missing record.
    const refusal = status > 299
    const webPage = status === 404 && /^\s*</.test(text)
    const parsed = known ? parseKnownJson(text, limits.jsonDepth, known) : parseVendorJson(text, limits.jsonDepth)
    if ('value' in parsed) {
      const { value: body, ...elements } = parsed
      return { value: { status, headers, body, ...(digest !== undefined && { digest }), ...elements } }
    }
    if (refusal && !webPage) return { value: { status, headers, body: null } }
    switch (parsed.problem) {
      case 'truncated':
        return networkFailure(new Error('body ends inside a value'), host)
      case 'too-deep': {
        const tell = `${host} sent an answer that is nested too deeply to be a list of records, so it was not used. Report it to the vendor.`
        return { failure: vendorFailure('vendor-too-deep', tell), again: false }
      }
      case 'not-json': {
        const empty = text.trim() === ''
        const what = empty ? 'an empty answer' : 'something that is not data; it looks like a web or sign-in page'
        const tell = `${host} sent ${what} (status ${status}), so nothing of it was used. Check the addresses in the connection's settings and whether the key is still valid; a proxy or firewall sign-in page does the same.`
        return { failure: vendorFailure('vendor-not-json', tell, `status ${status}`), again: false }
      }
    }
  }

  return {
    getJson: async (url, get = {}) => {
      refuseHost(url)
      const once = (): Promise<Attempt<JsonReply>> => attempt(url, get)
      return withRetry(() => (gate ? gate.pass(url.host, once, signal) : inTurn(once)), {
        clock,
        random: options.random,
        signal,
        ...options.retry,
        ...(options.attempts !== undefined && { attempts: options.attempts }),
      })
    },
  }
}
