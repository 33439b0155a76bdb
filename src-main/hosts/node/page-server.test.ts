import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { type Access, createAccess } from './access.ts'
import { type PageServer, startPageServer } from './page-server.ts'
import { guardChecks } from './request-guard.ts'

/** What one request of the matrix says; every value but the right one of `right` is an attack or a mistake. */
type Ask = Readonly<Record<string, string>>
type Side = { choices: Readonly<Record<string, readonly string[]>>; legitimate(ask: Ask): boolean }

const hosts = ['right', 'localhost', 'without-port', 'other-port', 'foreign-name', 'ipv6', 'twice']
const origins = ['right', 'absent', 'foreign', 'null', 'other-port', 'localhost', 'https', 'twice']
const sites = ['absent', 'same-origin', 'none', 'same-site', 'cross-site']

/** The one legitimate class, said here a second time and on purpose without any of the guard's code. */
const fromOurPage = ({ origin, site }: Ask) => origin === 'right' && (site === 'absent' || site === 'same-origin')
const fromAProgram = ({ origin, site }: Ask) => origin === 'absent' && site === 'absent'

const sides: Record<'ticket' | 'session' | 'file' | 'socket', Side> = {
  ticket: {
    choices: {
      host: hosts,
      origin: origins,
      site: sites,
      token: ['right', 'wrong', 'none', 'as-cookie', 'in-address'],
      method: ['POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'],
      type: ['json', 'text', 'form', 'none'],
    },
    legitimate: (ask) =>
      ask['host'] === 'right' &&
      (fromOurPage(ask) || fromAProgram(ask)) &&
      ask['token'] === 'right' &&
      ask['method'] === 'POST' &&
      ask['type'] === 'json',
  },
  session: {
    choices: {
      host: hosts,
      origin: origins,
      site: sites,
      code: ['right', 'wrong', 'used', 'old'],
      method: ['POST', 'GET'],
      type: ['json', 'text', 'form'],
    },
    legitimate: (ask) =>
      ask['host'] === 'right' &&
      fromOurPage(ask) &&
      ask['code'] === 'right' &&
      ask['method'] === 'POST' &&
      ask['type'] === 'json',
  },
  file: {
    choices: { host: hosts, origin: origins, site: sites, method: ['GET', 'POST', 'PUT', 'OPTIONS'] },
    legitimate: (ask) =>
      ask['host'] === 'right' &&
      (ask['origin'] === 'right' || ask['origin'] === 'absent') &&
      ['absent', 'same-origin', 'none'].includes(ask['site'] ?? '') &&
      ask['method'] === 'GET',
  },
  socket: {
    choices: { host: hosts, origin: origins, site: sites, ticket: ['right', 'used', 'old', 'wrong', 'none'] },
    legitimate: (ask) =>
      ask['host'] === 'right' && (fromOurPage(ask) || fromAProgram(ask)) && ask['ticket'] === 'right',
  },
}

/** The right request, each deviation alone and every two of them together. */
function combinations({ choices }: Side): Ask[] {
  const right = Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values[0] ?? '']))
  const single = Object.entries(choices).flatMap(([name, values]) =>
    values.slice(1).map((value) => ({ [name]: value })),
  )
  const double = single.flatMap((one, index) => single.slice(index + 1).map((two) => ({ ...two, ...one })))
  const all = [right, ...[...single, ...double].map((change) => ({ ...right, ...change }))]
  return [...new Map(all.map((ask) => [JSON.stringify(ask), ask])).values()]
}

let elapsed = 0
const clock: Clock = { ...systemClock, monotonicMs: () => elapsed }
const agent = new Agent({ keepAlive: true })
const page = Buffer.from('<html><meta name="csp-nonce" content="__CSP_NONCE__"></html>')
let logged: string[]
let access: Access
let server: PageServer
let opened: number

async function start(leaveOut: Parameters<typeof startPageServer>[0]['leaveOut'] = []): Promise<void> {
  elapsed = 0
  opened = 0
  logged = []
  const log: Logger['info'] = (event, fields) => void logged.push(JSON.stringify({ event, ...fields }))
  access = createAccess(clock)
  server = await startPageServer({
    port: 0,
    files: new Map([['/', { body: page, type: 'text/html; charset=utf-8' }]]),
    access,
    onSocket: (socket) => {
      opened++
      socket.on('error', () => {})
      socket.close()
    },
    logger: { info: log, warn: log, error: log },
    leaveOut,
  })
}

const redeemed = (): string => access.redeem(access.newCode()) ?? ''

function hostsOf(kind: string | undefined): string[] {
  const right = `127.0.0.1:${server.port}`
  const by: Record<string, string[]> = {
    right: [right],
    localhost: [`localhost:${server.port}`],
    'without-port': ['127.0.0.1'],
    'other-port': [`127.0.0.1:${server.port - 1}`],
    'foreign-name': [`rebound.example:${server.port}`],
    ipv6: [`[::1]:${server.port}`],
    twice: [right, 'rebound.example'],
  }
  return by[kind ?? ''] ?? []
}

function originsOf(kind: string | undefined): string[] {
  const by: Record<string, string[]> = {
    right: [server.origin],
    foreign: ['http://attacker.example'],
    null: ['null'],
    'other-port': [`http://127.0.0.1:${server.port - 1}`],
    localhost: [`http://localhost:${server.port}`],
    https: [`https://127.0.0.1:${server.port}`],
    twice: [server.origin, 'http://attacker.example'],
  }
  return by[kind ?? ''] ?? []
}

const typesOf: Record<string, string> = {
  json: 'application/json',
  text: 'text/plain',
  form: 'application/x-www-form-urlencoded',
}

type Sent = { target: string; method: string; headers: string[]; body: string }

function commonHeaders({ host, origin, site }: Ask): string[] {
  const headers = hostsOf(host).flatMap((value) => ['Host', value])
  headers.push(...originsOf(origin).flatMap((value) => ['Origin', value]))
  if (site !== 'absent') headers.push('Sec-Fetch-Site', site ?? '', 'Sec-Fetch-Mode', 'cors')
  return headers
}

/** Sends it and tells the status; 101 for an opened socket. */
async function send({
  target,
  method,
  headers,
  body,
}: Sent): Promise<{ status: number; text: string; reply: IncomingMessage }> {
  const length = method === 'GET' || method === 'HEAD' ? [] : ['Content-Length', String(body.length)]
  const sent = request({
    host: '127.0.0.1',
    port: server.port,
    path: target,
    method,
    agent,
    headers: [...headers, ...length],
  })
  sent.end(length.length > 0 ? body : undefined)
  const [reply] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of reply) text += chunk
  return { status: reply.statusCode ?? 0, text, reply }
}

/** A socket is asked for by hand, to be able to say anything. */
async function upgrade(ask: Ask, target = '/rpc'): Promise<number> {
  const tickets: Record<string, () => string | null> = {
    right: () => access.ticketFor(redeemed()),
    used: () => {
      const ticket = access.ticketFor(redeemed()) ?? ''
      access.takeTicket(ticket)
      return ticket
    },
    old: () => {
      const ticket = access.ticketFor(redeemed())
      elapsed += 30_000
      return ticket
    },
    wrong: () => 'x'.repeat(43),
    none: () => null,
  }
  const ticket = tickets[ask['ticket'] ?? '']?.() ?? null
  const headers = commonHeaders(ask)
  const protocols = ticket === null ? 'plumbline' : `plumbline, ticket.${ticket}`
  headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket', 'Sec-WebSocket-Version', '13')
  headers.push('Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Protocol', protocols)
  const lines = headers.flatMap((value, index) => (index % 2 === 0 ? [`${value}: ${headers[index + 1]}`] : []))
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) {
    answer += chunk
    if (answer.includes('\r\n')) break
  }
  socket.destroy()
  if (answer.startsWith('HTTP/1.1 101')) expect(answer.toLowerCase()).toContain('sec-websocket-protocol: plumbline\r\n')
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}

async function askHttp(side: 'ticket' | 'session' | 'file', ask: Ask): Promise<number> {
  const headers = commonHeaders(ask)
  const method = ask['method'] ?? ''
  if (side === 'file') return (await send({ target: '/', method, headers, body: '' })).status
  const type = typesOf[ask['type'] ?? '']
  if (type !== undefined) headers.push('Content-Type', type)
  if (side === 'ticket') {
    const token = redeemed()
    if (ask['token'] === 'right') headers.push('X-Plumbline-Token', token)
    if (ask['token'] === 'wrong') headers.push('X-Plumbline-Token', 'x'.repeat(43))
    if (ask['token'] === 'as-cookie') headers.push('Cookie', `x-plumbline-token=${token}`)
    const target = ask['token'] === 'in-address' ? `/api/ticket?x-plumbline-token=${token}` : '/api/ticket'
    return (await send({ target, method, headers, body: '{}' })).status
  }
  const code = access.newCode()
  if (ask['code'] === 'used') access.redeem(code)
  if (ask['code'] === 'old') elapsed += 60_000
  const body = JSON.stringify({ code: ask['code'] === 'wrong' ? 'x'.repeat(43) : code })
  return (await send({ target: '/api/session', method, headers, body })).status
}

type Finding = { side: string; ask: Ask; status: number }

/** Every request whose answer is not what its class deserves; empty for a host that is safe and works. */
async function findings(): Promise<{ asked: number; wrong: Finding[] }> {
  const wrong: Finding[] = []
  let asked = 0
  for (const side of ['ticket', 'session', 'file', 'socket'] as const) {
    for (const ask of combinations(sides[side])) {
      asked++
      const status = side === 'socket' ? await upgrade(ask) : await askHttp(side, ask)
      const passed = status === (side === 'socket' ? 101 : 200)
      if (passed !== sides[side].legitimate(ask)) wrong.push({ side, ask, status })
    }
  }
  return { asked, wrong }
}

afterEach(() => server.close())

describe('a host as it is', () => {
  beforeEach(() => start())

  it('admits exactly the legitimate class of a matrix of requests and sockets', async () => {
    const { asked, wrong } = await findings()
    expect(asked).toBeGreaterThan(900)
    expect(wrong).toEqual([])
  })

  it('answers no address but its own, whatever the request line claims', async () => {
    const headers = ['Host', `127.0.0.1:${server.port}`]
    for (const target of [
      'http://attacker.example/',
      '//attacker.example/',
      '/../package.json',
      '/%2e%2e/x',
      '/rpc',
      '/api',
    ]) {
      expect([target, (await send({ target, method: 'GET', headers, body: '' })).status]).toEqual([target, 404])
    }
    expect(await upgrade({ host: 'right', origin: 'right', site: 'absent', ticket: 'right' }, '/rpc/')).toBe(404)
    expect(opened).toBe(0)
  })

  it('cannot be reached over IPv6 nor over an address of the network', async () => {
    const socket = connect(server.port, '::1')
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(['ECONNREFUSED', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']).toContain(error.code)
  })

  it('voids a code after ten wrong ones, and goes on', async () => {
    const ask = (code: string) =>
      send({
        target: '/api/session',
        method: 'POST',
        headers: ['Host', `127.0.0.1:${server.port}`, 'Origin', server.origin, 'Content-Type', 'application/json'],
        body: JSON.stringify({ code }),
      })
    const code = access.newCode()
    for (let count = 0; count < 10; count++) expect((await ask('y'.repeat(43))).status).toBe(401)
    expect((await ask(code)).status).toBe(401)
    const { status, text } = await ask(access.newCode())
    expect(status).toBe(200)
    // 256 bits.
    expect(Buffer.from(JSON.parse(text).token, 'base64url')).toHaveLength(32)
  })

  it('refuses a large body', async () => {
    const headers = ['Host', `127.0.0.1:${server.port}`, 'Origin', server.origin, 'Content-Type', 'application/json']
    const { status } = await send({ target: '/api/session', method: 'POST', headers, body: `"${'x'.repeat(5000)}"` })
    expect(status).toBe(413)
  })

  it('sends its policy with every answer, a fresh nonce with each page, and never a CORS header', async () => {
    const headers = ['Host', `127.0.0.1:${server.port}`]
    const first = await send({ target: '/', method: 'GET', headers, body: '' })
    const second = await send({ target: '/', method: 'GET', headers, body: '' })
    const nonceOf = (text: string) => /content="([^"]+)"/.exec(text)?.[1] ?? ''
    expect(nonceOf(first.text)).not.toBe(nonceOf(second.text))
    expect(first.reply.headers['content-security-policy']).toContain(`'nonce-${nonceOf(first.text)}'`)
    expect(first.reply.headers['content-security-policy']).not.toContain('unsafe')
    const refused = await send({ target: '/api/ticket', method: 'POST', headers, body: '{}' })
    for (const { reply } of [first, refused]) {
      expect(reply.headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
  })

  it('logs refusals without tokens, codes, tickets or addresses', async () => {
    const token = redeemed()
    const headers = ['Host', `rebound.example:${server.port}`, 'X-Plumbline-Token', token]
    await send({ target: `/api/ticket?token=${token}`, method: 'POST', headers, body: '{}' })
    await setImmediate()
    expect(logged).toEqual(['{"event":"request-refused","kind":"api","check":"host"}'])
  })

  it('says in one sentence that a port is taken', async () => {
    const again = startPageServer({ port: server.port, files: new Map(), access, onSocket: () => {}, logger: silent })
    await expect(again).rejects.toMatchObject({ code: 'in-use', tell: expect.stringContaining(String(server.port)) })
  })
})

const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

it.each([...guardChecks, 'token', 'ticket'] as const)(
  'the matrix notices a host without its %s check',
  async (check) => {
    await start([check])
    expect((await findings()).wrong).not.toEqual([])
  },
)
