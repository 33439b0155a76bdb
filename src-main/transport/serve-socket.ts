import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { Logger } from '../platform/logger.ts'
import { withTypedFailures } from '../platform/typed-failures.ts'

/** Largest message taken from a page; hosts give it to their `WebSocketServer` as `maxPayload`. */
export const maxMessageBytes = 1024 * 1024

type ServeOptions = { router: AnyRouter; logger: Logger }

/**
 * Returns the function that serves one open socket. Calls of a closed socket are aborted; anything that is
 * not a message of the protocol closes the socket (1008), since only a page of ours talks here.
 */
export function serveSockets({ router, logger }: ServeOptions): (socket: WebSocket) => void {
  const handler = new RPCHandler(router, {
    clientInterceptors: [(options) => withTypedFailures(logger, options)],
  })
  return (socket) => {
    socket.on('error', () => logger.warn('socket-failed'))
    const guarded = {
      send: (data: Parameters<WebSocket['send']>[0]) => {
        if (socket.readyState === socket.OPEN) socket.send(data)
      },
      addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
        if (type === 'close') socket.on('close', () => listener({ data: null }))
        if (type !== 'message') return
        socket.on('message', (raw, isBinary) => {
          const text = isBinary || !Buffer.isBuffer(raw) ? null : raw.toString('utf8')
          // The library prints what it cannot read to the console, values included; so it never gets to see it.
          if (text !== null && isProtocolMessage(text)) return listener({ data: text })
          logger.warn('socket-message-refused', { binary: isBinary })
          socket.close(1008, 'not a message of this program')
        })
      },
    }
    void handler.upgrade(guarded as Parameters<typeof handler.upgrade>[0], { context: {} })
  }
}

/** The library's frame: an id, a type, and for a call its path. */
function isProtocolMessage(text: string): boolean {
  try {
    const message = JSON.parse(text) as { i?: unknown; t?: unknown; p?: { u?: unknown } } | null
    if (typeof message?.i !== 'string') return false
    const type = message.t ?? 1
    if (type === 1) return typeof message.p?.u === 'string' && message.p.u.startsWith('/')
    return type === 4 || (type === 3 && typeof message.p === 'object' && message.p !== null)
  } catch {
    return false
  }
}
