import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { ORPCError } from '@orpc/client'
import type { AskOfPage, TellOfPage } from './page.ts'

// The page's own link in a thread of its own, as a renderer is a process of its own: with a window, and ports that are
// silent until they are started, as a browser's are. When the page goes, its ports go with it.
if (!parentPort) throw new Error('stand-in: a page runs in a thread')
const parent = parentPort
const { url } = workerData as { url: string }
const { protocol, host, hash, href } = new URL(url)

/** A port as a browser has it; Node's own starts by itself once it is listened to. */
class PagePort extends EventTarget {
  readonly #port: MessagePort
  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('close', () => this.dispatchEvent(new Event('close')))
  }
  start(): void {
    this.#port.on('message', (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data })))
  }
  postMessage = (data: unknown): void => this.#port.postMessage(data)
  close = (): void => this.#port.close()
}

type Told = { source: unknown; origin: string; data: unknown; ports: PagePort[] }
const listeners = new Set<(event: Told) => void>()
const location = { protocol, origin: `${protocol}//${host}`, hash, href }
const tell = (message: TellOfPage): void => parent.postMessage(message)
const window = {
  postMessage(data: unknown, origin: string) {
    if (origin !== location.origin) throw new Error(`stand-in: a message to ${origin} from ${location.origin}`)
    tell({ kind: 'window', data })
  },
}
Object.assign(globalThis, {
  ...{ window, location },
  addEventListener: (_type: 'message', listener: (event: Told) => void) => void listeners.add(listener),
})

// Only now: the link looks at the window it was loaded into.
const { connect } = await import('../../src-renderer/link/connect.ts')
const { hostState, hostWhy, onHostState } = await import('../../src-renderer/link/host-state.ts')
const client = connect()
onHostState(() => tell({ kind: 'state', state: hostState(), why: hostWhy() }))

type Procedure = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>
const running = new Map<number, AbortController>()

async function call(id: number, path: readonly string[], input: unknown): Promise<void> {
  const { signal } = running.set(id, new AbortController()).get(id) ?? new AbortController()
  try {
    const procedure = path.reduce((found: unknown, step) => (found as Record<string, unknown>)[step], client)
    const output = await (procedure as Procedure)(input, { signal })
    if (typeof output !== 'object' || output === null || !(Symbol.asyncIterator in output))
      return tell({ kind: 'answer', id, value: output })
    tell({ kind: 'stream', id })
    for await (const value of output as AsyncIterable<unknown>) tell({ kind: 'event', id, value })
    tell({ kind: 'end', id })
  } catch (thrown) {
    const data: unknown = thrown instanceof ORPCError ? thrown.data : null
    tell({ kind: 'failure', id, message: thrown instanceof Error ? thrown.message : String(thrown), data })
  } finally {
    running.delete(id)
  }
}

parent.on('message', (asked: AskOfPage) => {
  if (asked.kind === 'call') return void call(asked.id, asked.path, asked.input)
  if (asked.kind === 'leave') return running.get(asked.id)?.abort()
  const event = {
    source: window,
    origin: location.origin,
    data: asked.data,
    ports: asked.ports.map((port) => new PagePort(port)),
  }
  for (const listener of listeners) listener(event)
})
