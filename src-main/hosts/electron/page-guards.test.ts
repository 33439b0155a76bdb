import { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Logger } from '../../platform/logger.ts'
import { contentSecurityPolicy } from '../../platform/page-headers.ts'
import { makePortBroker, refuseFrame } from './broker-ports.ts'
import { hardenContents } from './harden-contents.ts'
import { isOwn, mayDownload, mayUse } from './harden-session.ts'
import { answerPage, isPageAddress } from './page-scheme.ts'

const page = 'plumbline-page://page'

/** A logger that keeps its events. */
function keptLog() {
  const events: string[] = []
  const keep = (event: string, fields?: object): void =>
    void events.push([event, ...Object.values(fields ?? {})].join(' '))
  return { events, logger: { info: keep, warn: keep, error: keep } satisfies Logger }
}

const own = [`${page}/`, `${page}/#/runs`, `${page}/index.html?x=1#/`, 'PLUMBLINE-PAGE://page/']
const foreign = [
  'https://page/',
  'http://localhost/',
  'plumbline://page/',
  'plumbline-page://page.evil/',
  'plumbline-page://page@evil/',
  'plumbline-page://ada@page/',
  'plumbline-page://ada:secret@page/',
  'plumbline-page://page:80/',
  'plumbline-page://evil/#plumbline-page://page/',
  'plumbline-page:/page/',
  'plumbline-page:page',
  'plumbline-page://',
  `blob:${page}/1`,
  `filesystem:${page}/`,
  `view-source:${page}/`,
  'javascript:alert(1)',
  'data:text/html,hi',
  'about:blank',
  'about:srcdoc',
  'file:///etc/passwd',
  'chrome://settings',
  'devtools://devtools/bundled/x.html',
  '',
  'page',
]

describe('addresses of the page', () => {
  it.each(own)('%s is one', (address) => expect(isPageAddress(address)).toBe(true))
  it.each(foreign)('%s is none', (address) => expect(isPageAddress(address)).toBe(false))

  it('requests stay inside it, with what it made itself', () => {
    const inside = [`${page}/assets/x.js`, `blob:${page}/0a`, 'data:image/png;base64,AA', 'devtools://devtools/x']
    const outside = [
      'https://vendor.example/',
      'wss://vendor.example',
      'blob:https://vendor.example/0a',
      'file:///etc/passwd',
      '',
    ]
    expect([...inside, ...outside].filter(isOwn)).toEqual(inside)
  })

  it('only what the page made may be put on the disk', () => {
    const tried = [
      `blob:${page}/0a`,
      `${page}/index.html`,
      'blob:plumbline-page://page.evil/0a',
      'data:text/html,x',
      'https://x.example/a.exe',
    ]
    expect(tried.filter(mayDownload)).toEqual([`blob:${page}/0a`])
  })
})

describe('what a page may use', () => {
  const asked = { permission: 'clipboard-sanitized-write', origin: page, mainFrame: true }

  it('is the clipboard, to write on it, in the top frame of our own page', () => {
    expect(mayUse(asked)).toBe(true)
    expect(mayUse({ ...asked, mainFrame: false })).toBe(false)
    for (const origin of ['', 'null', 'https://page', `${page}.evil`, 'plumbline-page://']) {
      expect(mayUse({ ...asked, origin })).toBe(false)
    }
  })

  it.each([
    ...['clipboard-read', 'media', 'geolocation', 'notifications', 'midi', 'midiSysex', 'pointerLock', 'fullscreen'],
    ...[
      'openExternal',
      'window-management',
      'hid',
      'serial',
      'usb',
      'display-capture',
      'mediaKeySystem',
      'idle-detection',
    ],
    ...[
      'speaker-selection',
      'storage-access',
      'top-level-storage-access',
      'fileSystem',
      'keyboardLock',
      'unknown',
      'toString',
    ],
  ])('is not %s', (permission) => expect(mayUse({ ...asked, permission })).toBe(false))
})

describe('what is shown in a window', () => {
  function guarded() {
    const { events: log, logger } = keptLog()
    const emitter = new EventEmitter()
    let open: ((details: { url: string }) => { action: string }) | undefined
    let webRtc = ''
    const contents = Object.assign(emitter, {
      setWindowOpenHandler: (handler: typeof open) => void (open = handler),
      setWebRTCIPHandlingPolicy: (policy: string) => void (webRtc = policy),
    })
    hardenContents(contents as unknown as WebContents, logger)
    const navigate = (event: string, url: string): boolean => {
      let passed = true
      emitter.emit(event, { url, preventDefault: () => (passed = false) })
      return passed
    }
    return { navigate, log, open: (url: string) => open?.({ url }), webRtc: () => webRtc }
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays in the page at %s', (event) => {
    const { navigate, log } = guarded()
    expect(own.filter((url) => !navigate(event, url))).toEqual([])
    expect(foreign.filter((url) => navigate(event, url))).toEqual([])
    // No address in the log: it may carry anything.
    expect(new Set(log)).toEqual(new Set(['navigation-refused']))
  })

  it('opens no window, attaches no webview, and lets no WebRTC past its guards', () => {
    const { navigate, open, webRtc } = guarded()
    expect([...own, ...foreign].map((url) => open(url)?.action)).toEqual([...own, ...foreign].map(() => 'deny'))
    expect(navigate('will-attach-webview', `${page}/`)).toBe(false)
    expect(webRtc()).toBe('disable_non_proxied_udp')
  })
})

describe('who gets a port to the core', () => {
  const frame = { origin: page, parent: null, detached: false }

  it.each([
    ['nobody', null, 'no-frame'],
    ['a frame that is gone', { ...frame, detached: true }, 'detached'],
    ['a frame in a frame', { ...frame, parent: frame }, 'not-top'],
    ['a page of another origin', { ...frame, origin: 'https://page' }, 'origin'],
    ['a page without an origin', { ...frame, origin: 'null' }, 'origin'],
    ['a page whose origin begins like ours', { ...frame, origin: `${page}.evil` }, 'origin'],
    ['the top frame of our own page', frame, null],
  ])('%s: %s', (_, asking, refused) => expect(refuseFrame(asking)).toBe(refused))

  function broker({ core = true } = {}) {
    const { events, logger } = keptLog()
    const at = { ms: 0 }
    const port = (name: string) => ({ name, close: () => void events.push(`closed ${name}`) })
    let made = 0
    const ask = makePortBroker({
      channel: () => ({ port1: port(`core ${++made}`), port2: port(`page ${made}`) }),
      toCore: ({ name }, again) => {
        events.push(`${name} to the core${again ? ' again' : ''}`)
        return core
      },
      noCore: () => events.push('no core'),
      portChannel: 'port',
      clock: { monotonicMs: () => at.ms, now: () => '' as never, sleep: () => Promise.resolve() },
      logger,
    })
    const asking = {
      ...frame,
      postMessage: (channel: string, _: null, [one]: { name: string }[]) =>
        void events.push(`${channel}: ${one?.name}`),
    }
    return { ask, asking, events, at }
  }

  it('gives one end to the core and then the other to the frame that asked', () => {
    const { ask, asking, events } = broker()
    ask(asking, false)
    ask(asking, true)
    expect(events).toEqual(['core 1 to the core', 'port: page 1', 'core 2 to the core again', 'port: page 2'])
  })

  it('makes nothing for a frame that gets none', () => {
    const { ask, asking, events } = broker()
    ask(null, false)
    ask({ ...asking, parent: {} }, false)
    expect(events).toEqual(['port-refused no-frame', 'port-refused not-top'])
  })

  it('closes both ends where there is no core, and has the page told', () => {
    const { ask, asking, events } = broker({ core: false })
    ask(asking, true)
    expect(events).toEqual(['core 1 to the core again', 'closed core 1', 'closed page 1', 'no core'])
  })

  it('stops a page that asks without end, for as long as it does', () => {
    const { ask, asking, events, at } = broker()
    for (let wish = 0; wish < 200; wish++) ask(asking, false)
    expect(events.filter((event) => event.startsWith('port: '))).toHaveLength(30)
    expect(events.at(-1)).toBe('port-refused too-many')
    at.ms = 10_000
    ask(asking, false)
    expect(events.at(-1)).toMatch(/^port: /)
  })
})

describe('the page’s own scheme', () => {
  const html = {
    body: Buffer.from('<meta name="csp-nonce" content="__CSP_NONCE__">'),
    type: 'text/html; charset=utf-8',
  }
  const files = new Map([
    ['/', html],
    ['/index.html', html],
    ['/assets/a b.js', { body: Buffer.from('1'), type: 'text/javascript; charset=utf-8' }],
    ['/assets/page.js', { body: Buffer.from('export {}'), type: 'text/javascript; charset=utf-8' }],
  ])
  const get = (url: string, method = 'GET') => answerPage(files, { url, method })

  it('answers with the page, under the policy of R15 and a nonce of its own each time', async () => {
    const nonces: string[] = []
    for (const answer of [get(`${page}/`), get(`${page}/index.html?x=1`)]) {
      const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? ''
      nonces.push(nonce)
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
      expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
        200,
        {
          'cache-control': 'no-store',
          'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
          'content-type': 'text/html; charset=utf-8',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
      ])
    }
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('serves a file as what it is', async () => {
    const answer = get(`${page}/assets/page.js`)
    expect([await answer.text(), answer.headers.get('content-type')]).toEqual([
      'export {}',
      'text/javascript; charset=utf-8',
    ])
  })

  it.each([
    ['an unknown file', `${page}/assets/none.js`],
    ['a folder', `${page}/assets/`],
    ['a way out', `${page}/../../etc/passwd`],
    ['an encoded way out', `${page}/%2e%2e/%2e%2e/etc/passwd`],
    ['an encoded slash', `${page}/assets%2fpage.js`],
    ['an encoded letter', `${page}/assets/p%61ge.js`],
    ['an encoded space', `${page}/assets/a%20b.js`],
    ['two slashes', `${page}//assets/page.js`],
    ['a backslash', `${page}/assets\\page.js`],
    ['another host', 'plumbline-page://evil/assets/page.js'],
    ['another scheme', 'https://page/assets/page.js'],
    ['a name before the host', 'plumbline-page://ada@page/assets/page.js'],
    ['a name that every object has', `${page}/constructor`],
    ['no address', 'page'],
  ])('has nothing for %s', (_, url) => {
    const answer = get(url)
    expect([answer.status, answer.body]).toEqual([404, null])
    expect(answer.headers.get('content-security-policy')).toBe(
      contentSecurityPolicy({ connect: "'none'", nonce: null }),
    )
  })

  it.each(['HEAD', 'POST', 'PUT', 'OPTIONS', 'get', ''])('refuses the method %s', (method) => {
    expect(get(`${page}/`, method).status).toBe(405)
  })
})
