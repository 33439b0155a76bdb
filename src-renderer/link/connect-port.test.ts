import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient, safe } from '@orpc/client'
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BridgeMessage } from '#contract/bridge'
import { ErrorData } from '#contract/errors'
import { type PlayedWindow, playWindow } from '../../e2e/world/play-window.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { servePorts } from '../../src-main/transport/serve-port.ts'
import { connectPort } from './connect-port.ts'
import { createHostLink, type HostLink } from './host-link.ts'
import { hostState, hostWhy, setHostState } from './host-state.ts'

const contract = {
  name: oc.output(z.string()),
  hang: oc.output(z.string()),
  drip: oc.output(eventIterator(z.int())),
}

/** A core that knows its own name, hangs on request and streams one value. */
function startCore(name: string) {
  const os = implement(contract)
  const never = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('over'))))
  const router = os.router({
    name: os.name.handler(() => name),
    hang: os.hang.handler(({ signal }) => never(signal)),
    drip: os.drip.handler(async function* ({ signal }) {
      yield 1
      await never(signal)
    }),
  })
  const accept = servePorts({ router, logger: silentLogger })
  const ports: MessagePort[] = []
  return {
    /** The page's end of a port that this core serves. */
    port(): MessagePort {
      const { port1, port2 } = new MessageChannel()
      ports.push(port1)
      accept(port1)
      return port2
    },
    die: () => ports.forEach((port) => port.close()),
  }
}

const port = { plumbline: 'port' } satisfies BridgeMessage
const told = (state: 'gone' | 'stopped', why: string): BridgeMessage => ({ plumbline: 'core', news: { state, why } })
/** A port that nobody serves: its core is dying and no longer listens. */
const deadPort = (): MessagePort => new MessageChannel().port2

const codeOf = async (call: Promise<unknown>) => {
  const [error] = await safe(call)
  return ErrorData.parse((error as { data?: unknown } | null)?.data).code
}

describe('the page’s port to its core', () => {
  let page: PlayedWindow
  let host: HostLink
  let client: ContractRouterClient<typeof contract>
  const cores: ReturnType<typeof startCore>[] = []
  const newCore = (name: string) => {
    const core = startCore(name)
    cores.push(core)
    return core
  }
  /** The wishes the page has posted, as `again` or not. */
  const asks = () =>
    page.posted
      .map((one) => one as BridgeMessage | null)
      .flatMap((one) => (one?.plumbline === 'connect' ? [one.again] : []))
  /** Until the page's port has told its end, which takes a turn of the loop more than a message. */
  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) await page.delivered()
  }

  beforeEach(() => {
    page = playWindow()
    host = createHostLink({ after: () => () => {} })
    client = createORPCClient(host)
    host.onChange((connected) => {
      if (connected) setHostState('open')
      else if (hostState() === 'open') setHostState('gone')
    })
    connectPort((link, closed) => host.attach(link, closed))
  })
  afterEach(async () => {
    page.post(told('stopped', ''))
    await settled()
    page.end()
    for (const core of cores.splice(0)) core.die()
    setHostState('connecting')
  })

  it('asks once, says that it was just loaded, and takes the port that comes', async () => {
    expect(asks()).toEqual([false])
    page.post(port, [newCore('first').port()])
    expect(await client.name()).toBe('first')
    expect([hostState(), asks()]).toEqual(['open', [false]])
  })

  it('ends calls and streams as core-gone when the core dies in their middle, says why, and heals with the next port', async () => {
    const first = newCore('first')
    page.post(port, [first.port()])
    const stream = await client.drip()
    expect((await stream.next()).value).toBe(1)
    const ends = [codeOf(client.hang()), codeOf(stream.next())]
    await settled()
    first.die()
    page.post(told('gone', 'It ended unexpectedly (exit code 9).'))
    expect(await Promise.all(ends)).toEqual(['core-gone', 'core-gone'])
    await settled()
    expect([hostState(), hostWhy(), asks()]).toEqual(['gone', 'It ended unexpectedly (exit code 9).', [false, true]])
    const waiting = client.name()
    page.post(port, [newCore('second').port()])
    expect(await waiting).toBe('second')
    expect([hostState(), hostWhy()]).toEqual(['open', ''])
  })

  it('asks once where the port breaks before the news comes, and keeps the news', async () => {
    const first = newCore('first')
    page.post(port, [first.port()])
    await client.name()
    first.die()
    while (hostState() !== 'gone') await page.delivered()
    page.post(told('gone', 'It ended by itself.'))
    await settled()
    expect([hostState(), hostWhy(), asks()]).toEqual(['gone', 'It ended by itself.', [false, true]])
  })

  it('lets go of a port that went to the dying core, because the news comes after it', async () => {
    const first = newCore('first')
    page.post(port, [first.port()])
    await client.name()
    first.die()
    while (asks().length < 2) await page.delivered()
    // The main process had not heard of the end yet, when it answered.
    page.post(port, [deadPort()])
    await settled()
    const call = codeOf(client.name())
    await settled()
    page.post(told('gone', 'It ended by itself.'))
    expect(await call).toBe('core-gone')
    expect(asks()).toEqual([false, true, true])
    page.post(port, [newCore('second').port()])
    expect(await client.name()).toBe('second')
  })

  it('takes the later of two ports without losing the connection or asking for a third', async () => {
    const changes: boolean[] = []
    host.onChange((connected) => changes.push(connected))
    page.post(port, [newCore('first').port()])
    page.post(port, [newCore('second').port()])
    expect(await client.name()).toBe('second')
    await settled()
    expect([changes, asks(), hostState()]).toEqual([[true, true], [false], 'open'])
  })

  it('does not ask any more once the core has stopped for good, whether its port breaks before or after', async () => {
    const first = newCore('first')
    page.post(port, [first.port()])
    await client.name()
    const call = codeOf(client.hang())
    await settled()
    page.post(told('stopped', 'It was started four times.'))
    expect(await call).toBe('core-gone')
    first.die()
    await settled()
    expect([hostState(), hostWhy(), asks()]).toEqual(['stopped', 'It was started four times.', [false]])
  })

  it('says that it asks again where its port breaks first, so that a stopped core stays stopped until somebody reloads', async () => {
    const first = newCore('first')
    page.post(port, [first.port()])
    await client.name()
    first.die()
    while (asks().length < 2) await page.delivered()
    page.post(told('stopped', 'It was started four times.'))
    await settled()
    expect([hostState(), asks()]).toEqual(['stopped', [false, true]])
  })

  it('keeps the page as stopped when the news of an earlier end comes late', async () => {
    page.post(told('gone', 'It ended by itself.'))
    page.post(told('stopped', 'It was started four times.'))
    await settled()
    expect([hostState(), asks()]).toEqual(['stopped', [false]])
  })

  it.each([
    ['null', null],
    ['a text', 'port'],
    ['a word of another program', { type: 'webpackOk' }],
    ['a port message without a port', { plumbline: 'port' }],
  ])('leaves %s in its window alone', async (_, message) => {
    page.post(message)
    await settled()
    expect([hostState(), host.connected, asks()]).toEqual(['connecting', false, [false]])
  })
})
