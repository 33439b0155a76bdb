import { onMessagePortClose, onMessagePortMessage, type SupportedMessagePort } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { systemClock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { withTypedFailures } from '../platform/typed-failures.ts'
import { guardMessages } from './protocol-message.ts'

type ServeOptions = { router: AnyRouter; logger: Logger }

/** A message port of any kind: of a page, of Node, of Electron. */
export type ServedPort = SupportedMessagePort & { start?(): void; close?(): void }

/**
 * Returns the function that serves one message port. It starts the port: the library does not, on either side. Anything
 * that is not a message of the protocol closes the port, since only a page of ours talks here.
 */
export function servePorts({ router, logger }: ServeOptions): (port: ServedPort) => void {
  const handler = new RPCHandler(router, {
    clientInterceptors: [(options) => withTypedFailures(logger, options)],
  })
  return (port) => {
    const refuse = guardMessages(systemClock)
    let open = true
    const ended: (() => void)[] = []
    const end = (): void => {
      open = false
      for (const listener of ended.splice(0)) listener()
    }
    const guarded = {
      postMessage: (data: unknown) => {
        if (open) port.postMessage(data)
      },
      on: (type: string, listener: (event?: { data: unknown }) => void) => {
        if (type === 'close') ended.push(() => listener())
        if (type !== 'message') return
        onMessagePortMessage(port, (data: unknown) => {
          const refused = open ? refuse(data) : null
          if (refused === null) return open ? listener({ data }) : undefined
          logger.warn('port-message-refused', { why: refused })
          end()
          port.close?.()
        })
      },
    }
    onMessagePortClose(port, end)
    handler.upgrade(guarded, { context: {} })
    port.start?.()
  }
}
