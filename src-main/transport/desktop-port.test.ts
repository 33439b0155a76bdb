import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import type { BridgeMessage } from '#contract/bridge'
import { StandInPort } from '../../e2e/stand-in/ports.ts'
import { playWindow } from '../../e2e/world/play-window.ts'
import { connectPort } from '../../src-renderer/link/connect-port.ts'
import { setHostState } from '../../src-renderer/link/host-state.ts'
import { servePorts } from './serve-port.ts'
import { type PageEnd, type ServeForSuite, transportSuite } from './transport.suite.ts'

// The desktop application's own way: the core has a port as Electron makes it, and the page takes its end with its own
// code from a message of its window, as the bridge posts it.

type Shape = {
  /** The port of the core. */
  corePort?: (port: NodePort) => StandInPort
  /** The port as the page gets it. */
  pagePort?: (port: NodePort) => NodePort
  /** What the main process says once the core's end is gone. */
  saysSo?: boolean
}

const desktopPorts =
  ({ corePort = (port) => new StandInPort(port), pagePort = (port) => port, saysSo = false }: Shape): ServeForSuite =>
  async ({ router, logger }) => {
    const accept = servePorts({ router, logger })
    const page = playWindow()
    const ends: StandInPort[] = []
    let attached: (end: Omit<PageEnd, 'cut'>) => void = () => {}
    let started = false
    return {
      async connect() {
        const taken = new Promise<Omit<PageEnd, 'cut'>>((resolve) => {
          attached = resolve
        })
        if (!started) connectPort((link, closed) => attached({ link, closed }))
        started = true
        const { port1, port2 } = new MessageChannel()
        const core = corePort(port1)
        ends.push(core)
        accept(core)
        page.post({ plumbline: 'port' } satisfies BridgeMessage, [pagePort(port2)])
        const cut = (): void => {
          core.close()
          if (saysSo) page.post({ plumbline: 'core', news: { state: 'gone', why: '' } } satisfies BridgeMessage)
        }
        return { ...(await taken), cut }
      },
      async close() {
        page.post({ plumbline: 'core', news: { state: 'stopped', why: '' } } satisfies BridgeMessage)
        await page.delivered()
        page.end()
        for (const port of ends) port.close()
        setHostState('connecting')
      },
    }
  }

/** A port that dies without a word, as a plain browser's does. */
function silent(port: NodePort): NodePort {
  const listen = port.addEventListener.bind(port)
  port.addEventListener = ((type: string, listener: (event: Event) => void) => {
    if (type !== 'close') listen(type as 'message', listener as () => void)
  }) as NodePort['addEventListener']
  return port
}

/** A port of the core that nothing starts. */
class NeverStarted extends StandInPort {
  override start(): void {}
}

/** A port of the core that loses what ends a call; the library's frame calls that type 4. */
class DeafToAborts extends StandInPort {
  override emit(event: string, ...values: unknown[]): boolean {
    const { data } = (values[0] ?? {}) as { data?: unknown }
    return typeof data === 'string' && data.includes('"t":4') ? false : super.emit(event, ...values)
  }
}

/** A port of the core that swaps each two answers. */
class Swapping extends StandInPort {
  #held: unknown
  override postMessage(message: unknown): void {
    if (this.#held === undefined) {
      this.#held = message
      return
    }
    super.postMessage(message)
    super.postMessage(this.#held)
    this.#held = undefined
  }
}

transportSuite('the desktop application’s port', desktopPorts({}))
transportSuite(
  'a port that dies without a word, and the main process says so',
  desktopPorts({ pagePort: silent, saysSo: true }),
)

// The sabotaged twins (R45).
transportSuite('sabotaged, a port that is not started', desktopPorts({ corePort: (port) => new NeverStarted(port) }), [
  'answers a call',
  'streams values in order and hands over the return value',
])
transportSuite('sabotaged, a port that dies without a word', desktopPorts({ pagePort: silent }), [
  'ends calls on both sides when the connection is cut, the page with core-gone',
  'fails calls on a closed connection with core-gone when the wait is over, and heals with a new one',
])
transportSuite('sabotaged, a port that loses aborts', desktopPorts({ corePort: (port) => new DeafToAborts(port) }), [
  'ends a stream on the serving side when the page aborts it',
  'ends a stream on the serving side when the page leaves the loop',
  'ends a single call on the serving side when the page aborts it',
])
transportSuite('sabotaged, a port that swaps answers', desktopPorts({ corePort: (port) => new Swapping(port) }), [
  'streams values in order and hands over the return value',
  'carries a typed failure in the middle of a stream after the values before it',
])
