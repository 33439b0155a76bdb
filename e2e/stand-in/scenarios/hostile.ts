import assert from 'node:assert/strict'
import { pageOrigin } from '#contract/bridge'
import { cores } from '../core-thread.ts'
import type { StandInPort } from '../ports.ts'
import { inTime, scenario, startBuilt, stays } from '../run-built.ts'
import type { Guards } from '../sessions.ts'
import { refuse } from '../state.ts'
import { heardChannels, sendToMain } from '../windows.ts'

// What a page taken over by somebody else could try (P22), asked of the built main process as Electron would ask it.
// Each attempt tells whether it got through.
type Attempt = { name: string; got: () => boolean | Promise<boolean> }

const permissions = [
  ...['clipboard-read', 'display-capture', 'fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection', 'media'],
  ...['midiSysex', 'notifications', 'openExternal', 'pointerLock', 'serial', 'storage-access', 'usb', 'local-fonts'],
  ...['window-management', 'local-network-access', 'unknown'],
] as const
const elsewhere = [
  ...['https://evil.example/', 'http://127.0.0.1:8080/', 'file:///etc/passwd', 'javascript:alert(1)', 'about:blank'],
  ...['data:text/html,<script>1</script>', 'blob:https://evil.example/1', 'plumbline://overview', 'not an address'],
  ...[
    `${pageOrigin}.evil.example/`,
    'plumbline-page://other/',
    'plumbline-page://user:secret@page/',
    'devtools://devtools/',
  ],
]
const notServed = [
  ...['/../main/electron.js', '/..%2fmain/electron.js', '/package.json', '/assets/', '//etc/passwd', '/index.html.map'],
  ...['/%00', '/assets/../../../package.json', '/keys.json'],
]

await scenario(async () => {
  const desktop = await startBuilt(['--workspace', process.argv[2] ?? ''])
  const window = desktop.window()
  const { client, exposed } = desktop.page()
  const unlock = { kind: 'keychain' } as const
  await inTime('a new workspace', client.workspace.create({ operator: 'Ada Invented', unlock }))
  const guards = window.session.guards as Guards
  const contents = window.webContents as unknown as Electron.WebContents

  const checked = (permission: string, origin: string, isMainFrame = true): boolean =>
    guards.check(contents, permission as never, origin, { isMainFrame } as never)
  const asked = (permission: string, requestingUrl: string, isMainFrame = true): boolean => {
    let granted: boolean | null = null
    guards.ask(contents, permission as never, (answer) => (granted = answer), { requestingUrl, isMainFrame } as never)
    assert.notEqual(granted, null, `a request for ${permission} is answered`)
    return granted ?? true
  }
  /** True where nobody refuses it. */
  const navigated = (event: string, url: string): boolean => {
    let prevented = false
    window.contentEvents.emit(event, { url, preventDefault: () => (prevented = true) })
    return !prevented
  }
  const downloaded = (url: string): boolean => {
    let prevented = false
    window.session.events.emit('will-download', { preventDefault: () => (prevented = true) }, { getURL: () => url })
    return !prevented
  }
  const opened = (url: string): boolean => window.openHandler?.({ url } as Electron.HandlerDetails).action !== 'deny'
  const fetched = (url: string): boolean => {
    let cancelled: boolean | undefined
    guards.request({ url }, ({ cancel }) => (cancelled = cancel))
    return cancelled !== true
  }
  const served = async (url: string, method = 'GET'): Promise<boolean> => {
    const answer = await window.session.handlers.get('plumbline-page')?.({ url, method })
    return answer?.status === 200
  }
  /** The ports that a frame gets by asking on a channel. */
  const handedOver = (channel: string, frame: object | null): StandInPort[] => {
    const ports: StandInPort[] = []
    const postMessage = (_channel: string, _message: null, transfer: StandInPort[]): number => ports.push(...transfer)
    sendToMain(channel, frame === null ? null : { ...frame, postMessage })
    return ports
  }
  const own = { origin: pageOrigin, parent: null, detached: false }
  const display = (): boolean => {
    let got = true
    guards.display({} as never, (streams) => {
      // Electron throws at an answer that holds no picture, inside of our own handler.
      if (streams && !streams.video) refuse('an answer without video is given for a picture of the screen')
      got = Boolean(streams)
    })
    return got
  }
  const foreignWish = async (): Promise<boolean> => {
    desktop.page().post({ plumbline: 'connect' }, 'foreign')
    return !(await stays(() => desktop.page().heard.length, 50))
  }
  /** What a raw message on a port of its own brings: the answer's text, or null where the port was closed for it. */
  const told = async (message: unknown): Promise<string | null> => {
    const [port] = handedOver('plumbline:connect', own)
    assert.ok(port)
    const answer = Promise.withResolvers<string | null>()
    port.on('message', ({ data }: { data: unknown }) => answer.resolve(String(data)))
    port.on('close', () => answer.resolve(null))
    port.start()
    port.postMessage(message)
    return inTime(`an answer or an end after ${String(message).slice(0, 60)}`, answer.promise).finally(() =>
      port.close(),
    )
  }
  const call = (path: string, body: string): string => `{"i":"1","p":{"u":${JSON.stringify(path)},"b":${body}}}`
  /** A call of the protocol's own form; answers of ours carry a status from 400 on where they refuse. */
  const called = (name: string, path: string, body: string): Attempt => ({
    name,
    got: async () => {
      const answer = await told(call(path, body))
      const { p } = JSON.parse(answer ?? '{"p":{"s":400}}') as { p: { s?: number } }
      return (p.s ?? 200) < 400
    },
  })
  const raw = (name: string, message: unknown): Attempt => ({ name, got: async () => (await told(message)) !== null })

  const attempts: Attempt[] = [
    ...permissions.map((name) => ({ name: `may ${name}`, got: () => checked(name, pageOrigin) })),
    ...permissions.map((name) => ({ name: `ask for ${name}`, got: () => asked(name, `${pageOrigin}/`) })),
    { name: 'clipboard of another origin', got: () => checked('clipboard-sanitized-write', 'https://evil.example') },
    { name: 'clipboard of a subframe', got: () => asked('clipboard-sanitized-write', `${pageOrigin}/`, false) },
    { name: 'a device', got: () => guards.device({} as never) },
    { name: 'a picture of the screen', got: display },
    { name: 'a spell checker that asks a server', got: () => guards.spelling },
    ...elsewhere.flatMap((url) => [
      { name: `go to ${url}`, got: () => navigated('will-navigate', url) },
      { name: `a frame to ${url}`, got: () => navigated('will-frame-navigate', url) },
      { name: `be sent to ${url}`, got: () => navigated('will-redirect', url) },
      { name: `a window of ${url}`, got: () => opened(url) },
      { name: `a file from ${url}`, got: () => downloaded(url) },
    ]),
    { name: 'a window of its own page', got: () => opened(`${pageOrigin}/`) },
    { name: 'a webview', got: () => navigated('will-attach-webview', `${pageOrigin}/`) },
    ...[
      'https://evil.example/',
      'http://169.254.169.254/',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'ftp://evil.example/',
    ].map((url) => ({ name: `fetch ${url}`, got: () => fetched(url) })),
    ...notServed.map((path) => ({ name: `read ${path}`, got: () => served(`${pageOrigin}${path}`) })),
    { name: 'read another host', got: () => served('plumbline-page://other/index.html') },
    { name: 'post to its own file', got: () => served(`${pageOrigin}/index.html`, 'POST') },
    ...[
      { name: 'a foreign origin', frame: { ...own, origin: 'https://evil.example' } },
      { name: 'a subframe', frame: { ...own, parent: {} } },
      { name: 'a frame that is gone', frame: { ...own, detached: true } },
      { name: 'no frame', frame: null },
      { name: 'an opaque origin', frame: { ...own, origin: 'null' } },
    ].map(({ name, frame }) => ({
      name: `a port for ${name}`,
      got: () => handedOver('plumbline:connect', frame).length > 0,
    })),
    ...[
      'electron-store-get-data',
      'plumbline:port',
      'plumbline:core',
      'ELECTRON_BROWSER_WINDOW_ALERT',
      'ipc-message',
    ].map((channel) => ({ name: `the channel ${channel}`, got: () => sendToMain(channel, own) })),
    { name: 'a wish from another window', got: foreignWish },
    { name: 'something put on the page’s window', got: () => exposed.length > 0 },
    called('open what the keychain sealed', '/keychain/open', '{"json":{"sealed":""}}'),
    called('seal with the keychain', '/keychain/seal', '{"json":{"plain":"x"}}'),
    called('preferences past the core', '/preferences/save', '{"json":{}}'),
    called('a procedure of every object', '/__proto__/toString', '{"json":{}}'),
    called('the constructor', '/workspace/constructor', '{"json":{}}'),
    called('a path out of the procedures', '/../../etc/passwd', '{"json":{}}'),
    called('unknown fields', '/workspace/info', '{"json":{"admin":true}}'),
    called('another type', '/runs/list', '{"json":{"limit":"all"}}'),
    called('a polluted constructor', '/runs/list', '{"json":{"limit":1,"constructor":{"prototype":{"admin":true}}}}'),
    called('a polluted prototype', '/runs/list', '{"json":{"limit":1,"__proto__":{"admin":true}}}'),
    called('secrets of a connection', '/connections/secrets', '{"json":{}}'),
    called('no input at all', '/runs/list', 'null'),
    raw('bytes', new Uint8Array(10)),
    raw('a number', 7),
    raw('an object', { i: '1', p: { u: '/workspace/info' } }),
    raw('a text that is no message', 'hello'),
    raw('an address elsewhere', JSON.stringify({ i: '1', p: { u: 'https://evil.example/' } })),
    raw('more than a megabyte', JSON.stringify({ i: '1', p: { u: '/workspace/info', b: 'x'.repeat(1024 * 1024) } })),
  ]
  const through: string[] = []
  for (const { name, got } of attempts) if (await got()) through.push(name)
  assert.deepEqual(through, [], 'no attempt gets through')
  assert.ok(attempts.length >= 40, `${attempts.length} attempts`)
  assert.deepEqual(heardChannels(), ['plumbline:connect'])
  // Who refuses everything would pass all of that; what a person needs goes on.
  assert.ok(checked('clipboard-sanitized-write', pageOrigin) && asked('clipboard-sanitized-write', `${pageOrigin}/`))
  assert.ok(navigated('will-navigate', `${pageOrigin}/#/runs`) && fetched(`${pageOrigin}/index.html`))
  assert.ok(downloaded(`blob:${pageOrigin}/6d2f`), 'what the page shows can be saved')
  assert.ok(await served(`${pageOrigin}/index.html`))

  const calm = await told(call('/workspace/info', '{"json":{}}'))
  assert.match(calm ?? '', /"state":"open"/, 'an ordinary message on such a port is answered')
  assert.equal((await client.workspace.info({})).state.state, 'open')
  assert.equal(cores.length, 1, 'the core survived all of it')
  // A page that floods the main process with wishes gets a few ports.
  let ports = 0
  for (let wish = 0; wish < 1000; wish++) ports += handedOver('plumbline:connect', own).length
  assert.ok(ports <= 30, `${ports} ports for a thousand wishes`)
  process.stdout.write(`${attempts.length} attempts refused\n`)
})
