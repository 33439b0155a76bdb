import { EventEmitter } from 'node:events'
import type { MessageBoxOptions, PowerMonitor } from 'electron'
import { describe, expect, it } from 'vitest'
import { defaultPreferences } from '#contract/desktop'
import { silentLogger } from '../../platform/logger.ts'
import { type LockReason, startAutoLock } from './auto-lock.ts'
import { refusedStart } from './refused-switches.ts'
import { watchPage } from './watch-page.ts'

describe('the lock of an empty desk', () => {
  function desk({ minutes = 10 } = {}) {
    const power = new EventEmitter()
    const locked: LockReason[] = []
    const state = { idle: 0, minutes, watching: true, screen: false }
    let look = (): void => {}
    const stop = startAutoLock({
      power: Object.assign(power, {
        getSystemIdleState: (seconds: number) => (state.screen ? 'locked' : state.idle >= seconds ? 'idle' : 'active'),
      }) as unknown as PowerMonitor,
      preferences: () => ({ ...defaultPreferences, lockAfterMinutes: state.minutes }),
      lock: (why) => locked.push(why),
      every(ms, each) {
        expect(ms).toBeLessThanOrEqual(5000)
        look = each
        return () => {
          state.watching = false
        }
      },
    })
    const idleFor = (seconds: number): void => {
      state.idle = seconds
      look()
    }
    return { power, locked, state, idleFor, stop }
  }

  it('comes after the chosen time and not before, once per absence', () => {
    const { idleFor, locked } = desk()
    for (const seconds of [0, 300, 599, 600, 605, 1200, 3, 604]) idleFor(seconds)
    expect(locked).toEqual(['idle', 'idle'])
  })

  it.each([
    [1, 60],
    [30, 1800],
  ])('goes by %i minutes as soon as a person chooses them', (minutes, seconds) => {
    const { idleFor, locked, state } = desk()
    state.minutes = minutes
    idleFor(seconds - 1)
    expect(locked).toEqual([])
    idleFor(seconds)
    expect(locked).toEqual(['idle'])
  })

  it('comes with a locked screen that only the state tells of, once', () => {
    const { idleFor, locked, state } = desk()
    state.screen = true
    idleFor(0)
    idleFor(5)
    expect(locked).toEqual(['screen-locked'])
  })

  it('comes with the lock of the screen and with sleep, and no more once it was stopped', () => {
    const { power, locked, stop, state } = desk()
    power.emit('lock-screen')
    power.emit('suspend')
    expect(locked).toEqual(['screen-locked', 'suspend'])
    stop()
    power.emit('lock-screen')
    power.emit('suspend')
    expect([locked.length, state.watching, power.eventNames()]).toEqual([2, false, []])
  })
})

describe('a start that is refused', () => {
  const started = (switches: Record<string, string>, { packaged = true, env = {} as Record<string, string> } = {}) =>
    refusedStart({ packaged, valueOf: (name) => switches[name] ?? null, variable: (name) => env[name] })

  it('is none with an ordinary command line', () => {
    expect(started({ 'ozone-platform': 'wayland', lang: 'de', 'password-store': 'gnome-libsecret' })).toBeNull()
    expect(
      started({}, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '1', NODE_EXTRA_CA_CERTS: '/etc/clinic.pem' } }),
    ).toBeNull()
  })

  it.each([
    ...['ignore-certificate-errors', 'allow-insecure-localhost', 'ignore-certificate-errors-spki-list'],
    ...['disable-web-security', 'disable-site-isolation-trials', 'allow-file-access-from-files'],
  ])('names --%s, packaged or not', (name) => {
    expect(started({ [name]: '' })).toContain(`"--${name}"`)
    expect(started({ [name]: '' }, { packaged: false })).toContain(`"--${name}"`)
  })

  it.each([
    ...['remote-debugging-port', 'remote-debugging-pipe', 'js-flags', 'inspect', 'inspect-brk', 'load-extension'],
    ...['no-sandbox', 'disable-setuid-sandbox', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher'],
    ...['host-resolver-rules', 'proxy-server', 'ssl-key-log-file', 'enable-logging'],
  ])('names --%s where it is packaged, and leaves it to developers and tests elsewhere', (name) => {
    expect(started({ [name]: '0' })).toContain(`"--${name}"`)
    expect(started({ [name]: '0' }, { packaged: false })).toBeNull()
  })

  it('names a keychain that protects nothing, and certificate checks that are off', () => {
    expect(started({ 'password-store': 'basic' }, { packaged: false })).toContain('password-store=basic')
    expect(started({}, { packaged: false, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })).toContain('Certificate checks')
  })
})

describe('a page that fails', () => {
  function watched(responses: (number | Error)[] = []) {
    const done: string[] = []
    const boxes: MessageBoxOptions[] = []
    const at = { ms: 0 }
    const watch = watchPage({
      reload: () => done.push('reload'),
      end: () => done.push('end'),
      quit: () => done.push('quit'),
      async tell(box) {
        boxes.push(box)
        const response = responses.shift() ?? 0
        if (response instanceof Error) throw response
        return { response }
      },
      clock: { monotonicMs: () => at.ms },
      logger: silentLogger,
    })
    return { watch, done, boxes, at }
  }

  it('is loaded again, and the person is told', async () => {
    const { watch, done, boxes } = watched()
    await watch.gone('crashed')
    expect(done).toEqual(['reload'])
    expect(boxes[0]?.message).toContain('was loaded again')
  })

  it('is loaded again three times in five minutes, and then asks what to do', async () => {
    const { watch, done, boxes } = watched([0, 0, 0, 0, 0, 0, 0, 1])
    for (let end = 0; end < 3; end++) await watch.gone('oom')
    expect(done).toEqual(['reload', 'reload', 'reload'])
    await watch.gone('oom')
    expect([boxes[3]?.buttons, done.length]).toEqual([['Load it again', 'Quit'], 4])
    for (let end = 0; end < 3; end++) await watch.gone('oom')
    await watch.gone('oom')
    expect(done.at(-1)).toBe('quit')
    expect(done.filter((what) => what === 'reload')).toHaveLength(7)
  })

  it('forgets what is longer ago', async () => {
    const { watch, done, at } = watched()
    for (let end = 0; end < 8; end++) {
      await watch.gone('crashed')
      at.ms += 150_000
    }
    expect(done).toEqual(Array.from({ length: 8 }, () => 'reload'))
  })

  it('is left alone where it ended in order', async () => {
    const { watch, done, boxes } = watched()
    await watch.gone('clean-exit')
    expect([done, boxes]).toEqual([[], []])
  })

  it('is ended and loaded anew where it hangs and the person wants that, without a word of a crash', async () => {
    const { watch, done, boxes } = watched([1])
    await watch.hangs()
    await watch.gone('killed')
    expect([done, boxes.length]).toEqual([['end', 'reload'], 1])
  })

  it('is waited for where the person wants that, or where no box can be shown', async () => {
    const { watch, done } = watched([0, new Error('no display')])
    await watch.hangs()
    await watch.hangs()
    expect(done).toEqual([])
  })

  it('shows one box at a time', async () => {
    const { watch, boxes } = watched()
    await Promise.all([watch.hangs(), watch.hangs(), watch.gone('crashed')])
    expect(boxes).toHaveLength(1)
  })
})
