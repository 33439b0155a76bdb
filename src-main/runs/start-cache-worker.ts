import { MessageChannel, Worker } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { AppError } from '#contract/errors'
import { describeBug, type Logger } from '../platform/logger.ts'
import type { CacheBoot, CacheClient } from './cache-service.ts'
import type { WorkerNote } from './cache-worker.ts'

/** A started cache service, wherever it runs. */
export type CacheHandle = {
  client: CacheClient
  /** Settles when the worker ended without being asked to. */
  gone: Promise<void>
  close(): Promise<void>
}

export type StartCache = (boot: CacheBoot, logger: Logger) => Promise<CacheHandle>

/**
 * Pages of a vendor are garbage as soon as they are stored. Left to itself V8 lets them pile up to some hundred MiB
 * before it collects; a small nursery costs no time that could be measured.
 */
const maxYoungGenerationSizeMb = 12

/** How long a closing worker may take before it is stopped. */
const closeWithinMs = 5_000

/** What a person reads when the worker ended unasked. */
export const coreGone = (): AppError =>
  new AppError('core-gone', {
    blame: 'bug',
    tell: 'The part of Plumbline that reads and compares has stopped. What was stored is safe. Start Plumbline again.',
  })

const isStream = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer && 'next' in answer

/** Starts the cache worker in its own thread from its built file. Rejects with the reason it could not open the cache. */
export function threadedCache(workerFile: URL): StartCache {
  return async (boot, logger) => {
    const worker = new Worker(workerFile, { workerData: boot, resourceLimits: { maxYoungGenerationSizeMb } })
    let alive = true
    let asked = false
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        alive = false
        resolve()
      })
    })
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('exit', () => reject(coreGone()))
      worker.on('message', (note: WorkerNote) => {
        if (note.note === 'open') resolve()
        else if (note.note === 'failed') reject(new AppError(note.error.code, note.error))
        else if (note.note === 'log') logger[note.level](note.event, note.fields)
      })
    })
    worker.on('error', (thrown) => logger.error('cache-worker-broke', describeBug(thrown)))

    const { port1, port2 } = new MessageChannel()
    // The port closes a moment before the thread's end is told; what waited for an answer is rejected in between.
    port1.once('close', () => (alive = false))
    worker.postMessage({ port: port2 }, [port2])
    const link = new RPCLink({ port: port1 })
    port1.start()
    async function answered<T>(ask: () => PromiseLike<T>): Promise<T> {
      // A call on a closed port would never settle (`stack.md` 3.3).
      if (!alive) throw coreGone()
      try {
        return await ask()
      } catch (thrown) {
        throw alive ? thrown : coreGone()
      }
    }
    async function* untilGone(stream: AsyncIterator<unknown>): AsyncGenerator<unknown, unknown, void> {
      let ended = false
      try {
        for (;;) {
          const next = await answered(() => stream.next())
          ended = next.done === true
          if (ended) return next.value
          yield next.value
        }
      } catch (thrown) {
        ended = true
        throw thrown
      } finally {
        // Left early by who follows: the worker must hear of it.
        if (!ended && alive) await stream.return?.()
      }
    }

    const client: CacheClient = createORPCClient({
      call: async (path, input, options) => {
        const answer = await answered(() => link.call(path, input, options))
        return isStream(answer) ? untilGone(answer) : answer
      },
    })
    const gone = new Promise<void>((resolve) => {
      void exited.then(() => {
        port1.close()
        if (!asked) resolve()
      })
    })
    return {
      client,
      gone,
      async close() {
        asked = true
        if (alive) worker.postMessage({ close: true })
        const timer = setTimeout(() => void worker.terminate(), closeWithinMs)
        await exited
        clearTimeout(timer)
      },
    }
  }
}
