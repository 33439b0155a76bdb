import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import { systemClock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { withTypedFailures } from '../platform/typed-failures.ts'
import { guardMessages } from './protocol-message.ts'

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
    const refuse = guardMessages(systemClock)
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
          const refused = refuse(text)
          if (refused === null) return listener({ data: text })
          logger.warn('socket-message-refused', { why: refused })
          socket.close(1008, 'not a message of this program')
        })
      },
    }
    void handler.upgrade(guarded as Parameters<typeof handler.upgrade>[0], { context: {} })
  }
}
