import type { Clock } from '../platform/clock.ts'

/** Largest message taken from a page, in bytes of UTF-8. */
export const maxMessageBytes = 1024 * 1024

/** A page that goes wild is cut off; one that a person scrolls through stays far below. */
const mostMessages = 3000
const withinMs = 10_000

/** Why a message from a page is not handed on; null where it is. */
export type RefuseMessage = (data: unknown) => 'binary' | 'too-large' | 'not-ours' | 'too-many' | null

/** A guard for one connection (R16). The library prints what it cannot read to the console, values included; so it never gets to see it. */
export function guardMessages(clock: Pick<Clock, 'monotonicMs'>): RefuseMessage {
  let count = 0
  let since = clock.monotonicMs()
  return (data) => {
    const now = clock.monotonicMs()
    if (now - since >= withinMs) [count, since] = [0, now]
    count++
    if (count > mostMessages) return 'too-many'
    if (typeof data !== 'string') return 'binary'
    if (data.length > maxMessageBytes || Buffer.byteLength(data) > maxMessageBytes) return 'too-large'
    return isProtocolMessage(data) ? null : 'not-ours'
  }
}

/** The library's frame: an id, a type, and for a call its path. */
function isProtocolMessage(text: string): boolean {
  try {
    const message = JSON.parse(text) as { i?: unknown; t?: unknown; p?: { u?: unknown } } | null
    if (typeof message?.i !== 'string') return false
    const type = message.t ?? 1
    if (type === 1) return typeof message.p?.u === 'string' && message.p.u.startsWith('/')
    return type === 4 || (type === 3 && typeof message.p === 'object' && message.p !== null)
  } catch {
    return false
  }
}
