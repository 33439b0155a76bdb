import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createContext, Script } from 'node:vm'
import type { MessagePort } from 'node:worker_threads'
import { type StandInPort, unwrapPort } from './ports.ts'
import { copied, strict } from './strict.ts'

type Answer = (request: { url: string; method: string }) => Response | Promise<Response>

type LoadInput = {
  url: string
  preload: string
  answer: Answer
  /** A message of the page's preload to the main process, with the frame it came from. */
  send(channel: string, frame: unknown): void
}

type WindowMessage = { source: unknown; origin: string; data: unknown; ports: MessagePort[] }

/** A page that was loaded: its files were served, its preload runs, its window passes messages. */
export type LoadedPage = {
  /** The page's `window`, for the page's own code to run against. */
  window: PageWindow
  html: string
  /** The policy of the page's answer. */
  policy: string
  receive(channel: string, ports: MessagePort[], ...args: unknown[]): void
  goTo(url: string): void
  unload(): void
}

/** What the page's link and the preload use of a window. */
export class PageWindow {
  readonly #listeners = new EventEmitter()
  location: { protocol: string; origin: string; hash: string; href: string }
  constructor(url: string) {
    this.location = locationOf(url)
  }
  addEventListener = (type: string, listener: (event: WindowMessage) => void): void =>
    void this.#listeners.on(type, listener)
  postMessage = (message: unknown, origin: string, ports: MessagePort[] = []): void => {
    if (origin !== this.location.origin)
      throw new Error(`stand-in: a message to ${origin}, and the page is ${this.location.origin}`)
    const event = { source: this, origin, data: copied(message), ports }
    queueMicrotask(() => this.#listeners.emit('message', event))
  }
  goTo(url: string): void {
    this.location = locationOf(url)
  }
  unload(): void {
    this.#listeners.removeAllListeners()
  }
}

function locationOf(url: string) {
  const { protocol, host, hash, href } = new URL(url)
  return { protocol, origin: `${protocol}//${host}`, hash, href }
}

/** The modules that a sandboxed preload may require. */
const allowed = ['events', 'timers', 'url']

export async function loadPage({ url, preload, answer, send }: LoadInput): Promise<LoadedPage> {
  const read = async (address: string): Promise<Response> => {
    const response = await answer({ url: address, method: 'GET' })
    if (response.status !== 200) throw new Error(`stand-in: ${address} answers ${response.status}`)
    return response
  }
  const address = new URL(url)
  address.hash = ''
  const page = await read(address.href)
  const policy = page.headers.get('content-security-policy') ?? ''
  if (!policy.includes("default-src 'none'")) throw new Error('stand-in: the page has no content security policy')
  const html = await page.text()
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(html)?.[1]
  if (!nonce || !policy.includes(`'nonce-${nonce}'`))
    throw new Error("stand-in: the page's nonce is not that of its policy")
  const files = [...html.matchAll(/(?:src|href)="(\.?\/?[^"#:]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  if (files.length === 0) throw new Error('stand-in: the page loads nothing')
  for (const file of files) await read(new URL(file, address).href)

  const window = new PageWindow(url)
  const incoming = new EventEmitter()
  const frame = {
    origin: window.location.origin,
    parent: null,
    detached: false,
    postMessage: (channel: string, message: unknown, transfer: StandInPort[] = []) =>
      receive(channel, transfer.map(unwrapPort), copied(message)),
  }
  const receive = (channel: string, ports: MessagePort[], ...args: unknown[]): void => {
    if (incoming.listenerCount(channel) === 0) throw new Error(`stand-in: the preload does not listen to ${channel}`)
    incoming.emit(channel, { ports }, ...args)
  }
  const ipcRenderer = strict('ipcRenderer', {
    send: (channel: string) => queueMicrotask(() => send(channel, frame)),
    on: (channel: string, listener: (...args: unknown[]) => void) => void incoming.on(channel, listener),
  })
  const modules: Record<string, unknown> = { electron: strict('electron in a preload', { ipcRenderer }) }
  const globals = {
    window,
    get location() {
      return window.location
    },
    addEventListener: window.addEventListener,
    require(name: string): unknown {
      if (name in modules) return modules[name]
      if (allowed.includes(name)) return {}
      throw new Error(`stand-in: a sandboxed preload cannot require ${name}`)
    },
    module: { exports: {} },
    exports: {},
  }
  new Script(readFileSync(preload, 'utf8'), { filename: preload }).runInContext(createContext(globals))
  return {
    ...{ window, html, policy, receive },
    goTo: (to) => window.goTo(to),
    unload: () => window.unload(),
  }
}
