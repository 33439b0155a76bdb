import { type ClientContext, type ClientLink, createORPCClient, isDefinedError, safe } from '@orpc/client'
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { type AnyRouter, implement } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, ErrorData } from '#contract/errors'
import { createHostLink } from '../../src-renderer/link/host-link.ts'
import type { LogFields, Logger } from '../platform/logger.ts'

/** One end of a real connection as a page holds it; `cut` is the serving side going away. */
export type PageEnd = { link: ClientLink<ClientContext>; closed: AbortSignal; cut(): void }

/** Serves the router over one transport. */
export type ServeForSuite = (serving: {
  router: AnyRouter
  logger: Logger
}) => Promise<{ connect(): Promise<PageEnd>; close(): Promise<void> }>

const base = oc.errors({ APP: { data: ErrorData } })
const nothing = z.strictObject({})
const testContract = {
  add: base.input(z.strictObject({ left: z.int(), right: z.int() })).output(z.int()),
  refuse: base.input(nothing).output(z.int()),
  break: base.input(nothing).output(z.int()),
  hang: base.input(nothing).output(z.int()),
  count: base.input(z.strictObject({ to: z.int() })).output(eventIterator(z.int(), z.string())),
  failAfter: base.input(z.strictObject({ values: z.int() })).output(eventIterator(z.int())),
  drip: base.input(nothing).output(eventIterator(z.int())),
}
type TestClient = ContractRouterClient<typeof testContract>

/** Things that happened on the serving side, in order, and a way to wait for one. */
function createLedger() {
  const happened: string[] = []
  const waits = new Map<string, () => void>()
  return {
    note(event: string) {
      happened.push(event)
      waits.get(event)?.()
    },
    async until(event: string) {
      if (!happened.includes(event)) await new Promise<void>((resolve) => waits.set(event, resolve))
    },
  }
}

const abortOf = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))

function testRouter(ledger: ReturnType<typeof createLedger>): AnyRouter {
  const os = implement(testContract)
  return os.router({
    add: os.add.handler(({ input }) => input.left + input.right),
    refuse: os.refuse.handler(() => {
      throw new AppError('in-use', {
        blame: 'settings',
        tell: 'Still in use. Remove the pairing first.',
        log: 'internal detail',
      })
    }),
    break: os.break.handler(() => {
      throw new Error('Anna Zielinska is not a number')
    }),
    hang: os.hang.handler(async ({ signal }) => {
      ledger.note('hang began')
      try {
        return await abortOf(signal)
      } finally {
        ledger.note('hang ended')
      }
    }),
    count: os.count.handler(async function* ({ input }) {
      for (let value = 1; value <= input.to; value++) yield value
      return 'that was all'
    }),
    failAfter: os.failAfter.handler(async function* ({ input }) {
      for (let value = 1; value <= input.values; value++) yield value
      throw new AppError('vendor-cut-off', { blame: 'vendor', tell: 'The answer broke off. Try again.' })
    }),
    drip: os.drip.handler(async function* ({ signal }) {
      try {
        yield 1
        ledger.note('drip waits')
        await abortOf(signal)
      } finally {
        ledger.note('drip ended')
      }
    }),
  })
}

/** A clock for `createHostLink` that fires only when told to. */
function heldTimers() {
  const held = new Set<() => void>()
  return {
    after: (_ms: number, then: () => void) => {
      held.add(then)
      return () => held.delete(then)
    },
    fire: () => {
      for (const then of [...held]) then()
    },
    get count() {
      return held.size
    },
  }
}

const codeOf = async (call: Promise<unknown>) => {
  const [error] = await safe(call)
  return ErrorData.parse((error as { data?: unknown } | null)?.data).code
}

/** So long a sabotaged transport is waited for. */
const twinMs = 150

/**
 * What every transport must do; run once per transport over real connections. Of a sabotaged twin (R45) `red` names the
 * behaviours that must fail, and only they are run.
 */
export function transportSuite(name: string, serve: ServeForSuite, red?: readonly string[]): void {
  const known: string[] = []
  const check = (behaviour: string, run: () => Promise<void>): void => {
    known.push(behaviour)
    if (!red) it(behaviour, run)
    else if (red.includes(behaviour)) it.fails(behaviour, run, twinMs)
  }
  describe(`transport: ${name}`, () => {
    let ledger: ReturnType<typeof createLedger>
    let served: Awaited<ReturnType<ServeForSuite>>
    let logged: { event: string; fields: LogFields | undefined }[]
    const clientOf = (link: ClientLink<ClientContext>) => createORPCClient<TestClient>(link)

    beforeEach(async () => {
      ledger = createLedger()
      logged = []
      const log = (event: string, fields?: LogFields) => void logged.push({ event, fields })
      served = await serve({ router: testRouter(ledger), logger: { info: log, warn: log, error: log } })
    })
    afterEach(() => served.close())

    const connected = async () => {
      const end = await served.connect()
      const host = createHostLink()
      host.attach(end.link, end.closed)
      return { client: clientOf(host), end, host }
    }

    check('answers a call', async () => {
      const { client } = await connected()
      expect(await client.add({ left: 19, right: 23 })).toBe(42)
    })

    check('carries a failure as the typed error with its code, blame and text and nothing else of it', async () => {
      const { client } = await connected()
      const [error, , isDefined] = await safe(client.refuse({}))
      expect(isDefined && isDefinedError(error) && error.code).toBe('APP')
      expect(isDefined && error.data).toEqual({
        code: 'in-use',
        blame: 'settings',
        tell: 'Still in use. Remove the pairing first.',
      })
      expect(JSON.stringify(error)).not.toContain('internal detail')
    })

    check('calls anything else that was thrown a bug, and puts its place but not its words into the log', async () => {
      const { client } = await connected()
      expect(await codeOf(client.break({}))).toBe('bug')
      expect(logged.map(({ event }) => event)).toContain('call-bug')
      const line = JSON.stringify(logged)
      expect(line).toContain('transport.suite.ts')
      expect(line).not.toContain('Zielinska')
    })

    check('refuses a wrong input as bad-input and says where it is wrong', async () => {
      const { client } = await connected()
      const [error] = await safe(client.add({ left: 1, right: 'two' as unknown as number }))
      const data = ErrorData.parse((error as { data?: unknown } | null)?.data)
      expect(data).toMatchObject({ code: 'bad-input', blame: 'settings' })
      expect(data.tell).toContain('right:')
    })

    check('streams values in order and hands over the return value', async () => {
      const { client } = await connected()
      const stream = await client.count({ to: 300 })
      const values: number[] = []
      let step = await stream.next()
      for (; !step.done; step = await stream.next()) values.push(step.value)
      expect(values).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
      expect(step.value).toBe('that was all')
    })

    check('carries a typed failure in the middle of a stream after the values before it', async () => {
      const { client } = await connected()
      const values: number[] = []
      const reading = (async () => {
        for await (const value of await client.failAfter({ values: 2 })) values.push(value)
      })()
      const [error, , isDefined] = await safe(reading)
      expect(values).toEqual([1, 2])
      expect(isDefined).toBe(true)
      expect(ErrorData.parse((error as { data?: unknown } | null)?.data).code).toBe('vendor-cut-off')
    })

    check('ends a stream on the serving side when the page aborts it', async () => {
      const { client } = await connected()
      const abort = new AbortController()
      const stream = await client.drip({}, { signal: abort.signal })
      expect((await stream.next()).value).toBe(1)
      const next = stream.next()
      next.catch(() => {})
      await ledger.until('drip waits')
      abort.abort()
      await expect(next).rejects.toThrow()
      await ledger.until('drip ended')
    })

    check('ends a stream on the serving side when the page leaves the loop', async () => {
      const { client } = await connected()
      for await (const _ of await client.drip({})) break
      await ledger.until('drip ended')
    })

    check('ends a single call on the serving side when the page aborts it', async () => {
      const { client } = await connected()
      const abort = new AbortController()
      const call = client.hang({}, { signal: abort.signal })
      call.catch(() => {})
      await ledger.until('hang began')
      abort.abort()
      await expect(call).rejects.toThrow()
      await ledger.until('hang ended')
    })

    check('ends calls on both sides when the connection is cut, the page with core-gone', async () => {
      const { client, end } = await connected()
      const stream = await client.drip({})
      await stream.next()
      const call = codeOf(client.hang({}))
      const next = codeOf(stream.next())
      await ledger.until('hang began')
      await ledger.until('drip waits')
      end.cut()
      expect([await call, await next]).toEqual(['core-gone', 'core-gone'])
      await ledger.until('hang ended')
      await ledger.until('drip ended')
    })

    check('lets calls made before the connection wait for it', async () => {
      const host = createHostLink()
      const early = clientOf(host).add({ left: 1, right: 2 })
      const end = await served.connect()
      host.attach(end.link, end.closed)
      expect(await early).toBe(3)
    })

    check(
      'fails calls on a closed connection with core-gone when the wait is over, and heals with a new one',
      async () => {
        const timers = heldTimers()
        const host = createHostLink({ after: timers.after })
        const client = clientOf(host)
        const states: boolean[] = []
        host.onChange((isConnected) => states.push(isConnected))
        const first = await served.connect()
        host.attach(first.link, first.closed)
        const gone = new Promise((resolve) => first.closed.addEventListener('abort', resolve, { once: true }))
        first.cut()
        await gone

        const late = codeOf(client.add({ left: 1, right: 1 }))
        while (timers.count === 0) await Promise.resolve()
        timers.fire()
        expect(await late).toBe('core-gone')

        const second = await served.connect()
        host.attach(second.link, second.closed)
        expect(await client.add({ left: 2, right: 2 })).toBe(4)
        expect(states).toEqual([true, false, true])
      },
    )

    check('stops waiting for a connection when the caller gives up', async () => {
      const host = createHostLink()
      const abort = new AbortController()
      const call = clientOf(host).add({ left: 1, right: 1 }, { signal: abort.signal })
      abort.abort(new Error('given up'))
      await expect(call).rejects.toThrow('given up')
    })

    check('ends calls and streams of a connection that died without saying so, once anyone says it', async () => {
      const end = await served.connect()
      const told = new AbortController()
      const host = createHostLink()
      // A port that swallows everything: the library never settles on it.
      const dead: ClientLink<ClientContext> = {
        call() {
          ledger.note('swallowed')
          return new Promise(() => {})
        },
      }
      const living = createHostLink()
      living.attach(end.link, end.closed)
      const running = await clientOf(living).drip({})
      await running.next()
      let streamed = false
      const silent: ClientLink<ClientContext> = {
        call: (path, input, options) => {
          if (streamed) return dead.call(path, input, options)
          streamed = true
          return Promise.resolve(running)
        },
      }
      host.attach(silent, told.signal)
      const client = clientOf(host)
      const stream = await client.drip({})
      const next = codeOf(stream.next())
      const call = codeOf(client.add({ left: 1, right: 1 }))
      await ledger.until('swallowed')
      told.abort()
      expect([await next, await call]).toEqual(['core-gone', 'core-gone'])
      expect(await stream.return?.()).toMatchObject({ done: true })
      await running.return?.()
      await ledger.until('drip ended')
    })

    check(
      'moves on to a new connection before the old one is closed, and fails what still ran on the old one',
      async () => {
        const { client, host } = await connected()
        const call = codeOf(client.hang({}))
        await ledger.until('hang began')
        const next = await served.connect()
        host.attach(next.link, next.closed)
        expect(await call).toBe('core-gone')
        expect(await client.add({ left: 5, right: 5 })).toBe(10)
      },
    )

    const strange = red?.find((behaviour) => !known.includes(behaviour))
    if (strange !== undefined) throw new Error(`The suite of transports has no behaviour "${strange}".`)
  })
}
