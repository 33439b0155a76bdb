import { type MessagePort, parentPort } from 'node:worker_threads'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'

/** A worker that answers like the cache worker and dies without a word: on a call, or in the middle of a stream. */
const router = {
  active: os.handler(() => []),
  cancel: os.handler((): void => process.exit(1)),
  changes: os.handler(async function* () {
    yield { topic: 'runs' }
    await new Promise((resolve) => setImmediate(resolve))
    process.exit(1)
  }),
  follow: os.handler(async function* ({ signal }) {
    yield { told: 'first' }
    await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
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
