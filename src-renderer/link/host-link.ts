import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client'
import type { ErrorData } from '#contract/errors'

/** Where calls of the page go: one link for the page's life, over connections that come and go. */
export type HostLink = ClientLink<ClientContext> & {
  /**
   * Takes a new connection into use. `closed` aborts when the connection is gone, whoever notices it: a port
   * may die without a word, and the library's calls on it then never settle.
   */
  attach(link: ClientLink<ClientContext>, closed: AbortSignal): void
  /** True while there is a connection. */
  readonly connected: boolean
  /** Tells every gain and loss of the connection; returns the way to stop. */
  onChange(listener: (connected: boolean) => void): () => void
}

type HostLinkOptions = {
  /** How long a call waits for a connection before it fails. */
  waitMs?: number
  /** Runs `then` after `ms` and returns the way to stop it; tests bring their own. */
  after?: (ms: number, then: () => void) => () => void
}

type Connection = { link: ClientLink<ClientContext>; closed: AbortSignal; onGone: Set<() => void> }

/**
 * Makes the page's link. Calls made without a connection wait up to `waitMs` (10 s) for one; calls and streams
 * under way when it goes reject, and so do waits that ran out: with `APP`, code `core-gone`. Nothing is sent twice.
 */
export function createHostLink({ waitMs = 10_000, after = afterTimeout }: HostLinkOptions = {}): HostLink {
  let current: Connection | null = null
  const waiting = new Set<(connection: Connection) => void>()
  const listeners = new Set<(connected: boolean) => void>()
  const tell = (connected: boolean) => {
    for (const listener of [...listeners]) listener(connected)
  }

  const lose = (connection: Connection) => {
    for (const gone of [...connection.onGone]) gone()
    connection.onGone.clear()
    if (current !== connection) return
    current = null
    tell(false)
  }

  const nextConnection = (signal: AbortSignal | undefined): Promise<Connection> => {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (current) return Promise.resolve(current)
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        stop()
        waiting.delete(found)
        signal?.removeEventListener('abort', left)
        end()
      }
      const found = (connection: Connection) => settle(() => resolve(connection))
      const left = () => settle(() => reject(signal?.reason))
      const stop = after(waitMs, () => settle(() => reject(coreGone())))
      waiting.add(found)
      signal?.addEventListener('abort', left, { once: true })
    })
  }

  return {
    attach(link, closed) {
      if (closed.aborted) return
      const previous = current
      const connection: Connection = { link, closed, onGone: new Set() }
      closed.addEventListener('abort', () => lose(connection), { once: true })
      current = connection
      if (previous) lose(previous)
      for (const found of [...waiting]) found(connection)
      tell(true)
    },
    get connected() {
      return current !== null
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async call(path, input, options) {
      let connection = await nextConnection(options.signal)
      // Another one may have taken its place before this call had its turn; nothing was sent yet.
      while (connection.closed.aborted) connection = await nextConnection(options.signal)
      const output = await untilGone(connection, () => connection.link.call(path, input, options))
      return isAsyncIterator(output) ? wrapStream(connection, output) : output
    },
  }
}

/** Settles with the work, or rejects when the connection goes first. */
function untilGone<Value>(connection: Connection, work: () => PromiseLike<Value>): Promise<Value> {
  if (connection.closed.aborted) return Promise.reject(coreGone())
  return new Promise((resolve, reject) => {
    const gone = () => reject(coreGone())
    const settle = (end: () => void) => {
      connection.onGone.delete(gone)
      end()
    }
    connection.onGone.add(gone)
    Promise.resolve(work()).then(
      (value) => settle(() => resolve(value)),
      (thrown) => {
        // Everything the core answers is an ORPCError. Another error may be the library's own word for a connection
        // that is closing, heard before we hear of it: give that news its turn, then decide.
        if (thrown instanceof ORPCError) return settle(() => reject(thrown))
        afterTimeout(0, () => settle(() => reject(connection.closed.aborted ? coreGone(thrown) : thrown)))
      },
    )
  })
}

type Stream = AsyncIterator<unknown, unknown> & AsyncIterable<unknown>

const isAsyncIterator = (value: unknown): value is Stream =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value

/** A stream that ends with its connection. Leaving it never fails: what is gone needs no goodbye. */
function wrapStream(connection: Connection, source: Stream): AsyncIterableIterator<unknown, unknown> {
  const leave = async (how: () => PromiseLike<unknown> | undefined) => {
    if (connection.closed.aborted) return
    await untilGone(connection, async () => how()).catch((thrown) => {
      if (!connection.closed.aborted) throw thrown
    })
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => untilGone(connection, () => source.next()),
    async return(value) {
      await leave(() => source.return?.())
      return { done: true, value }
    },
    async throw(thrown) {
      await leave(() => source.return?.())
      throw thrown
    },
  }
}

function coreGone(cause?: unknown): ORPCError<'APP', ErrorData> {
  const data: ErrorData = {
    code: 'core-gone',
    blame: 'bug',
    tell: 'The page lost its connection to Plumbline. What is shown may be old, and it is not known whether the last step was done. The page reconnects by itself; if it does not, start Plumbline again.',
  }
  return new ORPCError('APP', { defined: true, data, message: data.code, cause })
}

function afterTimeout(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
