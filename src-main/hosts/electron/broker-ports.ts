import { pageOrigin } from '#contract/bridge'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'

/** A frame that asks for a port, as far as it is looked at. */
export type AskingFrame<Port> = {
  origin: string
  parent: unknown
  detached: boolean
  postMessage(channel: string, message: null, transfer: Port[]): void
}

/** More than a page that is reloaded by hand ever asks for. */
const mostAsks = 30
const withinMs = 10_000

type BrokerInput<Port> = {
  channel(): { port1: Port; port2: Port }
  /** Hands one end to the core; false where there is no core. `again`: the page asks by itself, because its port broke. */
  toCore(port: Port, again: boolean): boolean
  /** Called where there is no core, so that the page can be told. */
  noCore(): void
  portChannel: string
  clock: Clock
  logger: Logger
}

/**
 * Returns what answers a page's wish for a port (R16): a fresh pair, one end for the core and one for the page. Only the
 * top frame of our own page gets one; `frame` must be read while the message is handled, later it may be another one.
 */
export function makePortBroker<Port extends { close(): void }>(input: BrokerInput<Port>) {
  const { channel, toCore, noCore, portChannel, clock, logger } = input
  let asks: number[] = []
  return (frame: AskingFrame<Port> | null, again: boolean): void => {
    const refused = refuseFrame(frame)
    if (refused !== null || frame === null) return logger.warn('port-refused', { why: refused })
    const now = clock.monotonicMs()
    asks = [...asks.filter((at) => now - at < withinMs), now]
    if (asks.length > mostAsks) return logger.warn('port-refused', { why: 'too-many' })
    const { port1, port2 } = channel()
    if (toCore(port1, again)) return frame.postMessage(portChannel, null, [port2])
    port1.close()
    port2.close()
    noCore()
  }
}

/** Why a frame gets no port, as a code; null for the top frame of our own page. */
export function refuseFrame(frame: Pick<AskingFrame<unknown>, 'origin' | 'parent' | 'detached'> | null): string | null {
  if (frame === null) return 'no-frame'
  if (frame.detached) return 'detached'
  if (frame.parent !== null) return 'not-top'
  return frame.origin === pageOrigin ? null : 'origin'
}
