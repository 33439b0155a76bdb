import { MessageChannel } from 'node:worker_threads'
import { RPCLink } from '@orpc/client/message-port'
import { servePorts } from './serve-port.ts'
import { type ServeForSuite, transportSuite } from './transport.suite.ts'

const serve: ServeForSuite = async ({ router, logger }) => {
  const accept = servePorts({ router, logger })
  const open: MessageChannel[] = []
  return {
    async connect() {
      const channel = new MessageChannel()
      open.push(channel)
      const { port1: page, port2: core } = channel
      const gone = new AbortController()
      page.on('close', () => gone.abort())
      accept(core)
      const link = new RPCLink({ port: page })
      page.start()
      return { link, closed: gone.signal, cut: () => core.close() }
    },
    async close() {
      for (const { port1, port2 } of open) {
        port1.close()
        port2.close()
      }
    },
  }
}

transportSuite('message port', serve)
