import type { CoreNews } from '#contract/bridge'
import type { Clock } from '../../platform/clock.ts'
import { describeBug, type Logger } from '../../platform/logger.ts'
import type { ToCore } from './host-contract.ts'
import { nativeFileExit } from './native-file.ts'

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
  /**
   * Hands a port to the core; false where there is none to take it. A core that stopped for good starts where a page asks
   * that was just loaded. One that asks `again`, because its port broke, does so by itself and may not know yet.
   */
  connect(port: Port, again: boolean): boolean
  /** What became of it, for as long as it is not running. */
  news(): CoreNews | null
  onNews(listener: (news: CoreNews | null) => void): void
  /** Ends it in order; after five seconds without waiting. It does not start again. */
  close(): Promise<void>
}

const core = 'The part of Plumbline that reads and compares'

/** POSIX hands out the status as `waitpid` gives it, where the exit code stands in the second byte. */
const exitCodeOf = (status: number): number =>
  status > 255 && status <= 0xff00 && status % 256 === 0 ? status / 256 : status

/** What an exit code tells a person; Electron gives no more for a utility process. */
const whyOf = (code: number): string =>
  code === 0 ? `${core} ended by itself.` : `${core} ended unexpectedly (exit code ${code}).`

const foreignDriver =
  'The database driver of Plumbline is not the file it was built with, so nothing was opened with it and nothing was changed. Install Plumbline again; your workspace stays where it is.'

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
  let closing: { whenGone: Promise<void>; gone(): void } | null = null

  const tell = (news: CoreNews | null): void => {
    told = news
    for (const listener of listeners) listener(news)
  }

  function start(): void {
    const now = clock.monotonicMs()
    startedAt = [...startedAt.filter((at) => now - at < withinMs), now]
    let fresh: CoreChild<Port>
    try {
      fresh = fork()
    } catch (thrown) {
      logger.error('core-not-forked', describeBug(thrown))
      return startAgain(`${core} could not be started.`)
    }
    child = fresh
    fresh.on('exit', (status) => {
      if (child !== fresh) return
      child = null
      ended()
      if (closing) return closing.gone()
      const code = exitCodeOf(status)
      logger.error('core-ended', { code })
      // Another start would meet the same file.
      if (code === nativeFileExit) return tell({ state: 'stopped', why: foreignDriver })
      startAgain(whyOf(code))
    })
    started(fresh)
    if (told !== null) tell(null)
  }

  function startAgain(why: string): void {
    const now = clock.monotonicMs()
    if (startedAt.filter((at) => now - at < withinMs).length >= starts) {
      return tell({
        state: 'stopped',
        why: `${why} It was started ${starts} times within five minutes and ended each time.`,
      })
    }
    tell({ state: 'gone', why: `${why} It is being started again.` })
    start()
  }

  start()
  return {
    connect(port, again) {
      if (closing) return false
      if (!child && !again) {
        // A person asked after it was stopped: the count begins anew.
        startedAt = []
        start()
      }
      child?.postMessage({ kind: 'page' }, [port])
      return child !== null
    },
    news: () => told,
    onNews: (listener) => void listeners.add(listener),
    async close() {
      if (closing) return closing.whenGone
      const { promise, resolve } = Promise.withResolvers<void>()
      closing = { whenGone: promise, gone: resolve }
      const running = child
      if (!running) return resolve()
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
