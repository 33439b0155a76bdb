import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { refuse } from './state.ts'

/** Every port that was made, by what it wraps: only these may be transferred. */
const wrapped = new WeakMap<StandInPort, MessagePort>()

/** Electron's MessagePortMain over a port of Node: silent until it is started, and no longer usable once it was transferred. */
export class StandInPort extends EventEmitter {
  #started = false
  constructor(port: MessagePort) {
    super()
    wrapped.set(this, port)
  }

  get #port(): MessagePort {
    const port = wrapped.get(this)
    if (!port) refuse('a port that was transferred is used')
    return port
  }

  postMessage(message: unknown, transfer: StandInPort[] = []): void {
    this.#port.postMessage(message, transfer.map(unwrapPort))
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    const port = this.#port
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    port.on('close', () => this.emit('close'))
  }

  close(): void {
    this.#port.close()
  }
}

/** The port behind a stand-in, which is spent by it: what was transferred belongs to the other side. */
export function unwrapPort(port: unknown): MessagePort {
  const inner = port instanceof StandInPort ? wrapped.get(port) : undefined
  if (!inner || !(port instanceof StandInPort)) refuse('only a port of a message channel can be transferred, once')
  wrapped.delete(port)
  return inner
}

/** Electron's MessageChannelMain. */
export class StandInChannel {
  readonly port1: StandInPort
  readonly port2: StandInPort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new StandInPort(port1)
    this.port2 = new StandInPort(port2)
  }
}
