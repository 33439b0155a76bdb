import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { BridgeMessage } from '#contract/bridge'
import { setHostState } from './host-state.ts'

type Attach = (link: ClientLink<ClientContext>, closed: AbortSignal) => void

/** So long a wish for a port goes unanswered before it is said again: the core may just be starting. */
const askAgainMs = 2000

/** Wishes come no faster: a core that is just ending takes a port and drops it, until the main process hears of the end. */
const askPaceMs = 50

const ask = (again: boolean): void =>
  window.postMessage({ plumbline: 'connect', again } satisfies BridgeMessage, location.origin)

/**
 * Connects the page to the core of the desktop application and keeps it connected: asks the bridge for a port, takes the
 * one that comes, and asks again once that is gone. A core that stopped for good is asked for by a new page only.
 */
export function connectPort(attach: Attach): void {
  let current: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let askedAt = Number.NEGATIVE_INFINITY
  /** The next wish is held back for a moment. */
  let pacing = false

  const askUntilAnswered = (again: boolean): void => {
    clearTimeout(timer)
    askedAt = performance.now()
    pacing = false
    ask(again)
    timer = setTimeout(() => askUntilAnswered(true), askAgainMs)
  }

  const take = (port: MessagePort): void => {
    clearTimeout(timer)
    const closed = new AbortController()
    const before = current
    current = closed
    // Electron and Node tell that the other end is gone; a plain browser does not, and the main process says it as well.
    port.addEventListener('close', () => closed.abort())
    closed.signal.addEventListener('abort', () => {
      port.close()
      if (current !== closed) return
      current = null
      const early = askedAt + askPaceMs - performance.now()
      if (early <= 0) return askUntilAnswered(true)
      pacing = true
      clearTimeout(timer)
      timer = setTimeout(() => askUntilAnswered(true), early)
    })
    attach(new RPCLink({ port }), closed.signal)
    // The library listens but does not start a port.
    port.start()
    // Two wishes may both have been answered. The earlier port ends only now, so that the page is never without one.
    before?.abort()
  }

  addEventListener('message', ({ source, origin, data, ports }: MessageEvent<BridgeMessage | null>) => {
    if (source !== window || origin !== location.origin || data === null || typeof data !== 'object') return
    const [port] = ports
    if (data.plumbline === 'port' && port) return take(port)
    if (data.plumbline !== 'core') return
    const { state, why } = data.news
    const lost = current
    if (state === 'stopped') {
      // Only a person asks again, by a reload.
      current = null
      pacing = false
      clearTimeout(timer)
    }
    lost?.abort()
    // The main process has heard of the end, so the next core takes ports already.
    if (pacing && state === 'gone') askUntilAnswered(true)
    setHostState(state, why)
  })
  askUntilAnswered(false)
}
