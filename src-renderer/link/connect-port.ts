import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { BridgeMessage } from '#contract/bridge'
import { setHostState } from './host-state.ts'

type Attach = (link: ClientLink<ClientContext>, closed: AbortSignal) => void

/** So long a wish for a port goes unanswered before it is said again: the core may just be starting. */
const askAgainMs = 2000

const ask = (): void => window.postMessage({ plumbline: 'connect' } satisfies BridgeMessage, location.origin)

/**
 * Connects the page to the core of the desktop application and keeps it connected: asks the bridge for a port, takes the
 * one that comes, and asks again once that is gone.
 */
export function connectPort(attach: Attach): void {
  let current: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const askUntilAnswered = (): void => {
    clearTimeout(timer)
    ask()
    timer = setTimeout(askUntilAnswered, askAgainMs)
  }

  const take = (port: MessagePort): void => {
    clearTimeout(timer)
    const closed = new AbortController()
    current?.abort()
    current = closed
    // Electron and Node tell that the other end is gone; a plain browser does not, and the main process says it as well.
    port.addEventListener('close', () => closed.abort())
    closed.signal.addEventListener('abort', () => {
      port.close()
      if (current === closed) askUntilAnswered()
    })
    attach(new RPCLink({ port }), closed.signal)
    // The library listens but does not start a port.
    port.start()
  }

  addEventListener('message', ({ source, origin, data, ports }: MessageEvent<BridgeMessage | null>) => {
    if (source !== window || origin !== location.origin || data === null || typeof data !== 'object') return
    const [port] = ports
    if (data.plumbline === 'port' && port) return take(port)
    if (data.plumbline !== 'core') return
    const lost = current
    // Stopped for good: only a person asks again, by a reload.
    if (data.news.state === 'stopped') current = null
    lost?.abort()
    if (data.news.state === 'stopped') clearTimeout(timer)
    setHostState(data.news.state, data.news.why)
  })
  askUntilAnswered()
}
