import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { CoreClient } from '#contract/procedures'
import type { Hosted } from '../hosted.ts'

/** One thing that came out of the host, with where it came from. */
export type Heard = { from: string; bytes: Buffer }

/** A client that keeps every byte the host answered, and the three credentials that led to it. */
export type RecordedClient = {
  client: CoreClient
  /** What the host answered over HTTP but for token and ticket, which their answers are for, and every socket frame. */
  heard: Heard[]
  code: string
  token: string
  ticket: string
  close(): void
}

/** Goes the way of the page: code, token, ticket, socket. */
export async function recordedClient(host: Hosted): Promise<RecordedClient> {
  const { origin } = host
  const heard: Heard[] = []
  const code = new URL(await host.freshLink()).hash.slice('#code='.length)

  async function post(path: string, body: unknown, headers: Record<string, string>): Promise<Record<string, string>> {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify(body),
    })
    heard.push({ from: `headers of ${path}`, bytes: Buffer.from(JSON.stringify([...answer.headers])) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return JSON.parse(text) as Record<string, string>
  }

  for (const path of ['/', '/nothing-here', '/keys.json', '/../ledger.db']) {
    const answer = await fetch(`${origin}${path}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    heard.push({ from: path, bytes: Buffer.concat([Buffer.from(JSON.stringify([...answer.headers])), bytes]) })
  }
  const token = (await post('/api/session', { code }, {}))['token'] ?? ''
  const ticket = (await post('/api/ticket', {}, { 'x-plumbline-token': token }))['ticket'] ?? ''
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['plumbline', `ticket.${ticket}`])
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    heard.push({ from: 'socket', bytes: typeof data === 'string' ? Buffer.from(data) : Buffer.from(data) })
  })
  socket.addEventListener('close', ({ code: closeCode, reason }) => {
    heard.push({ from: 'socket close', bytes: Buffer.from(`${closeCode} ${reason}`) })
  })
  const client = createORPCClient<CoreClient>(new RPCLink({ websocket: socket }))
  return { client, heard, code, token, ticket, close: () => socket.close() }
}
