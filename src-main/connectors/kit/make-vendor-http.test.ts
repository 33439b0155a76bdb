import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Server } from 'node:net'
import { inspect } from 'node:util'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { AppError, type ErrorCode } from '#contract/errors'
import { Instant } from '#contract/time'
import { makeVendorHttp, type VendorHttpOptions } from './make-vendor-http.ts'
import { skippingClock } from './skipping-clock.ts'
import { testCertificate } from './test-certificate.suite.ts'

const canary = 'canary-secret-2b8e'

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function client(base: URL, more: Partial<VendorHttpOptions> = {}) {
  return makeVendorHttp({
    urls: [base],
    localTestServer: true,
    headers: { 'x-api-key': canary },
    clock: skippingClock(),
    random: () => 0.5,
    signal: new AbortController().signal,
    attempts: 1,
    ...more,
  })
}

/** Serves the listener and returns its address and a client that tries once. */
async function serve(listener: RequestListener, more: Partial<VendorHttpOptions> = {}) {
  const base = new URL(`http://127.0.0.1:${await listen(createServer(listener))}/shifts?token=${canary}`)
  return { base, http: client(base, more) }
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${inspect(error)}`)
  expect(error.tell + error.message + inspect(error, { depth: 10 })).not.toContain(canary)
  expect(error.tell.length).toBeGreaterThan(40)
  return error
}

const jsonAnswer =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body)
  }

describe('an answer whose text the caller may know', () => {
  const nothing = { answer: () => false, list: 'data', element: () => null }

  it('comes with the digest of its text, and without a body where it is known', async () => {
    let body = '{"data":[1]}'
    const { base, http } = await serve((_, response) => response.end(body))
    const met = new Set<string>()
    const ask = async () => {
      const { body: data, digest = '' } = await http.getJson(base, {
        known: { ...nothing, answer: (one) => met.has(one) },
      })
      const isNew = !met.has(digest)
      met.add(digest)
      return { data, isNew }
    }
    expect(await ask()).toEqual({ data: { data: [1] }, isNew: true })
    expect(await ask()).toEqual({ data: null, isNew: false })
    body = '{"data":[2]}'
    expect(await ask()).toEqual({ data: { data: [2] }, isNew: true })
  })

  it('is never looked for among refusals, nor where nobody asked', async () => {
    const { base, http } = await serve(jsonAnswer('{"errors":[]}', 404))
    const refused = await http.getJson(base, { accept: [404], known: { ...nothing, answer: () => true } })
    expect([refused.body, refused.digest]).toEqual([{ errors: [] }, undefined])
    expect(await http.getJson(base, { accept: [404] })).not.toHaveProperty('digest')
  })
})

describe('the vendor HTTP client', () => {
  it('sends its fixed headers and the connection’s own, and gives status, headers and parsed body', async () => {
    const seen: unknown[] = []
    const { base, http } = await serve((request, response) => {
      const { accept, 'user-agent': agent, 'x-api-key': key } = request.headers
      seen.push({ method: request.method, accept, agent, key })
      response.setHeader('set-cookie', 'session=1')
      response.end('{"data":[]}')
    })
    const reply = await http.getJson(base)
    await http.getJson(base, { withoutCredentials: true })
    expect(reply).toMatchObject({ status: 200, body: { data: [] } })
    expect(reply.headers['set-cookie']).toBeUndefined()
    const agent = expect.stringMatching(/^Plumbline\//)
    expect(seen).toEqual([
      { method: 'GET', accept: 'application/json', agent, key: canary },
      { method: 'GET', accept: 'application/json', agent, key: undefined },
    ])
  })

  const statuses: [number, ErrorCode, string][] = [
    [301, 'vendor-redirected', 'settings'],
    [302, 'vendor-redirected', 'settings'],
    [307, 'vendor-redirected', 'settings'],
    [400, 'vendor-refused', 'vendor'],
    [401, 'vendor-refused-login', 'settings'],
    [403, 'vendor-forbidden', 'settings'],
    [404, 'vendor-not-found', 'settings'],
    [409, 'vendor-refused', 'vendor'],
    [422, 'vendor-refused', 'vendor'],
    [429, 'vendor-rate-limited', 'vendor'],
    [500, 'vendor-failed', 'vendor'],
    [503, 'vendor-failed', 'vendor'],
  ]
  it.each(statuses)('ends status %i as %s, names the host and blames %s', async (status, code, blame) => {
    const { base, http } = await serve(jsonAnswer(`{"secret":"${canary}"}`, status, { location: '/elsewhere' }))
    const error = await failureOf(http.getJson(base))
    expect({ code: error.code, blame: error.blame }).toEqual({ code, blame })
    expect(error.tell).toContain(base.host)
  })

  it.each([
    [429, 4],
    [500, 4],
    [400, 1],
    [401, 1],
    [403, 1],
    [404, 1],
    [409, 1],
    [422, 1],
    [302, 1],
  ])('tries status %i %i times in all', async (status, tries) => {
    let count = 0
    const { base, http } = await serve(
      (request, response) => {
        count += 1
        jsonAnswer('{}', status)(request, response)
      },
      { attempts: 4 },
    )
    await failureOf(http.getJson(base))
    expect(count).toBe(tries)
  })

  it('does not follow a redirect', async () => {
    const paths: (string | undefined)[] = []
    const { base, http } = await serve((request, response) => {
      paths.push(request.url?.split('?')[0])
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await failureOf(http.getJson(base))
    expect(paths).toEqual(['/shifts'])
  })

  it('gives an accepted 404 as an answer, with or without a body, but not a web page in its place', async () => {
    const bodies = ['{"errors":[]}', '', 'nothing here', '<html>Not Found</html>']
    const { base, http } = await serve((request, response) => jsonAnswer(bodies.shift() ?? '', 404)(request, response))
    const ask = () => http.getJson(base, { accept: [404] })
    expect((await ask()).body).toEqual({ errors: [] })
    expect((await ask()).body).toBeNull()
    expect((await ask()).body).toBeNull()
    expect((await failureOf(ask())).code).toBe('vendor-not-json')
  })

  it.each([
    ['a sign-in page', '<!doctype html><form>Sign in</form>', 'vendor-not-json', /web or sign-in page/],
    ['plain text', 'hello', 'vendor-not-json', /web or sign-in page/],
    ['nothing', '', 'vendor-not-json', /empty answer/],
    ['JSON that breaks off', '{"data":[{"id":"1', 'vendor-cut-off', /cut off/],
    ['JSON that is wrong', '{"data":[1,,2]}', 'vendor-not-json', /not data/],
    ['nesting of 65', `${'['.repeat(65)}${']'.repeat(65)}`, 'vendor-too-deep', /nested/],
  ])('does not use %s', async (_, body, code, words) => {
    const { base, http } = await serve(jsonAnswer(body))
    const error = await failureOf(http.getJson(base))
    expect(error.code).toBe(code)
    expect(error.tell).toMatch(words)
  })

  it('reads nesting of 64, and bytes that are not UTF-8 are refused', async () => {
    const bodies = [Buffer.from(`${'['.repeat(64)}${']'.repeat(64)}`), Buffer.from([0x22, 0xff, 0xfe, 0x22])]
    const { base, http } = await serve((request, response) => jsonAnswer(bodies.shift() ?? '')(request, response))
    expect((await http.getJson(base)).status).toBe(200)
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-unexpected')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads a body packed with %s', async (encoding, pack) => {
    const { base, http } = await serve(
      jsonAnswer(pack(Buffer.from('{"data":[1]}')), 200, { 'content-encoding': encoding }),
    )
    expect((await http.getJson(base)).body).toEqual({ data: [1] })
  })

  it('gives up a compression bomb and an oversized body at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024, ' '))
    expect(bomb.length).toBeLessThan(100_000)
    const packed = await serve(jsonAnswer(bomb, 200, { 'content-encoding': 'gzip' }))
    expect((await failureOf(packed.http.getJson(packed.base))).code).toBe('vendor-too-large')
    const plain = await serve(jsonAnswer(`"${'x'.repeat(5_000)}"`), { limits: { bodyBytes: 4_000 } })
    expect((await failureOf(plain.http.getJson(plain.base))).code).toBe('vendor-too-large')
  })

  it('gives up a body that never ends at the cap', async () => {
    const { base, http } = await serve(
      (_, response) => {
        const more = (): void => {
          while (response.write('[1,1,1,1,1,1,1,1,')) if (response.destroyed) return
          response.once('drain', more)
        }
        more()
      },
      { limits: { bodyBytes: 500_000 } },
    )
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-too-large')
  })

  it.each([
    ['packing that is broken', 'gzip', Buffer.from('not gzip at all'), 'vendor-unexpected'],
    ['packing that breaks off', 'gzip', gzipSync(Buffer.from('{"data":[1,2,3]}')).subarray(0, 20), 'vendor-cut-off'],
    ['packing nobody asked for', 'zork', Buffer.from('{}'), 'vendor-unexpected'],
  ])('does not use %s', async (_, encoding, body, code) => {
    const { base, http } = await serve(jsonAnswer(body, 200, { 'content-encoding': encoding }))
    expect((await failureOf(http.getJson(base))).code).toBe(code)
  })

  it.each([
    ['before the headers', ''],
    ['within a body of known length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":'],
    ['within a chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"data":['],
  ])('tells a connection that is cut %s', async (_, sent) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.write(sent, () => socket.destroy()))
    })
    const base = new URL(`http://127.0.0.1:${await listen(server)}/`)
    expect((await failureOf(client(base).getJson(base))).code).toBe('vendor-cut-off')
  })

  it.each([
    ['headers', { headersMs: 60 }, ''],
    ['a body that stalls', { idleMs: 60 }, 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":'],
    ['the whole answer', { totalMs: 80 }, 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":'],
  ])('does not wait for ever for %s', async (_, limits, sent) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.write(sent))
      onTestFinished(() => void socket.destroy())
    })
    const base = new URL(`http://127.0.0.1:${await listen(server)}/`)
    expect((await failureOf(client(base, { limits }).getJson(base))).code).toBe('vendor-timeout')
  })

  it('ends a slow drip at the total time, though it never stalls', async () => {
    const { base, http } = await serve(
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 10)
        response.on('close', () => clearInterval(drip))
      },
      { limits: { idleMs: 5_000, totalMs: 120 } },
    )
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-timeout')
  })

  it('tells a refused connection and an unknown name', async () => {
    const server = createRawServer()
    const port = await listen(server)
    await new Promise((done) => server.close(done))
    const refused = new URL(`http://127.0.0.1:${port}/`)
    expect((await failureOf(client(refused).getJson(refused))).code).toBe('vendor-unreachable')
    const unknown = new URL('https://no-such-host.invalid/')
    const resolve = ((_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))) as unknown as VendorHttpOptions['resolve'] & {}
    expect((await failureOf(client(unknown, { resolve }).getJson(unknown))).code).toBe('vendor-unreachable')
  })

  it('refuses a certificate it cannot trust, also where Node is told not to check', async () => {
    let asked = 0
    const server = createTlsServer(testCertificate, (_, response) => {
      asked += 1
      response.end('{}')
    })
    const base = new URL(`https://127.0.0.1:${await listen(server)}/`)
    const http = client(base)
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-tls')
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-tls')
    expect(() => client(base)).toThrow(expect.objectContaining({ code: 'vendor-tls', blame: 'settings' }))
    expect(asked).toBe(0)
  })

  afterEach(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })

  it('goes to the configured addresses only', async () => {
    let asked = 0
    const { base, http } = await serve((_, response) => {
      asked += 1
      response.end('{}')
    })
    const others = [
      'http://127.0.0.1:1/',
      'https://example.org/',
      `https://127.0.0.1:${base.port}/`,
      `http://localhost:${base.port}/`,
    ]
    for (const other of [...others, `http://me:you@127.0.0.1:${base.port}/`]) {
      expect((await failureOf(http.getJson(new URL(other)))).code).toBe('host-not-allowed')
    }
    expect(asked).toBe(0)
  })

  it.each([
    ['http://127.0.0.1:8080/', []],
    ['https://127.0.0.1/', []],
    ['https://[::1]/', []],
    ['https://10.1.2.3/', []],
    ['https://[::ffff:192.168.0.1]/', []],
    ['http://vendor.example/', ['93.184.215.14']],
    ['https://vendor.example/', ['192.168.1.9']],
    ['https://vendor.example/', ['93.184.215.14', 'fd00::1']],
    ['https://vendor.example/', ['::ffff:127.0.0.1']],
    ['https://vendor.example/', ['169.254.169.254']],
  ])('without the local switch does not connect to %s resolving to %j', async (address, resolved) => {
    const base = new URL(address)
    const resolve = ((_: string, __: object, done: (error: null, all: object[]) => void) =>
      done(
        null,
        resolved.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 })),
      )) as unknown as VendorHttpOptions['resolve'] & {}
    const error = await failureOf(client(base, { localTestServer: false, resolve }).getJson(base))
    expect(error.code).toBe('host-not-allowed')
    expect(error.blame).toBe('settings')
  })

  it('sends one request for one call when a reused connection is reset after the request was read', async () => {
    let requests = 0
    const server = createRawServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', () => {
        requests += 1
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
        else socket.resetAndDestroy()
      })
    })
    const base = new URL(`http://127.0.0.1:${await listen(server)}/`)
    const http = client(base)
    await http.getJson(base)
    expect((await failureOf(http.getJson(base))).code).toBe('vendor-cut-off')
    expect(requests).toBe(2)
  })

  it('has at most two requests under way', async () => {
    let now = 0
    let most = 0
    // Without the limit all eight would look up the name before the first one gets its answer.
    const resolve = ((_: string, __: object, done: (error: Error) => void) => {
      now += 1
      most = Math.max(most, now)
      setImmediate(() => {
        now -= 1
        done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
      })
    }) as unknown as VendorHttpOptions['resolve'] & {}
    const base = new URL('https://vendor.example/')
    const http = client(base, { resolve })
    const ends = await Promise.all(Array.from({ length: 8 }, () => failureOf(http.getJson(base))))
    expect(ends.map((error) => error.code)).toEqual(Array(8).fill('vendor-unreachable'))
    expect(most).toBe(2)
  })

  it.each([
    ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n{}`],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('tells %s apart from a cut connection', async (_, sent) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(sent))
    })
    const base = new URL(`http://127.0.0.1:${await listen(server)}/`)
    expect((await failureOf(client(base).getJson(base))).code).toBe('vendor-unexpected')
  })

  it('shows the time where the vendor asks for more than 15 minutes, and does not try again', async () => {
    let count = 0
    const clock = skippingClock(Instant.parse('2026-11-21T10:00:00.000Z'))
    const { base, http } = await serve(
      (request, response) => {
        count += 1
        jsonAnswer('{}', 429, { 'retry-after': '3600' })(request, response)
      },
      { attempts: 4, clock },
    )
    expect((await failureOf(http.getJson(base))).tell).toContain('2026-11-21 11:00 UTC')
    expect(count).toBe(1)
  })

  it.each([
    ['plainly', '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}},"b":"é"}}'],
    ['with escapes', '{"\\u005f_proto__":{"polluted":1},"a":{"\\u0063onstructor":{"polluted":1},"b":"\\u00e9"}}'],
  ])('leaves out keys that could reach a prototype, written %s', async (_, body) => {
    const { base, http } = await serve(jsonAnswer(body))
    const { body: read } = await http.getJson(base)
    expect(JSON.stringify(read)).toBe('{"a":{"b":"é"}}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
