import type { CoreNews } from '#contract/bridge'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ToCore } from './host-contract.ts'

/** A utility process as far as it is used here. */
export type CoreChild<Port> = {
  postMessage(message: ToCore, transfer?: Port[]): void
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

type CoreProcessInput<Port> = {
  fork(): CoreChild<Port>
  /** Called for each new core before anything else is sent to it. */
  started(child: CoreChild<Port>): void
  /** Called once for each core that ended, before anything else is done about it. */
  ended(): void
  clock: Clock
  logger: Logger
}

/** Starts that are allowed within `withinMs`; after them a person has to ask. */
const starts = 4
const withinMs = 5 * 60_000
const closeWithinMs = 5000

/** The core in its own process: started again a bounded number of times, and stopped in order. */
export type CoreProcess<Port> = {
  /** Hands a port to the core. Starts it where it was stopped: whoever connects asks for it. */
  connect(port: Port): void
  /** What became of it, for as long as it is not running. */
  news(): CoreNews | null
  onNews(listener: (news: CoreNews | null) => void): void
  /** Ends it in order; after five seconds without waiting. */
  close(): Promise<void>
}

/** What an exit code tells a person; Electron gives no more for a utility process. */
const whyOf = (code: number): string =>
  code === 0
    ? 'The part of Plumbline that reads and compares ended by itself.'
    : `The part of Plumbline that reads and compares ended unexpectedly (exit code ${code}).`

export function startCoreProcess<Port>({
  fork,
  started,
  ended,
  clock,
  logger,
}: CoreProcessInput<Port>): CoreProcess<Port> {
  const listeners = new Set<(news: CoreNews | null) => void>()
  let child: CoreChild<Port> | null = null
  let startedAt: number[] = []
  let told: CoreNews | null = null
  let closing: { done(): void } | null = null

  const tell = (news: CoreNews | null): void => {
    told = news
    for (const listener of listeners) listener(news)
  }

  function start(): void {
    const now = clock.monotonicMs()
    startedAt = [...startedAt.filter((at) => now - at < withinMs), now]
    const fresh = fork()
    child = fresh
    fresh.on('exit', (code) => {
      if (child !== fresh) return
      child = null
      ended()
      if (closing) return closing.done()
      logger.error('core-ended', { code })
      const why = whyOf(code)
      if (startedAt.filter((at) => clock.monotonicMs() - at < withinMs).length >= starts) {
        return tell({
          state: 'stopped',
          why: `${why} It was started ${starts} times within five minutes and ended each time.`,
        })
      }
      tell({ state: 'gone', why: `${why} It is being started again.` })
      start()
    })
    started(fresh)
    if (told !== null) tell(null)
  }

  start()
  return {
    connect(port) {
      if (closing) return
      if (!child) {
        // A person asked after it was stopped: the count begins anew.
        startedAt = []
        start()
      }
      child?.postMessage({ kind: 'page' }, [port])
    },
    news: () => told,
    onNews: (listener) => void listeners.add(listener),
    async close() {
      const running = child
      if (!running) return
      const { promise, resolve } = Promise.withResolvers<void>()
      closing = { done: resolve }
      const late = new AbortController()
      void clock.sleep(closeWithinMs, late.signal).then(
        () => {
          logger.warn('core-killed')
          running.kill()
          resolve()
        },
        () => {},
      )
      running.postMessage({ kind: 'close' })
      await promise
      late.abort()
    },
  }
}
