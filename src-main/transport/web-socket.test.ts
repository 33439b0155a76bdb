import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { RPCLink } from '@orpc/client/websocket'
import { expect, it } from 'vitest'
import { WebSocket as Socket, WebSocketServer } from 'ws'
import { silentLogger } from '../platform/logger.ts'
import { maxMessageBytes } from './protocol-message.ts'
import { serveSockets } from './serve-socket.ts'
import { type ServeForSuite, transportSuite } from './transport.suite.ts'

const serve: ServeForSuite = async ({ router, logger }) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: maxMessageBytes })
  const accept = serveSockets({ router, logger })
  server.on('connection', accept)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    async connect() {
      const arrived = once(server, 'connection')
      // Node's own WebSocket is the browser's: same class, same events.
      const socket = new WebSocket(`ws://127.0.0.1:${port}`)
      socket.binaryType = 'arraybuffer'
      const gone = new AbortController()
      socket.addEventListener('close', () => gone.abort())
      const [serving] = (await arrived) as [Socket]
      return { link: new RPCLink({ websocket: socket }), closed: gone.signal, cut: () => serving.terminate() }
    },
    async close() {
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

transportSuite('web socket', serve)

it.each([
  ['a text that is no JSON', 'Anna Zielinska', 1008],
  ['a frame without a call', '{"i":"1","p":{}}', 1008],
  ['binary data', Buffer.from([1, 2, 3]), 1008],
  ['a message above the limit', `"${'x'.repeat(maxMessageBytes)}"`, 1009],
])('closes a socket that sends %s', async (_, message, code) => {
  const { connectRaw, close } = await rawServer()
  const socket = await connectRaw()
  socket.send(message)
  const [closedWith] = await once(socket, 'close')
  expect(closedWith).toBe(code)
  await close()
})

async function rawServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: maxMessageBytes })
  server.on('connection', serveSockets({ router: {}, logger: silentLogger }))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    async connectRaw() {
      const socket = new Socket(`ws://127.0.0.1:${port}`)
      await once(socket, 'open')
      return socket
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
