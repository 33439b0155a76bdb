import { type MessagePort, parentPort } from 'node:worker_threads'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'

/** Ends with whoever follows, and not before. */
const untilLeft = (signal: AbortSignal | undefined): Promise<unknown> =>
  new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))

/** A worker that answers like the cache worker and dies without a word on a call, whatever else goes on. */
const router = {
  active: os.handler(() => []),
  cancel: os.handler((): void => process.exit(1)),
  changes: os.handler(async function* ({ signal }) {
    yield { topic: 'runs' }
    await untilLeft(signal)
  }),
  follow: os.handler(async function* ({ signal }) {
    yield { told: 'first' }
    await untilLeft(signal)
  }),
}

const handler = new RPCHandler(router)
parentPort?.on('message', (message: { port?: MessagePort; close?: true }) => {
  if (message.port) {
    handler.upgrade(message.port)
    message.port.start()
  }
  if (message.close) process.exit(0)
})
parentPort?.postMessage({ note: 'open' })
