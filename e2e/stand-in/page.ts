import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createContext, Script } from 'node:vm'
import { type MessagePort, Worker } from 'node:worker_threads'
import { type ClientContext, type ClientLink, createORPCClient, ORPCError } from '@orpc/client'
import type { CoreClient } from '#contract/procedures'
import { type StandInPort, unwrapPort } from './ports.ts'
import { refuse, wholePath } from './state.ts'
import { copied, strict } from './strict.ts'

/** What a page's thread is asked, and what it tells. */
export type AskOfPage =
  | { kind: 'call'; id: number; path: readonly string[]; input: unknown }
  | { kind: 'leave'; id: number }
  | { kind: 'window'; data: unknown; ports: MessagePort[] }
export type TellOfPage =
  | { kind: 'window'; data: unknown }
  | { kind: 'state'; state: string; why: string }
  | { kind: 'answer' | 'event'; id: number; value: unknown }
  | { kind: 'stream' | 'end'; id: number }
  | { kind: 'failure'; id: number; message: string; data: unknown }

type Answer = (request: { url: string; method: string }) => Response | Promise<Response>

type LoadInput = {
  url: string
  preload: string
  answer: Answer
  /** A message of the page's preload to the main process, with the frame it came from. */
  send(channel: string, frame: unknown, ...args: unknown[]): void
}

/** A page that was loaded: its files were served, its preload runs, its link is connected. */
export type LoadedPage = {
  /** The page's own link to the core. */
  client: CoreClient
  /** What the page was told of its host, the newest last. */
  heard: { state: string; why: string }[]
  html: string
  /** The policy of the page's answer. */
  policy: string
  /** What the preload put on the page's window. */
  exposed: string[]
  receive(channel: string, ports: MessagePort[], ...args: unknown[]): void
  /** Posts a message to the page's own window, as any script of the page could. */
  post(data: unknown, source?: 'own' | 'foreign'): void
  unload(): void
}

/** The modules that a sandboxed preload may require. */
const allowed = ['events', 'timers', 'url']

/** The page's files as they are served: the page itself, its policy with the nonce it carries, and all it loads. */
async function readPage(address: URL, answer: Answer): Promise<{ html: string; policy: string }> {
  const read = async (url: string): Promise<Response> => {
    const response = await answer({ url, method: 'GET' })
    return response.status === 200 ? response : refuse(`${url} answers ${response.status}`)
  }
  const page = await read(address.href)
  const policy = page.headers.get('content-security-policy') ?? ''
  if (!policy.includes("default-src 'none'")) refuse('the page has no content security policy')
  const html = await page.text()
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(html)?.[1]
  if (!nonce || !policy.includes(`'nonce-${nonce}'`)) refuse("the page's nonce is not that of its policy")
  const files = [...html.matchAll(/(?:src|href)="(\.?\/?[^"#:]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  if (files.length === 0) refuse('the page loads nothing')
  for (const file of files) await read(new URL(file, address).href)
  return { html, policy }
}

export async function loadPage({ url, preload, answer, send }: LoadInput): Promise<LoadedPage> {
  const address = new URL(url)
  const origin = `${address.protocol}//${address.host}`
  address.hash = ''
  const page = await readPage(address, answer)

  const thread = new Worker(new URL('./page-thread.ts', import.meta.url), { workerData: { url } })
  thread.on('error', (error) => refuse(`the page failed: ${error instanceof Error ? error.message : String(error)}`))
  const heard: { state: string; why: string }[] = []
  const windowListeners = new EventEmitter()
  const incoming = new EventEmitter()
  const ask = (message: AskOfPage, ports: MessagePort[] = []): void => thread.postMessage(message, ports)
  /** Everyone on the window hears it: the page itself and its preload. */
  const onWindow = (data: unknown, ports: MessagePort[], source: unknown = window): void => {
    ask({ kind: 'window', data: copied(data), ports }, ports)
    queueMicrotask(() => windowListeners.emit('message', { source, origin, data: copied(data), ports: [] }))
  }
  const window = {
    postMessage(data: unknown, to: string, ports: MessagePort[] = []) {
      if (to !== origin) refuse(`a message to ${to}, and the page is ${origin}`)
      onWindow(data, ports)
    },
  }
  const frame = {
    ...{ origin, parent: null, detached: false },
    postMessage: (channel: string, message: unknown, transfer: StandInPort[] = []) =>
      receive(channel, transfer.map(unwrapPort), copied(message)),
  }
  const receive = (channel: string, ports: MessagePort[], ...args: unknown[]): void => {
    if (incoming.listenerCount(channel) === 0) refuse(`the preload does not listen to ${channel}`)
    incoming.emit(channel, { ports }, ...args)
  }
  const ipcRenderer = strict('ipcRenderer', {
    send: (channel: string, ...args: unknown[]) => {
      const sent = args.map(copied)
      queueMicrotask(() => send(channel, frame, ...sent))
    },
    on: (channel: string, listener: (...args: unknown[]) => void) => void incoming.on(channel, listener),
  })
  const modules: Record<string, unknown> = { electron: strict('electron in a preload', { ipcRenderer }) }
  const globals = {
    window,
    location: { protocol: address.protocol, origin, href: url },
    addEventListener: (type: string, listener: (event: unknown) => void) => void windowListeners.on(type, listener),
    require(name: string): unknown {
      if (name in modules) return modules[name]
      return allowed.includes(name) ? {} : refuse(`a sandboxed preload cannot require ${name}`)
    },
    module: { exports: {} },
    exports: {},
  }
  new Script(readFileSync(wholePath('the preload', preload), 'utf8'), { filename: preload }).runInContext(
    createContext(globals),
  )

  const link = remoteLink(ask)
  let gone = false
  thread.on('message', (told: TellOfPage) => {
    if (gone) return
    if (told.kind === 'window') onWindow(told.data, [])
    else if (told.kind === 'state') heard.push(told)
    else link.hear(told)
  })
  return {
    ...page,
    ...{ client: createORPCClient<CoreClient>(link), heard, receive },
    exposed: Object.keys(window).filter((name) => name !== 'postMessage'),
    post: (data, source = 'own') => onWindow(data, [], source === 'own' ? window : {}),
    unload() {
      gone = true
      void thread.terminate()
    },
  }
}

/** A client's calls, made by the page's thread. */
function remoteLink(ask: (message: AskOfPage) => void): ClientLink<ClientContext> & { hear(told: TellOfPage): void } {
  const open = new Map<number, (told: TellOfPage) => void>()
  let newest = 0
  const failure = (told: TellOfPage & { kind: 'failure' }): Error =>
    new ORPCError('APP', { defined: true, message: told.message, data: told.data })

  async function* streamed(id: number, next: () => Promise<TellOfPage>): AsyncGenerator<unknown> {
    try {
      for (;;) {
        const told = await next()
        if (told.kind === 'failure') throw failure(told)
        if (told.kind !== 'event') return
        yield told.value
      }
    } finally {
      open.delete(id)
      ask({ kind: 'leave', id })
    }
  }

  return {
    hear: (told) => ('id' in told ? open.get(told.id)?.(told) : undefined),
    async call(path, input) {
      const id = ++newest
      const waiting: TellOfPage[] = []
      let wake: (() => void) | null = null
      open.set(id, (told) => {
        waiting.push(told)
        wake?.()
      })
      const next = async (): Promise<TellOfPage> => {
        for (;;) {
          const told = waiting.shift()
          if (told) return told
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
      ask({ kind: 'call', id, path, input })
      const first = await next()
      if (first.kind === 'stream') return streamed(id, next)
      open.delete(id)
      if (first.kind === 'failure') throw failure(first)
      return first.kind === 'answer' ? first.value : undefined
    },
  }
}
