import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { CoreClient } from '#contract/procedures'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The built entry of the program, and the Node it runs on. */
export const entry = join(root, 'out', 'main', 'node.js')
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

export type Workspace = 'demo' | 'own'

/** A running built host. */
export type Hosted = {
  origin: string
  /** Of the host's process. */
  pid: number
  /** A link with a fresh code; the one before is void. */
  freshLink(): Promise<string>
  /** Everything it printed on its error output. */
  complaints(): string
  /** Everything it printed on its ordinary output, links included. */
  printed(): string
  /** Ends it in order and tells its exit code. */
  stop(): Promise<number | null>
  /** Stops it answering without ending it; only `kill` ends it then. */
  hang(): void
  /** Ends it without warning. */
  kill(): Promise<void>
}

type HostedOptions = { workspace: Workspace; folder: string; home: string; args?: string[]; env?: NodeJS.ProcessEnv }

/** Starts the built Node host with the project's Node on its own folder and waits for its link. */
export async function startHosted({ workspace, folder, home, args = [], env = {} }: HostedOptions): Promise<Hosted> {
  if (!existsSync(entry)) throw new Error('The program is not built. Run "npm run build" first.')
  const asked = [
    ...(workspace === 'demo' ? ['demo', '--demo-seed', '7'] : []),
    '--workspace',
    folder,
    '--no-open',
    '--print-link',
    ...args,
  ]
  const config = {
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    LOCALAPPDATA: join(home, 'local'),
  }
  const child = spawn(node, [entry, ...asked], {
    // Who wants colours and who does not is between the test runner and its terminal: Node complains of both at once.
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...config, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk))
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk))
  const lines = linesOf(child, () => complaints)
  const origin = await lines.next('LISTENING ')
  let first: string | null = await lines.next('LINK ')
  return {
    origin,
    pid: child.pid ?? 0,
    async freshLink() {
      if (first !== null) {
        const link = first
        first = null
        return link
      }
      const next = lines.next('LINK ')
      child.stdin.write('\n')
      return await next
    },
    complaints: () => complaints,
    printed: () => printed,
    stop: () => end(child, 'SIGTERM'),
    hang: () => void child.kill('SIGSTOP'),
    kill: async () => void (await end(child, 'SIGKILL')),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return child.exitCode
}

/** Waits for lines that begin with a word; rejects when the program ends first. */
function linesOf(child: ChildProcess, complaints: () => string) {
  const kept: string[] = []
  const waiting: { word: string; found(rest: string): void; failed(error: Error): void }[] = []
  let ended: Error | null = null
  const match = () => {
    for (const wait of [...waiting]) {
      const index = kept.findIndex((line) => line.startsWith(wait.word))
      if (index === -1) continue
      waiting.splice(waiting.indexOf(wait), 1)
      wait.found((kept.splice(index, 1)[0] ?? '').slice(wait.word.length))
    }
  }
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      kept.push(line)
      match()
    })
  }
  child.once('exit', (code) => {
    ended = new Error(`The host ended with ${code}: ${complaints().trim() || '(it said nothing)'}`)
    for (const { failed } of waiting.splice(0)) failed(ended)
  })
  return {
    next: (word: string) =>
      new Promise<string>((found, failed) => {
        if (ended) return failed(ended)
        waiting.push({ word, found, failed })
        match()
      }),
  }
}

export type HostedClient = { client: CoreClient; close(): void }

/** A client of its own to the same core, to check facts behind the page; goes the way every program has to go. */
export async function connectClient({ origin }: { origin: string }, link: string): Promise<HostedClient> {
  const code = new URL(link).hash.slice('#code='.length)
  const { token } = await post<{ token: string }>(`${origin}/api/session`, { code }, { origin })
  const { ticket } = await post<{ ticket: string }>(`${origin}/api/ticket`, {}, { 'x-plumbline-token': token })
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, ['plumbline', `ticket.${ticket}`])
  socket.binaryType = 'arraybuffer'
  return { client: createORPCClient<CoreClient>(new RPCLink({ websocket: socket })), close: () => socket.close() }
}

async function post<Answer>(url: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
  const answer = await fetch(url, init)
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}`)
  return (await answer.json()) as Answer
}
