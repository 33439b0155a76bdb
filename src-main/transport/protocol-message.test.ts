import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { os } from '@orpc/server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { silentLogger } from '../platform/logger.ts'
import { guardMessages, maxMessageBytes } from './protocol-message.ts'
import { servePorts } from './serve-port.ts'
import { serveSockets } from './serve-socket.ts'

const call = '{"i":"1","p":{"u":"/add","b":{"json":{"by":1}}}}'

describe('the guard of a connection’s messages', () => {
  const clock = (at: { ms: number }) => ({ monotonicMs: () => at.ms })

  it.each([
    ['a call', call, null],
    ['the end of a call', '{"i":"1","t":4}', null],
    ['an event of a stream', '{"i":"1","t":3,"p":{"e":"message","d":{}}}', null],
    ['bytes', new Uint8Array([1]), 'binary'],
    ['an object', { i: '1', p: { u: '/add' } }, 'binary'],
    ['nothing', undefined, 'binary'],
    ['a text that is no JSON', 'Ada Invented', 'not-ours'],
    ['JSON that is no object', 'null', 'not-ours'],
    ['a call without an address', '{"i":"1","p":{}}', 'not-ours'],
    ['a call to another host', '{"i":"1","p":{"u":"https://vendor.example/"}}', 'not-ours'],
    ['a frame without an id', '{"p":{"u":"/add"}}', 'not-ours'],
    ['a frame of a kind that only the core sends', '{"i":"1","t":2,"p":{"u":"/add"}}', 'not-ours'],
  ])('decides about %s', (_, data, refused) => {
    expect(guardMessages(clock({ ms: 0 }))(data)).toBe(refused)
  })

  it('counts the size in bytes of UTF-8, not in letters', () => {
    const refuse = guardMessages(clock({ ms: 0 }))
    const fill = (letter: string, bytes: number): string => {
      const frame = (text: string) => `{"i":"1","p":{"u":"/add","b":"${text}"}}`
      return frame(letter.repeat((bytes - frame('').length) / Buffer.byteLength(letter)))
    }
    expect(refuse(fill('a', maxMessageBytes))).toBeNull()
    expect(refuse(fill('a', maxMessageBytes + 1))).toBe('too-large')
    expect(refuse(fill('é', maxMessageBytes + 8))).toBe('too-large')
  })

  it('takes the fastest that a person can do for a minute, and cuts off what no person does', () => {
    // Reckoned, not measured: a key that is held repeats about 33 times a second. A step of `j` may ask for a detail and
    // give up the call before it, and now and then a page of rows is asked for: some 70 messages a second, and 120 with
    // the feed and what is asked again because of it.
    const at = { ms: 0 }
    const refuse = guardMessages(clock(at))
    const refused = new Set<string | null>()
    for (let message = 0; message < 120 * 60; message++) {
      at.ms = (message * 1000) / 120
      refused.add(refuse(call))
    }
    expect([...refused]).toEqual([null])

    const wild = guardMessages(clock({ ms: 0 }))
    const taken = Array.from({ length: 5000 }, () => wild(call)).filter((one) => one === null)
    expect(taken).toHaveLength(3000)
  })

  it('takes messages again once the time of a burst is over', () => {
    const at = { ms: 0 }
    const refuse = guardMessages(clock(at))
    for (let message = 0; message < 3001; message++) refuse(call)
    expect(refuse(call)).toBe('too-many')
    at.ms = 10_000
    expect(refuse(call)).toBeNull()
  })
})

/** A router whose one procedure can tell whether something reached it that no schema allows. */
function watchedRouter() {
  const reached: unknown[] = []
  const add = os
    .input(z.strictObject({ by: z.int() }))
    .output(z.int())
    .handler(({ input }) => {
      reached.push(input)
      return input.by + 1
    })
  return { router: { add }, reached }
}

const address = fc.constantFrom(
  '/add',
  '/add/',
  '/__proto__/add',
  '/constructor',
  '//add',
  '/..',
  '/add?x=%',
  '',
  'add',
)
const wild = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), fc.constant('/add'), fc.double())
/** A nest of names that a prototype would be reached by. */
const poison = fc.constantFrom(
  '{"__proto__":{"polluted":true}}',
  '{"json":{"__proto__":{"polluted":true}},"meta":[]}',
  '{"json":{"by":1},"meta":[[0,"__proto__","polluted"]]}',
  '{"json":{"by":1},"meta":[[1,"constructor","prototype"]],"maps":[["__proto__"]]}',
  '{"constructor":{"prototype":{"polluted":true}}}',
)
/** What a page that is not ours, or that somebody got into, may send: from frames that are nearly right to noise. */
const message: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ i: fc.string(), p: fc.record({ u: address, b: wild, h: wild }, { requiredKeys: ['u'] }) })
      .map((one) => JSON.stringify(one)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ i: wild, t: fc.oneof(fc.integer({ min: -1, max: 6 }), wild), p: wild }, { requiredKeys: [] })
      .map((one) => JSON.stringify(one)),
  },
  { weight: 2, arbitrary: poison.map((body) => `{"i":"1","p":{"u":"/add","b":${body}}}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
)

const seed = 20_260_101
const messages = fc.sample(message, { seed, numRuns: 10_000 })
/** So many are sent over one connection: those after the first bad one meet a connection that is closing. */
const atOnce = 25

type Connection = { send(message: string | Uint8Array): void; closed: Promise<unknown>; end(): void }

/** Sends all of them, waits for each connection that must close, and proves that the core is as well as before. */
async function sendAll(connect: () => Promise<Connection>): Promise<{ refused: number }> {
  const unhandled: unknown[] = []
  const note = (thrown: unknown): void => void unhandled.push(thrown)
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  let refused = 0
  try {
    for (let first = 0; first < messages.length; first += atOnce) {
      const batch = messages.slice(first, first + atOnce)
      const connection = await connect()
      for (const one of batch) connection.send(one)
      const refuse = guardMessages({ monotonicMs: () => 0 })
      // The guard itself says whether this connection is one that closes.
      if (batch.every((one) => refuse(one) === null)) connection.end()
      else refused++
      await connection.closed
    }
  } finally {
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
  }
  expect(unhandled).toEqual([])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  return { refused }
}

describe('ten thousand messages of a hostile page (R16)', () => {
  it('over ports: each that is not the protocol closes its port, the others are answered, nothing else happens', async () => {
    const { router, reached } = watchedRouter()
    const accept = servePorts({ router, logger: silentLogger })
    const open = (): Connection => {
      const { port1, port2 } = new MessageChannel()
      accept(port1)
      // One that nobody reads does not hear of its end either.
      port2.on('message', () => {})
      return {
        send: (one) => port2.postMessage(one),
        closed: once(port2, 'close'),
        end: () => port2.close(),
      }
    }
    const { refused } = await sendAll(async () => open())
    expect(refused).toBeGreaterThan(300)
    for (const input of reached) expect(input).toEqual({ by: expect.any(Number) })
  }, 20_000)

  it('over sockets the same', async () => {
    const { router, reached } = watchedRouter()
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: maxMessageBytes })
    server.on('connection', serveSockets({ router, logger: silentLogger }))
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { refused } = await sendAll(async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`)
      await once(socket, 'open')
      return { send: (one) => socket.send(one), closed: once(socket, 'close'), end: () => socket.close() }
    })
    expect(refused).toBeGreaterThan(300)
    for (const input of reached) expect(input).toEqual({ by: expect.any(Number) })
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  }, 20_000)
})
