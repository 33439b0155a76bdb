import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { KeyProvider } from '../../platform/key-provider.ts'
import { workspacePlaces } from '../../platform/workspace-places.ts'
import { type NodeHost, runNodeHost } from './run-node-host.ts'

const contract = { ping: oc.input(z.strictObject({})).output(z.string()) }
const os = implement(contract)
const notAsked = () => Promise.reject(new Error('not asked for here'))
const noKeys: KeyProvider = {
  stored: () => Promise.resolve(null),
  ...{
    ways: notAsked,
    create: notAsked,
    unlock: notAsked,
    keepRecovery: notAsked,
    recover: notAsked,
    endRecovery: notAsked,
  },
}

let folder: string
let host: NodeHost | null
let lines: string[]
let enter: () => void
let closed: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-host-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  await writeFile(join(folder, 'page', 'assets', 'main.js'), 'export {}')
  await writeFile(join(folder, 'page', 'notes.txt'), 'not for the page')
  lines = []
  closed = 0
  host = null
})
afterEach(async () => {
  await host?.close()
  await rm(folder, { recursive: true })
})

const start = async (how: { printLink?: boolean; interactive?: boolean; port?: number } = {}) => {
  const { printLink = false, interactive = false, port = 0 } = how
  host = await runNodeHost({
    options: { demo: false, folder: join(folder, 'data'), port, openBrowser: false, printLink, help: false },
    places: workspacePlaces(
      { demo: false, folder: join(folder, 'data') },
      { platform: 'linux', home: folder, env: {} },
    ),
    pageFolder: join(folder, 'page'),
    version: '0.0.0',
    workerFile: new URL('file:///nowhere/cache-worker.js'),
    keyProvider: noKeys,
    createApp: async () => ({
      router: os.router({ ping: os.ping.handler(() => 'pong') }),
      close: async () => void closed++,
    }),
    terminal: {
      interactive,
      say: (line) => void lines.push(line),
      onLine: (listener) => {
        enter = listener
        return () => {}
      },
    },
  })
  return host
}

const codeIn = (line: string | undefined) => /#code=([\w-]{43})$/.exec(line ?? '')?.[1] ?? ''

async function sessionOf(origin: string, code: string): Promise<Response> {
  const headers = { origin, 'content-type': 'application/json' }
  return await fetch(`${origin}/api/session`, { method: 'POST', headers, body: JSON.stringify({ code }) })
}

it('leads from the printed link over token and ticket to the core, and closes in order', async () => {
  const { origin } = await start({ printLink: true })
  expect(lines[0]).toBe(`LISTENING ${origin}`)
  expect(lines[1]).toContain(join(folder, 'data'))
  const answer = await sessionOf(origin, codeIn(lines.find((line) => line.startsWith('LINK '))))
  const { token } = z.object({ token: z.string() }).parse(await answer.json())
  const bought = await fetch(`${origin}/api/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-plumbline-token': token },
    body: '{}',
  })
  const { ticket } = z.object({ ticket: z.string() }).parse(await bought.json())
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['plumbline', `ticket.${ticket}`])
  const gone = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve, { once: true }))
  const client = createORPCClient<{ ping(input: Record<string, never>): Promise<string> }>(
    new RPCLink({ websocket: socket }),
  )
  expect(await client.ping({})).toBe('pong')

  await host?.close()
  expect((await gone).code).toBe(1001)
  expect(closed).toBe(1)
  await expect(fetch(origin)).rejects.toThrow()
  const [log = ''] = await readdir(join(folder, 'data', 'logs'))
  const text = await readFile(join(folder, 'data', 'logs', log), 'utf8')
  expect(text).toContain('host-started')
  for (const secret of [token, ticket, codeIn(lines.at(-1))]) expect(text).not.toContain(secret)
})

it('gives a fresh link for each Enter, and the one before is void', async () => {
  const { origin } = await start({ interactive: true })
  const first = codeIn(lines.find((line) => line.includes('#code=')))
  enter()
  const second = codeIn(lines.at(-1))
  expect(second).not.toBe(first)
  expect((await sessionOf(origin, first)).status).toBe(401)
  expect((await sessionOf(origin, second)).status).toBe(200)
})

it('writes no link where nobody reads the output', async () => {
  await start()
  expect(lines.join('\n')).not.toContain('#code')
})

it('serves the page and its files and nothing else of the folder', async () => {
  const { origin } = await start()
  const statusOf = async (path: string) => (await fetch(`${origin}${path}`)).status
  expect(await statusOf('/')).toBe(200)
  expect(await statusOf('/assets/main.js')).toBe(200)
  expect(await statusOf('/notes.txt')).toBe(404)
  expect(await statusOf('/../data/keys.json')).toBe(404)
})

it('closes the core again where the port is taken', async () => {
  const first = await start()
  const port = Number(new URL(first.origin).port)
  await expect(start({ port })).rejects.toMatchObject({ code: 'in-use' })
  expect(closed).toBe(1)
})

it('says that the page was not built', async () => {
  await rm(join(folder, 'page', 'index.html'))
  await expect(start()).rejects.toMatchObject({ tell: expect.stringContaining('npm run build') })
})
