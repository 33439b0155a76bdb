import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#contract/errors'
import { fromMs, Instant, type LocalDate, toMs } from '#contract/time'
import type { Clock } from '../../platform/clock.ts'
import { makeVendorHttp } from './make-vendor-http.ts'
import type { Attempt } from './retry.ts'
import { cancelled, type VendorCode, vendorFailure } from './vendor-failure.ts'
import { makeVendorGate, probeEveryMs, type VendorGate } from './vendor-gate.ts'

const begin = Instant.parse('2026-11-21T10:00:00.000Z')
const running = new AbortController().signal
const host = 'northgate.example'

/** A gate over a clock that moves by hand (`sleep` moves it too), with its counts in memory. */
function gateAt(start = begin, dailyLimit = () => 20_000) {
  let ms = 0
  const counts = new Map<LocalDate, number>()
  const clock: Clock = {
    now: () => fromMs(toMs(start) + ms),
    monotonicMs: () => ms,
    sleep: async (wait) => {
      ms += wait
    },
  }
  const gate = makeVendorGate({
    clock,
    dailyLimit,
    count: {
      on: (day) => counts.get(day) ?? 0,
      add: (day, requests) => void counts.set(day, (counts.get(day) ?? 0) + requests),
    },
  })
  return { gate, clock, counts, forward: (by: number) => (ms += by), at: () => ms }
}

const answer = async (): Promise<Attempt<string>> => ({ value: 'yes' })
const fails =
  (code: VendorCode = 'vendor-failed') =>
  async (): Promise<Attempt<string>> => ({
    failure: vendorFailure(code, 'It failed.'),
    again: true,
  })
const pass = async (gate: VendorGate, attempt: () => Promise<Attempt<string>>, signal = running): Promise<string> => {
  const end = await gate.pass(host, attempt, signal)
  return 'value' in end ? end.value : end.failure.code
}
async function failTimes(gate: VendorGate, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await pass(gate, fails())
}
/** Something that stays under way until it is told how it ended. */
function held() {
  const { promise, resolve } = Promise.withResolvers<Attempt<string>>()
  const begun = Promise.withResolvers<void>()
  return { attempt: () => (begun.resolve(), promise), begun: begun.promise, end: resolve }
}

describe('the breaker of a connection', () => {
  it('opens after five failures in a row, sends nothing while open, and says until when', async () => {
    const { gate } = gateAt()
    await failTimes(gate, 4)
    expect(gate.state()).toMatchObject({ breaker: 'closed', openUntil: null, requestsToday: 4 })
    await failTimes(gate, 1)
    expect(gate.state()).toMatchObject({ breaker: 'open', openUntil: '2026-11-21T10:01:00.000Z', requestsToday: 5 })
    let sent = 0
    const end = await gate.pass(host, async () => ({ value: ++sent }), running)
    if ('value' in end) throw new Error('it was sent')
    expect({ code: end.failure.code, blame: end.failure.blame, again: end.again, sent }).toEqual({
      code: 'vendor-paused',
      blame: 'vendor',
      again: false,
      sent: 0,
    })
    expect(end.failure.tell).toBe(
      'northgate.example failed 5 times in a row, so it is left alone until 2026-11-21 10:01 UTC; nothing was sent. Sync again after that; if it stays so, ask the vendor.',
    )
    expect(gate.state().requestsToday).toBe(5)
  })

  it.each([
    'vendor-unreachable',
    'vendor-timeout',
    'vendor-cut-off',
    'vendor-tls',
    'vendor-rate-limited',
    'vendor-failed',
  ] as const)('counts %s as a failure', async (code) => {
    const { gate } = gateAt()
    for (let n = 0; n < 5; n += 1) await pass(gate, fails(code))
    expect(gate.state().breaker).toBe('open')
  })

  it.each([
    'vendor-refused-login',
    'vendor-forbidden',
    'vendor-not-found',
    'vendor-refused',
    'vendor-not-json',
  ] as const)('takes %s as the answer of a vendor that works', async (code) => {
    const { gate } = gateAt()
    await failTimes(gate, 4)
    for (let n = 0; n < 9; n += 1) await pass(gate, fails(code))
    await failTimes(gate, 4)
    expect(gate.state().breaker).toBe('closed')
  })

  it('lets one probe through each minute and closes on the first success', async () => {
    const { gate, forward } = gateAt()
    await failTimes(gate, 5)
    forward(probeEveryMs - 1)
    expect(await pass(gate, answer)).toBe('vendor-paused')
    forward(1)
    expect(await pass(gate, fails())).toBe('vendor-failed')
    expect(await pass(gate, answer)).toBe('vendor-paused')
    forward(probeEveryMs)
    expect(await pass(gate, answer)).toBe('yes')
    expect(gate.state()).toMatchObject({ breaker: 'closed', openUntil: null })
    await failTimes(gate, 4)
    expect(gate.state().breaker).toBe('closed')
  })

  it('lets those that come during a probe wait for its answer', async () => {
    for (const [ending, then] of [
      [{ value: 'back' }, 'yes'],
      [{ failure: vendorFailure('vendor-failed', 'It failed.'), again: true }, 'vendor-paused'],
    ] as const) {
      const { gate, forward } = gateAt()
      await failTimes(gate, 5)
      forward(probeEveryMs)
      const probe = held()
      const first = pass(gate, probe.attempt)
      await probe.begun
      expect(gate.state().breaker).toBe('probing')
      const others = Promise.all([pass(gate, answer), pass(gate, answer), pass(gate, answer)])
      probe.end(ending)
      expect(await first).toBe('value' in ending ? 'back' : 'vendor-failed')
      expect(await others).toEqual([then, then, then])
    }
  })

  it('stays open where a probe is stopped, and tries again a minute later', async () => {
    const { gate, forward } = gateAt()
    await failTimes(gate, 5)
    forward(probeEveryMs)
    await expect(pass(gate, () => Promise.reject(cancelled()))).rejects.toMatchObject({ code: 'cancelled' })
    expect(await pass(gate, answer)).toBe('vendor-paused')
    forward(probeEveryMs)
    expect(await pass(gate, answer)).toBe('yes')
  })

  it('opens at once for as long as the vendor asks to be left alone, a day at most', async () => {
    const failure = vendorFailure('vendor-rate-limited', 'Too many.')
    for (const [waitMs, until, tell] of [
      [3_600_000, '2026-11-21T11:00:00.000Z', 'northgate.example asked to be left alone, so it is'],
      [90_000_000_000, '2026-11-22T10:00:00.000Z', 'left alone until 2026-11-22 10:00 UTC'],
    ] as const) {
      const { gate, forward } = gateAt()
      await pass(gate, async () => ({ failure, again: false, waitMs }))
      expect(gate.state()).toMatchObject({ breaker: 'open', openUntil: until })
      const end = await gate.pass(host, answer, running)
      expect('failure' in end && end.failure.tell).toContain(tell)
      forward(86_400_000)
      expect(await pass(gate, answer)).toBe('yes')
    }
  })

  it('is not moved by what was sent before it opened and ends after', async () => {
    const { gate } = gateAt()
    const late = held()
    const slow = pass(gate, late.attempt)
    await late.begun
    await failTimes(gate, 5)
    late.end({ value: 'late' })
    expect(await slow).toBe('late')
    expect(gate.state().breaker).toBe('open')
  })
})

describe('the turns of a connection', () => {
  it('lets two requests be under way at once, whoever sends them', async () => {
    const { gate } = gateAt()
    let now = 0
    let most = 0
    const attempt = async (): Promise<Attempt<string>> => {
      most = Math.max(most, ++now)
      await new Promise((done) => setImmediate(done))
      now -= 1
      return { value: 'yes' }
    }
    await Promise.all(Array.from({ length: 20 }, () => pass(gate, attempt)))
    expect(most).toBe(2)
  })

  it('lets a stopped one go at once, though others are still under way, and sends nothing for it', async () => {
    const { gate } = gateAt()
    const others = [held(), held()] as const
    const ends = others.map((one) => pass(gate, one.attempt))
    await Promise.all(others.map((one) => one.begun))
    const stop = new AbortController()
    let sent = 0
    const waiting = pass(gate, async () => ({ value: String(++sent) }), stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    for (const one of others) one.end({ value: 'done' })
    expect(await Promise.all(ends)).toEqual(['done', 'done'])
    expect(await pass(gate, answer)).toBe('yes')
    expect({ sent, counted: gate.state().requestsToday }).toEqual({ sent: 0, counted: 3 })
  })
})

describe('the daily budget of a connection', () => {
  it('ends with the day’s last request, says when the day ends and where to raise it, and begins anew at midnight UTC', async () => {
    let limit = 3
    const { gate, forward } = gateAt(Instant.parse('2026-11-21T23:59:00.000Z'), () => limit)
    expect(await Promise.all([1, 2, 3, 4].map(() => pass(gate, answer)))).toEqual([
      'yes',
      'yes',
      'yes',
      'vendor-budget-spent',
    ])
    const end = await gate.pass(host, answer, running)
    if ('value' in end) throw new Error('it was sent')
    expect({ blame: end.failure.blame, again: end.again, tell: end.failure.tell }).toEqual({
      blame: 'settings',
      again: false,
      tell: "3 requests were sent to northgate.example today, which is this connection's limit for a day, so nothing more is sent until 2026-11-22 00:00 UTC. Sync again after that, or raise Requests a day in the connection's settings if the vendor allows more.",
    })
    limit = 4
    expect(await pass(gate, answer)).toBe('yes')
    expect(gate.state()).toMatchObject({ requestsToday: 4, dailyLimit: 4 })
    forward(60_000)
    expect(gate.state().requestsToday).toBe(0)
    expect(await pass(gate, answer)).toBe('yes')
  })

  it('is never exceeded, whatever the load and its failures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.boolean(), fc.nat(90_000)), { maxLength: 60 }),
        async (limit, load) => {
          const { gate, counts, forward } = gateAt(Instant.parse('2026-11-21T23:30:00.000Z'), () => limit)
          let sent = 0
          for (const [works, later] of load) {
            await Promise.all(
              [1, 2].map(() => pass(gate, async () => (++sent, works ? await answer() : await fails()()))),
            )
            forward(later)
          }
          for (const count of counts.values()) expect(count).toBeLessThanOrEqual(limit)
          expect(sent).toBe([...counts.values()].reduce((sum, count) => sum + count, 0))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('an outage of 60 minutes', () => {
  it('costs at most 80 requests with twelve pairings asking all the time, and ends within 90 s of the vendor’s return', async () => {
    const { gate, clock, forward, at } = gateAt()
    let [arrived, up] = [0, false]
    const server = createServer((_, response) => {
      arrived += 1
      response.writeHead(up ? 200 : 503, { 'content-type': 'application/json' }).end('{"data":[]}')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/shifts`)
    const sessions = Array.from({ length: 12 }, () =>
      makeVendorHttp({
        urls: [base],
        localTestServer: true,
        headers: {},
        clock,
        random: () => 0.5,
        signal: running,
        gate,
      }),
    )
    const syncAll = () =>
      Promise.all(
        sessions.map((http) =>
          http.getJson(base).then(
            () => 'read',
            (error: unknown) => (error instanceof AppError ? error.code : String(error)),
          ),
        ),
      )
    const told = new Set<string>()
    while (at() < 60 * 60_000) {
      for (const end of await syncAll()) told.add(end)
      forward(5_000)
    }
    expect(['vendor-failed', 'vendor-paused']).toEqual(expect.arrayContaining([...told]))
    expect(arrived).toBeLessThanOrEqual(80)
    expect(gate.state().requestsToday).toBe(arrived)
    const back = at()
    up = true
    while ((await syncAll()).some((end) => end !== 'read')) forward(5_000)
    expect(at() - back).toBeLessThanOrEqual(90_000)
  })
})
