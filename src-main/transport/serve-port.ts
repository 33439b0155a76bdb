import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { Logger } from '../platform/logger.ts'
import { withTypedFailures } from '../platform/typed-failures.ts'

type ServeOptions = { router: AnyRouter; logger: Logger }

/** Returns the function that serves one message port. It starts the port: the library does not, on either side. */
export function servePorts({
  router,
  logger,
}: ServeOptions): (port: SupportedMessagePort & { start?(): void }) => void {
  const handler = new RPCHandler(router, {
    clientInterceptors: [(options) => withTypedFailures(logger, options)],
  })
  return (port) => {
    handler.upgrade(port, { context: {} })
    port.start?.()
  }
}
