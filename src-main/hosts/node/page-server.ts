import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { AppError } from '#contract/errors'
import type { Logger } from '../../platform/logger.ts'
import { type PageFiles, withNonce } from '../../platform/page-files.ts'
import { pageHeaders } from '../../platform/page-headers.ts'
import { maxMessageBytes } from '../../transport/protocol-message.ts'
import type { Access } from './access.ts'
import { type GuardCheck, type GuardedRequest, guardRequest } from './request-guard.ts'

const maxBodyBytes = 4 * 1024
const tokenHeader = 'x-plumbline-token'
const ticketPrefix = 'ticket.'

type PageServerOptions = {
  /** 0 takes a free one. */
  port: number
  files: PageFiles
  access: Access
  onSocket: (socket: WebSocket) => void
  logger: Logger
  /** For the test that proves that the test matrix notices a missing check; nothing else may set it. */
  leaveOut?: readonly (GuardCheck | 'token' | 'ticket')[]
}

export type PageServer = { port: number; origin: string; close(): Promise<void> }

/**
 * Serves the page and its socket on 127.0.0.1 (R18): files are public, everything else needs a code, token or ticket.
 * Throws AppError `in-use` where the port is taken.
 */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const { access, logger, leaveOut = [] } = options
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'plumbline',
  })
  let port = options.port
  const guard = (request: IncomingMessage, kind: GuardedRequest['kind']) => {
    const left = leaveOut.filter((check) => check !== 'token' && check !== 'ticket')
    const refused = guardRequest(guarded(request, kind), { port, leaveOut: left })
    if (refused) logger.warn('request-refused', { kind, check: refused.check })
    return refused
  }

  server.on('request', (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const kind = path.startsWith('/api/') ? 'api' : 'file'
    const answer = (status: number, body: unknown) => sendJson(response, { port, status, body })
    const refused = guard(request, kind)
    if (refused) return answer(refused.status, { tell: refused.tell })
    if (kind === 'file')
      return sendFile(response, { port, path, files: options.files, head: request.method === 'HEAD' })
    void answerApi(request, { path, access, logger, open: leaveOut.includes('token') }).then(
      ({ status, body }) => answer(status, body),
      () => request.destroy(),
    )
  })

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    socket.on('error', () => socket.destroy())
    if (guard(request, 'socket')) return refuse('403 Forbidden')
    if (request.url !== '/rpc') return refuse('404 Not Found')
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    const ticket = protocols.find((name) => name.startsWith(ticketPrefix))?.slice(ticketPrefix.length)
    const admitted = ticket !== undefined && access.takeTicket(ticket)
    if (!leaveOut.includes('ticket') && !(admitted && protocols.includes('plumbline'))) {
      logger.warn('request-refused', { kind: 'socket', check: 'ticket' })
      return refuse('401 Unauthorized')
    }
    sockets.handleUpgrade(request, socket, head, (open) => options.onSocket(open))
  })

  server.listen(options.port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new AppError('in-use', {
      blame: 'settings',
      tell: `Port ${options.port} cannot be used on this computer; another program may have it. Leave "--port" out to get a free one.`,
      log: 'cannot listen',
      cause,
    })
  }
  port = (server.address() as AddressInfo).port
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets.clients) socket.close(1001, 'Plumbline is closing')
      server.closeIdleConnections()
      // A page that does not answer the goodbye must not hold the program up.
      const late = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      }, 1000)
      await closed
      clearTimeout(late)
    },
  }
}

/** Headers with all their values: Node keeps only the first of a repeated Host. */
function guarded(request: IncomingMessage, kind: GuardedRequest['kind']): GuardedRequest {
  const headers: Record<string, string[]> = Object.create(null)
  const { rawHeaders } = request
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    const values = headers[name] ?? []
    values.push(rawHeaders[index + 1] ?? '')
    headers[name] = values
  }
  return { kind, method: request.method ?? '', headers }
}

type ApiCall = { path: string; access: Access; logger: Logger; open: boolean }
type ApiAnswer = { status: number; body: unknown }
const unreadable: ApiAnswer = { status: 400, body: { tell: 'That request cannot be read.' } }

async function answerApi(request: IncomingMessage, { path, access, logger, open }: ApiCall): Promise<ApiAnswer> {
  const refuse = (check: string, tell: string): ApiAnswer => {
    logger.warn('request-refused', { kind: 'api', check })
    return { status: 401, body: { tell } }
  }
  const body = await readJson(request)
  if ('tooLarge' in body) return { status: 413, body: { tell: 'That request is too large.' } }
  if (path === '/api/session') {
    // A program without Origin must bring a token it already has, so codes are for pages only.
    if (request.headers.origin === undefined)
      return refuse('origin', 'Open the link that Plumbline printed in a browser.')
    const asked = z.strictObject({ code: z.string().max(200) }).safeParse(body.json)
    if (!asked.success) return unreadable
    const token = access.redeem(asked.data.code)
    if (token) return { status: 200, body: { token } }
    return refuse(
      'code',
      'This link was used already or is too old. Get a new one: press Enter where Plumbline runs, or start it again.',
    )
  }
  if (path === '/api/ticket') {
    if (!z.strictObject({}).safeParse(body.json).success) return unreadable
    const token = request.headers[tokenHeader]
    const ticket = access.ticketFor(typeof token === 'string' ? token : '')
    if (ticket || open) return { status: 200, body: { ticket } }
    return refuse('token', 'Plumbline was started anew. Open the new link that it printed.')
  }
  return { status: 404, body: { tell: 'There is nothing at this address.' } }
}

async function readJson(request: IncomingMessage): Promise<{ json: unknown } | { tooLarge: true }> {
  // Said in advance, so that the answer still arrives; an unannounced flood is cut off instead.
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return { tooLarge: true }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) return { tooLarge: true }
    chunks.push(chunk)
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return { json: undefined }
  }
}

/** Some browsers do not count the page's own socket to 'self'. */
const headersFor = (port: number, nonce: string | null): Record<string, string> =>
  pageHeaders({ connect: `'self' ws://127.0.0.1:${port}`, nonce })

type FileAnswer = { port: number; path: string; files: PageFiles; head: boolean }

function sendFile(response: ServerResponse, { port, path, files, head }: FileAnswer): void {
  const file = files.get(path)
  if (!file) return sendJson(response, { port, status: 404, body: { tell: 'There is nothing at this address.' } })
  const { body, nonce } = withNonce(file)
  response.writeHead(200, { ...headersFor(port, nonce), 'content-type': file.type, 'content-length': body.length })
  response.end(head ? undefined : body)
}

type JsonAnswer = { port: number; status: number; body: unknown }

function sendJson(response: ServerResponse, { port, status, body }: JsonAnswer): void {
  response.writeHead(status, {
    ...headersFor(port, null),
    'content-type': 'application/json; charset=utf-8',
  })
  response.end(JSON.stringify(body))
}
