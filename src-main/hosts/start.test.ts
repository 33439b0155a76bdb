import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { chooseHost, electronProgram, notHere } from './choose-host.mjs'
import { projectNode, sourcesMark } from './prepare.mjs'

const project = fileURLToPath(new URL('../..', import.meta.url))
const ends: (() => unknown)[] = []
afterAll(() => Promise.all(ends.map((end) => end())))

const version = '45.0.0'
const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`
const programName = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** An archive whose files are stored as they are. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const index: Buffer[] = []
  let at = 0
  for (const [path, text] of Object.entries(files)) {
    const [name, body] = [Buffer.from(path), Buffer.from(text)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(body), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(body.length, 18)
    common.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(0o100755 * 2 ** 16, 6)
    rest.writeUInt32LE(at, 10)
    index.push(Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), common, rest, name)
    const local = [Buffer.from('PK\u0003\u0004', 'latin1'), common, name, body]
    parts.push(...local)
    at += local.reduce((sum, { length }) => sum + length, 0)
  }
  const listed = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listed, end])
}

const whole = zipOf({ version, [programName]: '#!/bin/sh\nexit 0\n' })

/** A checkout with its packages, of which Electron's is one that no program was fetched for yet. */
function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-start-'))
  ends.push(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'node_modules/electron'), { recursive: true })
  for (const name of ['node', '@electron', '@electron-internal'])
    symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name))
  copyFileSync(join(project, 'node_modules/electron/install.js'), join(root, 'node_modules/electron/install.js'))
  put(root, 'node_modules/electron/package.json', JSON.stringify({ version }))
  put(root, 'node_modules/electron/checksums.json', JSON.stringify({ [archive]: sha256(whole) }))
  return root
}

function put(root: string, path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  return join(root, path)
}

/** A server that Electron is fetched from instead of the real one. */
async function mirror(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => server.closeAllConnections())
  ends.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

type Input = Parameters<typeof chooseHost>[1]
type Asked = Pick<Input, 'now' | 'limits' | 'env'> & { argv?: string[] }

/** Chooses as on a Linux desktop of an ordinary person whose temporary files and caches lie in the checkout. */
async function choose(root: string, { env = {}, argv = [], ...more }: Asked) {
  const said: string[] = []
  const began = performance.now()
  mkdirSync(join(root, 'tmp'), { recursive: true })
  const chosen = await chooseHost(root, {
    argv,
    say: (line) => said.push(line),
    env: {
      PATH: process.env['PATH'],
      DISPLAY: ':0',
      TMPDIR: join(root, 'tmp'),
      electron_config_cache: join(root, 'electron-cache'),
      ...env,
    },
    isRoot: false,
    ...more,
  })
  return { ...chosen, said, tookMs: performance.now() - began }
}

const nobodyAsked = (): never => {
  throw new Error('something was fetched')
}

describe.concurrent('where Electron is not there yet', () => {
  it('fetches it once from a server that answers, and chooses the desktop application', async () => {
    const asked: string[] = []
    const root = checkout()
    const env = {
      ELECTRON_MIRROR: await mirror(({ url }, answer) => {
        asked.push(url ?? '')
        answer.setHeader('content-length', whole.length)
        answer.end(whole)
      }),
    }
    const { program, said } = await choose(root, { env })
    expect(program).toBe(join(root, 'node_modules/electron/dist', programName))
    expect(program).toBe(electronProgram(root, { env: {} }))
    expect(said[0]).toBe('Fetching Electron for the desktop window, once ...')
    expect(asked).toEqual([`/v${version}/${archive}`])
    expect((await choose(root, { env })).said).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('takes no program whose checksum is not the one that came with the package', async () => {
    const other = zipOf({ version, [programName]: '#!/bin/sh\necho something else\n' })
    const root = checkout()
    const { why } = await choose(root, { env: { ELECTRON_MIRROR: await mirror((_, answer) => answer.end(other)) } })
    expect(why).toBe('because Electron could not be fetched (what came is not what Electron published)')
    expect(electronProgram(root, { env: {} })).toBe(null)
  })

  it.each<[string, RequestListener, RegExp]>([
    ['refuses', (_, answer) => void answer.writeHead(403).end('<html>'), /\(the server answered 403\)/],
    ['hangs up', ({ socket }) => void socket.destroy(), /\(the server could not be reached: \w+\)/],
    ['hangs', () => {}, /\(the server did not answer\)/],
    [
      'stalls',
      (_, answer) => void answer.writeHead(200, { 'content-length': 1e8 }).write('PK'),
      /\(the download stalled\)/,
    ],
    [
      'is far too slow',
      ({ socket }, answer) => {
        answer.writeHead(200, { 'content-length': 1e8 })
        const timer = setInterval(() => answer.write('PK'), 20)
        socket.once('close', () => clearInterval(timer))
      },
      /\(the download is too slow\)/,
    ],
    [
      'cuts it off',
      (_, answer) => {
        answer.writeHead(200, { 'content-length': 1e8 }).write('PK', () => answer.socket?.destroy())
      },
      /\(the server could not be reached: \w+\)/,
    ],
  ])('gives up on a server that %s, says so, leaves nothing and asks no more for a day', async (_, answer, says) => {
    let asked = 0
    const ELECTRON_MIRROR = await mirror((request, response) => {
      asked++
      answer(request, response)
    })
    const root = checkout()
    const limits = { beginsWithinMs: 1500, stallsAfterMs: 300, judgedAfterMs: 200 }
    const now = Date.parse('2031-05-05T10:00:00Z')
    const { why } = await choose(root, { env: { ELECTRON_MIRROR }, limits, now })
    expect(why).toMatch(says)
    expect(why).not.toContain('127.0.0.1')
    expect(electronProgram(root, { env: {} })).toBe(null)
    expect(await readdir(join(root, 'tmp'))).toEqual([])
    expect(asked).toBe(1)

    const later = await choose(root, { env: { ELECTRON_MIRROR }, limits, now: now + 86_399_999 })
    expect(later.why).toMatch(says)
    expect(later.why).toContain('delete .cache to try again before tomorrow')
    expect([later.said, asked]).toEqual([[], 1])
  })

  it('tries again after a day, for another version, and when the clock went back', async () => {
    let asked = 0
    const env = {
      ELECTRON_MIRROR: await mirror((_, answer) => {
        asked++
        answer.writeHead(404).end()
      }),
    }
    const root = checkout()
    const now = Date.parse('2031-05-05T10:00:00Z')
    await choose(root, { env, now })
    await choose(root, { env, now: now + 86_400_000 })
    expect(asked).toBe(2)
    await choose(root, { env, now })
    expect(asked).toBe(3)
    put(root, 'node_modules/electron/package.json', JSON.stringify({ version: '45.0.1' }))
    await choose(root, { env, now })
    expect(asked).toBe(4)
  })

  it('decides within five seconds where nothing answers, by its own limits', async () => {
    const silent = await choose(checkout(), { env: { ELECTRON_MIRROR: await mirror(() => {}) } })
    expect(silent.why).toContain('the server did not answer')
    expect(silent.tookMs).toBeLessThan(5000)
    const nameless = await choose(checkout(), { env: { ELECTRON_MIRROR: 'http://electron.invalid/' } })
    expect(nameless.why).toMatch(/could not be reached|did not answer/)
    expect(nameless.tookMs).toBeLessThan(5000)
  })

  it.each<[string, Asked, RegExp]>([
    ['in CI', { env: { CI: 'true' } }, /nothing is fetched in CI/],
    ['where somebody said not to', { env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } }, /says not to fetch it/],
    ['where it should lie elsewhere', { env: { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' } }, /names a folder without/],
    ['without a desktop session', { env: { DISPLAY: '' } }, /no desktop session/],
    ['for who asks for the browser', { argv: ['demo', '--browser'] }, /because of "--browser"/],
    ['for an option of the browser host', { argv: ['--port=4711'] }, /because of "--port"/],
  ])('fetches nothing %s', async (_, asked, says) => {
    const root = checkout()
    const ELECTRON_MIRROR = await mirror(nobodyAsked)
    const chosen = await choose(root, { ...asked, env: { ELECTRON_MIRROR, ...asked.env } })
    expect(chosen.why).toMatch(says)
    expect(chosen.said).toEqual([])
    expect(existsSync(join(root, '.cache'))).toBe(false)
  })
})

it('the desktop application does not run as root on Linux, which Chromium would refuse', () => {
  const start = { argv: ['demo'], env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux', isRoot: true } as const
  expect(notHere(start)).toMatch(/as root/)
  expect(notHere({ ...start, isRoot: false })).toBe(null)
  expect(notHere({ ...start, platform: 'darwin' })).toBe(null)
})

it('takes no program that was unpacked by half, or that is of an earlier version', () => {
  const root = checkout()
  const dist = 'node_modules/electron/dist'
  const program = put(root, join(dist, programName), '')
  put(root, `${dist}/version`, version)
  expect(electronProgram(root, { env: {} })).toBe(null)
  put(root, 'node_modules/electron/path.txt', programName)
  expect(electronProgram(root, { env: {} })).toBe(program)
  put(root, `${dist}/version`, '44.0.0')
  expect(electronProgram(root, { env: {} })).toBe(null)
  expect(electronProgram(root, { env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, dist) } })).toBe(program)
})

// The program that stands in for Electron's is a shell script.
describe.skipIf(process.platform === 'win32')('the start', () => {
  /** Tests may run as root, to whom the desktop application is not offered. */
  const asPerson = 'data:text/javascript,process.getuid = () => 1000'

  /** A checkout that is installed and built: its hosts only say that they were started. */
  function built(desktop: string): string {
    const root = checkout()
    for (const name of ['start.mjs', 'choose-host.mjs', 'fetch-electron.mjs', 'prepare.mjs'])
      put(root, `src-main/hosts/${name}`, readFileSync(join(project, 'src-main/hosts', name), 'utf8'))
    for (const path of ['package-lock.json', 'node_modules/.package-lock.json'])
      put(root, path, JSON.stringify({ packages: {} }))
    put(root, 'out/main/node.js', 'console.log("NODE", ...process.argv.slice(2))')
    for (const path of ['out/main/electron.js', 'out/preload/bridge.cjs', 'out/renderer/index.html'])
      put(root, path, '')
    put(root, '.cache/build-mark', sourcesMark(root))
    chmodSync(put(root, 'electron/electron', `#!/bin/sh\n${desktop}\n`), 0o755)
    return root
  }

  async function start(root: string, argv: string[], { session = true } = {}) {
    const env = {
      PATH: process.env['PATH'],
      ELECTRON_OVERRIDE_DIST_PATH: join(root, 'electron'),
      ...(session ? { DISPLAY: ':0' } : {}),
    }
    const args = ['--import', asPerson, join(root, 'src-main/hosts/start.mjs'), ...argv]
    const child = spawn(projectNode(root), args, { env, cwd: root })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    const [code] = await once(child, 'close')
    return { code, lines: said.trim().split('\n') }
  }

  it('hands over to the desktop application with what the person typed', async () => {
    const root = built('echo "DESKTOP $@"')
    const { code, lines } = await start(root, ['demo', '--demo-seed', '7'])
    expect(lines).toEqual([
      'Host: the desktop application, in a window of its own.',
      `DESKTOP ${root}/ demo --demo-seed 7`,
    ])
    expect(code).toBe(0)
  })

  it('goes on with Node where the desktop application ends at once, and says so', async () => {
    const { code, lines } = await start(built('exit 127'), ['demo'])
    expect(lines).toEqual([
      'Host: the desktop application, in a window of its own.',
      'Host: Node with your browser, because the desktop application did not start (it ended with 127).',
      'NODE demo',
    ])
    expect(code).toBe(0)
  })

  it.runIf(process.platform === 'linux')(
    'points to the README where Chromium aborts itself for want of a sandbox',
    async () => {
      const { lines } = await start(built('kill -TRAP $$'), [])
      expect(lines).toContain(
        'Host: Node with your browser, because the desktop application did not start (it ended with SIGTRAP; for a missing sandbox see README.md).',
      )
    },
  )

  it('says in one line that it is Node and why, and hands on everything but the choice of the browser', async () => {
    const root = built('echo "DESKTOP $@"')
    expect((await start(root, ['demo', '--no-open'], { session: false })).lines).toEqual([
      'Host: Node with your browser, because of "--no-open".',
      'NODE demo --no-open',
    ])
    expect((await start(root, ['demo', '--browser'])).lines).toEqual([
      'Host: Node with your browser, because of "--browser".',
      'NODE demo',
    ])
  })

  it('ends at Ctrl+C while Electron is being fetched, and tries again the next time', async () => {
    const root = built('exit 0')
    const arrived = Promise.withResolvers<void>()
    const ELECTRON_MIRROR = await mirror(() => arrived.resolve())
    const env = {
      PATH: process.env['PATH'],
      DISPLAY: ':0',
      ELECTRON_MIRROR,
      electron_config_cache: join(root, 'cache'),
    }
    const args = ['--import', asPerson, join(root, 'src-main/hosts/start.mjs'), 'demo']
    // A terminal's Ctrl+C reaches the whole group.
    const child = spawn(projectNode(root), args, { env, cwd: root, detached: true, stdio: 'ignore' })
    await arrived.promise
    process.kill(-(child.pid ?? Number.NaN), 'SIGINT')
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
    expect(existsSync(join(root, '.cache/electron-not-fetched.json'))).toBe(false)
  })

  it('says nothing of hosts before a command', async () => {
    expect((await start(built('exit 1'), ['status'])).lines).toEqual(['NODE status'])
  })
})
