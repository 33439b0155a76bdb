import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { RPCHandler } from '@orpc/server/message-port'
import { toErrorData } from '#contract/errors'
import type { LogFields, Logger } from '../platform/logger.ts'
import { lowerThreadPriority } from '../platform/lower-thread-priority.ts'
import { withTypedFailures } from '../platform/typed-failures.ts'
import { type CacheBoot, openCacheService } from './cache-service.ts'

/** The worker thread's entry: opens the service, tells how that went, then answers one port until told to close. */
export type WorkerNote =
  | { note: 'open' }
  | { note: 'log'; level: keyof Logger; event: string; fields: LogFields }
  | { note: 'failed'; error: ReturnType<typeof toErrorData> }
  | { note: 'closed' }

const parent = parentPort
const tell = (note: WorkerNote): void => parent?.postMessage(note)

const log =
  (level: keyof Logger) =>
  (event: string, fields: LogFields = {}): void =>
    tell({ note: 'log', level, event, fields })
const logger: Logger = { info: log('info'), warn: log('warn'), error: log('error') }

function start(boot: CacheBoot): void {
  try {
    const service = openCacheService(boot, logger)
    // The core thread gets the same typed failures as a page, in mid-stream too.
    const handler = new RPCHandler(service.router, {
      clientInterceptors: [(options) => withTypedFailures(logger, options)],
    })
    const ports: MessagePort[] = []
    parent?.on('message', (message: { port?: MessagePort; close?: true }) => {
      if (message.port) {
        ports.push(message.port)
        handler.upgrade(message.port)
        message.port.start()
      }
      if (message.close) {
        void service.close().finally(() => {
          tell({ note: 'closed' })
          // An open port keeps the thread alive, and the host would wait for it in vain.
          for (const port of ports) port.close()
          parent.close()
        })
      }
    })
    tell({ note: 'open' })
  } catch (thrown) {
    tell({ note: 'failed', error: toErrorData(thrown) })
    parent?.close()
  }
}

// A page waits for the other thread's answers; nobody waits for each page of a sync.
lowerThreadPriority()
start(workerData as CacheBoot)
