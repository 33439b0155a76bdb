import { MessageChannel } from 'node:worker_threads'
import { type AnyRouter, os } from '@orpc/server'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../platform/logger.ts'
import { servePorts } from '../../transport/serve-port.ts'
import { coreOver } from './core-client.ts'
import { followCore } from './follow-core.ts'
import type { TrayStatus } from './tray-words.ts'

const run = (id: string, endedAt: string | null) => ({ id, endedAt, state: endedAt === null ? 'running' : 'done' })

/** A core over a real port that answers what is followed, and that a test moves along. */
function startCore() {
  const state = {
    workspace: 'open',
    runs: [run('old', 'then')],
    open: 7 as number | Error,
    asked: 0,
    whenCounted: () => {},
  }
  let tell: (topic: string) => void = () => {}
  const changes = new ReadableStream<{ topic: string }>({
    start(controller) {
      tell = (topic) => controller.enqueue({ topic })
    },
  })
  const router: AnyRouter = {
    workspace: {
      info: os.handler(() => {
        state.asked++
        return { state: { state: state.workspace } }
      }),
      changes: os.handler(async function* ({ signal }) {
        const reader = changes.getReader()
        signal?.addEventListener('abort', () => void reader.cancel())
        for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
      }),
    },
    runs: { list: os.handler(() => state.runs) },
    discrepancies: {
      counts: os.handler(() => {
        state.whenCounted()
        if (state.open instanceof Error) throw state.open
        return { total: state.open }
      }),
    },
  }
  const { port1, port2 } = new MessageChannel()
  servePorts({ router, logger: silentLogger })(port1)
  const life = new AbortController()
  const said: TrayStatus[] = []
  const ended: string[][] = []
  let heard = (): void => {}
  const followed = followCore(coreOver(port2, life.signal), {
    onStatus(status) {
      said.push(status)
      heard()
    },
    onEnded: (runs) => ended.push(runs.map(({ id }) => id)),
  })
  return {
    ...{ state, said, ended, followed, tell: (topic: string) => tell(topic) },
    /** Resolves with the next status. */
    next: () => new Promise<TrayStatus | undefined>((resolve) => (heard = () => resolve(said.at(-1)))),
    end() {
      life.abort()
      port1.close()
    },
  }
}

describe('who follows a core', () => {
  let core: ReturnType<typeof startCore>
  afterEach(() => core.end())

  it('says how it stands after the first change, and takes several changes for one', async () => {
    core = startCore()
    const first = core.next()
    for (const topic of ['workspace', 'runs', 'discrepancies', 'runs']) core.tell(topic)
    expect(await first).toEqual({ state: 'open', open: 7, running: false })
    // Once before and once after what is read of it.
    expect([core.state.asked, core.ended]).toEqual([2, []])
  })

  it('tells of syncs that ended while it looked on, once the last of them has', async () => {
    core = startCore()
    const first = core.next()
    core.tell('workspace')
    await first
    core.state.runs = [run('new', null), run('old', 'then')]
    const running = core.next()
    core.tell('runs')
    expect(await running).toMatchObject({ running: true })
    core.state.runs = [run('new', 'now'), run('old', 'then')]
    const done = core.next()
    core.tell('runs')
    expect(await done).toMatchObject({ running: false })
    expect(core.ended).toEqual([['new']])
  })

  it('does not say that a workspace is open that was locked while it was read', async () => {
    core = startCore()
    core.state.whenCounted = () => {
      core.state.workspace = 'locked'
    }
    const first = core.next()
    core.tell('workspace')
    expect(await first).toEqual({ state: 'locked', open: null, running: false })
    expect(core.said).toHaveLength(1)
  })

  it('asks for nothing but the state of a workspace that is locked', async () => {
    core = startCore()
    core.state.workspace = 'locked'
    const first = core.next()
    core.tell('workspace')
    expect(await first).toEqual({ state: 'locked', open: null, running: false })
  })

  it('says what it can where nothing can be counted yet', async () => {
    core = startCore()
    core.state.open = new Error('no compare')
    const first = core.next()
    core.tell('workspace')
    expect(await first).toEqual({ state: 'open', open: null, running: false })
  })

  it('ends with its core, and never fails', async () => {
    core = startCore()
    const first = core.next()
    core.tell('workspace')
    await first
    core.end()
    await expect(core.followed).resolves.toBeUndefined()
  })
})
