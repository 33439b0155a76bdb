import { describe, expect, it } from 'vitest'
import type { CoreNews } from '#contract/bridge'
import { silentLogger } from '../../platform/logger.ts'
import { type CoreChild, startCoreProcess } from './core-process.ts'
import { nativeFileExit } from './native-file.ts'

/** A clock whose time a test moves; sleeps end when it says so. */
function heldClock() {
  let now = 0
  const sleeping = new Set<() => void>()
  return {
    monotonicMs: () => now,
    pass: (ms: number) => {
      now += ms
    },
    wake: () => sleeping.forEach((done) => done()),
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleeping.add(resolve)
        signal?.addEventListener('abort', () => reject(new Error('over')))
      }),
  }
}

/** A child as Electron has it: it hears messages and ends with a code. */
class Child implements CoreChild<string> {
  readonly got: string[] = []
  killed = false
  #exit: (code: number) => void = () => {}
  postMessage = ({ kind }: { kind: string }, ports: string[] = []): void =>
    void this.got.push([kind, ...ports].join(' '))
  on = (_event: 'exit', listener: (code: number) => void): void => {
    this.#exit = listener
  }
  kill = (): boolean => {
    this.killed = true
    return true
  }
  exit(code: number): void {
    this.#exit(code)
  }
}

function world({ fork }: { fork?: (count: number) => void } = {}) {
  const clock = heldClock()
  const children: Child[] = []
  const order: string[] = []
  const news: (CoreNews | null)[] = []
  let forks = 0
  const process = startCoreProcess<string>({
    fork() {
      fork?.(++forks)
      const child = new Child()
      children.push(child)
      return child
    },
    started: (child) => {
      order.push(`started ${children.indexOf(child as Child)}`)
      child.postMessage({ kind: 'host' }, ['host'])
    },
    ended: () => order.push('ended'),
    clock: { ...clock, now: () => '2026-01-01T00:00:00Z' as never },
    logger: silentLogger,
  })
  process.onNews((one) => news.push(one))
  const last = (): Child => children.at(-1) ?? new Child()
  return { clock, children, order, news, process, last, states: () => news.map((one) => one?.state ?? null) }
}

describe('the core in a process of its own', () => {
  it('gets the host’s port before any page’s', () => {
    const { process, last } = world()
    expect(process.connect('page', false)).toBe(true)
    expect(last().got).toEqual(['host host', 'page page'])
  })

  it('is started again with its reason, and the news are over once it runs', () => {
    const { children, order, news, process } = world()
    children[0]?.exit(7)
    expect(news).toEqual([
      {
        state: 'gone',
        why: 'The part of Plumbline that reads and compares ended unexpectedly (exit code 7). It is being started again.',
      },
      null,
    ])
    expect(order).toEqual(['started 0', 'ended', 'started 1'])
    expect(process.news()).toBeNull()
  })

  it('says of an end without a failure that it ended by itself', () => {
    const { children, news } = world()
    children[0]?.exit(0)
    expect(news[0]?.why).toContain('ended by itself')
  })

  it('tells the exit code out of a status as POSIX hands it out', () => {
    const { children, news } = world()
    children[0]?.exit(3 << 8)
    expect(news[0]?.why).toContain('(exit code 3)')
  })

  it('is started four times within five minutes and then stopped with the reason', () => {
    const { children, last, states, process } = world()
    for (let end = 0; end < 4; end++) last().exit(1)
    expect(children).toHaveLength(4)
    expect(states()).toEqual(['gone', null, 'gone', null, 'gone', null, 'stopped'])
    expect(process.news()?.why).toContain('It was started 4 times within five minutes and ended each time.')
  })

  it('counts only the starts of the last five minutes', () => {
    const { children, clock, last, states } = world()
    for (let end = 0; end < 12; end++) {
      clock.pass(101_000)
      last().exit(1)
    }
    expect(children).toHaveLength(13)
    expect(states()).not.toContain('stopped')
  })

  it('starts anew for a page that was just loaded once it was stopped, with a count of its own', () => {
    const { children, last, states, process } = world()
    for (let end = 0; end < 4; end++) last().exit(1)
    expect(process.connect('page', false)).toBe(true)
    expect([children.length, last().got, process.news()]).toEqual([5, ['host host', 'page page'], null])
    for (let end = 0; end < 4; end++) last().exit(1)
    expect([children.length, states().at(-1)]).toEqual([8, 'stopped'])
  })

  it('stays stopped for a page that asks again by itself, however often', () => {
    const { children, last, process } = world()
    for (let end = 0; end < 4; end++) last().exit(1)
    expect([process.connect('a', true), process.connect('b', true)]).toEqual([false, false])
    expect([children.length, process.news()?.state]).toEqual([4, 'stopped'])
  })

  it('stops at once where the database driver is another file, and says to install again', () => {
    for (const status of [nativeFileExit, nativeFileExit << 8]) {
      const { children, news, last } = world()
      last().exit(status)
      expect(children).toHaveLength(1)
      expect(news).toEqual([
        { state: 'stopped', why: expect.stringMatching(/database driver .* Install Plumbline again/) },
      ])
    }
  })

  it('takes a start that fails for an end: again four times, then stopped', () => {
    const child = world({
      fork: () => {
        throw new Error('spawn failed')
      },
    })
    expect(child.process.news()).toMatchObject({
      state: 'stopped',
      why: expect.stringContaining('could not be started'),
    })
    expect(child.order).toEqual([])
  })

  it('stops after a running core’s end where no further one can be started', () => {
    const { children, states, process } = world({
      fork: (count) => {
        if (count > 1) throw new Error('spawn failed')
      },
    })
    children[0]?.exit(1)
    expect([states(), process.news()?.state]).toEqual([['gone', 'gone', 'gone', 'stopped'], 'stopped'])
  })

  it('does not hear an end twice, nor that of an earlier core', () => {
    const { children, order } = world()
    children[0]?.exit(1)
    children[0]?.exit(1)
    expect([children.length, order.filter((what) => what === 'ended').length]).toEqual([2, 1])
  })

  it('closes in order, and tells nobody that it is gone', async () => {
    const { children, news, process } = world()
    const closed = process.close()
    expect(children[0]?.got.at(-1)).toBe('close')
    children[0]?.exit(0)
    await closed
    expect([news, children[0]?.killed, children.length]).toEqual([[], false, 1])
  })

  it('is killed where it has not closed after five seconds', async () => {
    const { children, clock, process } = world()
    const closed = process.close()
    clock.wake()
    await closed
    expect(children[0]?.killed).toBe(true)
  })

  it('does not start again while it is closed, whatever ends it and whoever asks', async () => {
    const { children, process } = world()
    const [first, second] = [process.close(), process.close()]
    expect(process.connect('page', false)).toBe(false)
    children[0]?.exit(9)
    await Promise.all([first, second])
    expect(process.connect('page', false)).toBe(false)
    expect([children.length, children[0]?.got]).toEqual([1, ['host host', 'close']])
  })

  it('closes at once where it was stopped, and does not start after that', async () => {
    const { children, last, process } = world()
    for (let end = 0; end < 4; end++) last().exit(1)
    await process.close()
    expect([process.connect('page', false), children.length]).toEqual([false, 4])
  })
})
