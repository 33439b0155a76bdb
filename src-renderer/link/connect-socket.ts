import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { setHostState } from './host-state.ts'

/** Session storage ends with the tab and a reload keeps it; other ports of this computer do not see it (R18). */
const tokenKey = 'plumbline-token'

/** Where the address of a tab led before a fresh link was pasted into it; kept for that one reload. */
const placeKey = 'plumbline-place'

const codeIn = (hash: string): string | null => /^#code=([\w-]+)$/.exec(hash)?.[1] ?? null

/** What makes a connection usable: called with each new one, and with the signal of its end. */
type Attach = (link: ClientLink<ClientContext>, closed: AbortSignal) => void

/**
 * Connects the page to the Node host that served it and keeps it connected. Takes the one-time code out of the address,
 * trades it for the page's token, and for each connection a one-use ticket.
 */
export function connectSocket(attach: Attach): void {
  const code = codeIn(location.hash)
  if (code !== null) history.replaceState(null, '', `${location.pathname}${location.search}${takePlace()}`)
  // A fresh link pasted into this tab changes nothing but the fragment, so the page would not start anew by itself.
  addEventListener('hashchange', ({ oldURL }) => {
    if (codeIn(location.hash) === null) return
    sessionStorage.setItem(placeKey, new URL(oldURL).hash)
    location.reload()
  })
  void stayConnected(code, (socket, closed) => attach(new RPCLink({ websocket: socket }), closed))
}

function takePlace(): string {
  const place = sessionStorage.getItem(placeKey)
  sessionStorage.removeItem(placeKey)
  return place?.startsWith('#/') ? place : '#/'
}

async function stayConnected(
  code: string | null,
  attach: (socket: WebSocket, closed: AbortSignal) => void,
): Promise<void> {
  if (code !== null) sessionStorage.removeItem(tokenKey)
  let unused = code
  for (let failures = 0; ; failures++) {
    const ticket = await nextTicket(unused)
    if (ticket === 'no-link' || ticket === 'refused') return setHostState(ticket)
    if (ticket !== 'gone') {
      unused = null
      const socket = await openSocket(ticket)
      if (socket !== null) {
        failures = 0
        const closed = new AbortController()
        socket.addEventListener('close', () => closed.abort(), { once: true })
        attach(socket, closed.signal)
        await aborted(closed.signal)
        continue
      }
    }
    setHostState('gone')
    await wait(Math.min(5000, 300 * 2 ** Math.min(failures, 5)))
  }
}

/** A ticket for one connection, or why there is none. */
async function nextTicket(code: string | null): Promise<string | 'no-link' | 'refused' | 'gone'> {
  try {
    if (code !== null && sessionStorage.getItem(tokenKey) === null) {
      const answer = await post('/api/session', { code })
      if (!answer.ok) return 'refused'
      sessionStorage.setItem(tokenKey, await textIn(answer, 'token'))
    }
    const token = sessionStorage.getItem(tokenKey)
    if (token === null) return 'no-link'
    const answer = await post('/api/ticket', {}, { 'x-plumbline-token': token })
    if (answer.ok) return await textIn(answer, 'ticket')
    if (answer.status !== 401 && answer.status !== 403) return 'gone'
    sessionStorage.removeItem(tokenKey)
    return 'refused'
  } catch {
    return 'gone'
  }
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(10_000),
  })

async function textIn(answer: Response, key: string): Promise<string> {
  const value = ((await answer.json()) as Record<string, unknown>)[key]
  if (typeof value !== 'string') throw new TypeError(`The host's answer has no ${key}.`)
  return value
}

/** An open socket, or null where it closed before it opened. */
function openSocket(ticket: string): Promise<WebSocket | null> {
  const { promise, resolve } = Promise.withResolvers<WebSocket | null>()
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${location.host}/rpc`, ['plumbline', `ticket.${ticket}`])
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => resolve(socket), { once: true })
  socket.addEventListener('close', () => resolve(null), { once: true })
  return promise
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}

/** Waits out the back-off, or less where the person comes back to the page. */
function wait(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(done, ms)
  function done(): void {
    clearTimeout(timer)
    removeEventListener('focus', done)
    resolve()
  }
  addEventListener('focus', done)
  return promise
}
