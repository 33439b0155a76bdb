import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hosted } from '../hosted.ts'
import { hostOn, makePlace, type WorkspacePlace } from './hosted-workspace.ts'
import { recordedClient } from './recorded-client.ts'

type Ask = { path: string; method?: string; headers?: Record<string, string>; body?: unknown }
type Answer = { status: number; json: Record<string, string> }

let place: WorkspacePlace
let host: Hosted
/** Of the host that ran before this one on the same workspace. */
let before: { token: string; ticket: string }

/** One request as written, `Host` included; `fetch` would not let it be another. */
function ask({ path, method = 'POST', headers = {}, body }: Ask): Promise<Answer> {
  const { port, host: authority } = new URL(host.origin)
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { host: authority, ...headers }, agent: false },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const isJson = answer.headers['content-type']?.startsWith('application/json') === true
          resolve({ status: answer.statusCode ?? 0, json: isJson ? (JSON.parse(text) as Answer['json']) : {} })
        })
      },
    )
    sent.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve({ status: answer.statusCode ?? 0, json: {} })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const json = { 'content-type': 'application/json' }
const ours = (): Record<string, string> => ({ ...json, origin: host.origin })

const freshCode = async (): Promise<string> => new URL(await host.freshLink()).hash.slice('#code='.length)
const session = (code: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({ path: '/api/session', headers: { ...ours(), ...headers }, body: { code } })
const buyTicket = (token: string | null, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({
    path: '/api/ticket',
    headers: { ...ours(), ...(token === null ? {} : { 'x-plumbline-token': token }), ...headers },
    body: {},
  })
/** 101 where the socket opens. */
const openSocket = async (ticket: string | null, headers: Record<string, string> = {}): Promise<number> => {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('sixteen bytes ok').toString('base64'),
    'sec-websocket-protocol': ['plumbline', ...(ticket === null ? [] : [`ticket.${ticket}`])].join(', '),
    origin: host.origin,
  }
  return (await ask({ path: '/rpc', method: 'GET', headers: { ...upgrade, ...headers } })).status
}

const tokenNow = async (): Promise<string> => (await session(await freshCode())).json['token'] ?? ''
const ticketNow = async (): Promise<string> => (await buyTicket(await tokenNow())).json['ticket'] ?? ''

beforeAll(async () => {
  place = await makePlace()
  const earlier = await hostOn(place)
  const link = await recordedClient(earlier)
  const { json: bought } = await (async () => {
    host = earlier
    return await buyTicket(link.token)
  })()
  before = { token: link.token, ticket: bought['ticket'] ?? '' }
  link.close()
  await earlier.stop()
  host = await hostOn(place)
})
afterAll(async () => {
  await host.kill()
  await place.remove()
})

/** What makes a request come from elsewhere, each alone. */
const foreign: readonly [string, Record<string, string>][] = [
  ['a foreign Host', { host: 'rebound.example' }],
  ['the Host localhost', { host: 'localhost' }],
  ['a foreign Origin', { origin: 'https://rebound.example' }],
  ['the Origin null', { origin: 'null' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of another port', { 'sec-fetch-site': 'same-site' }],
]

describe('the built host', () => {
  it('opens its socket for code, token and ticket in turn', async () => {
    const { status, json: answer } = await session(await freshCode())
    expect(status).toBe(200)
    const bought = await buyTicket(answer['token'] ?? '')
    expect(bought.status).toBe(200)
    expect(await openSocket(bought.json['ticket'] ?? '')).toBe(101)
    expect((await ask({ path: '/', method: 'GET' })).status).toBe(200)
  })

  it.each(foreign)('refuses everything that needs a credential under %s', async (_, headers) => {
    const code = await freshCode()
    expect((await session(code, headers)).status).toBe(403)
    const token = (await session(code)).json['token'] ?? ''
    expect(await buyTicket(token, headers)).toMatchObject({ status: 403, json: { tell: expect.any(String) } })
    const { ticket = '' } = (await buyTicket(token)).json
    expect(await openSocket(ticket, headers)).toBe(403)
    // Refused for where it came from and nothing else: the same ticket still opens.
    expect(await openSocket(ticket)).toBe(101)
  })

  it.each(foreign.slice(0, 4))('refuses even its public files under %s', async (_, headers) => {
    expect((await ask({ path: '/', method: 'GET', headers })).status).toBe(403)
  })

  it('refuses a socket without ticket and a ticket without token', async () => {
    expect(await openSocket(null)).toBe(401)
    expect(await openSocket('made-up')).toBe(401)
    expect((await buyTicket(null)).status).toBe(401)
    expect((await buyTicket('made-up')).status).toBe(401)
    expect((await buyTicket(null, { cookie: `token=${await tokenNow()}` })).status).toBe(401)
  })

  it('refuses a used code and the code that a fresh link made void', async () => {
    const used = await freshCode()
    expect((await session(used)).status).toBe(200)
    expect((await session(used)).status).toBe(401)
    const superseded = await freshCode()
    await freshCode()
    expect((await session(superseded)).status).toBe(401)
  })

  it('refuses a used ticket, and token and ticket of the program that ran before', async () => {
    const ticket = await ticketNow()
    expect(await openSocket(ticket)).toBe(101)
    expect(await openSocket(ticket)).toBe(401)
    expect(await openSocket(before.ticket)).toBe(401)
    expect((await buyTicket(before.token)).status).toBe(401)
  })

  it('takes calls by POST and as JSON only', async () => {
    expect((await ask({ path: '/api/session', method: 'GET', headers: ours() })).status).toBe(405)
    expect((await session(await freshCode(), { 'content-type': 'text/plain' })).status).toBe(415)
  })
})
