import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AppError, toErrorData } from '#contract/errors'
import { createApp } from '../../create-app.ts'
import { storedKeyProvider } from '../../platform/stored-key-provider.ts'
import { thisComputer, workspacePlaces } from '../../platform/workspace-places.ts'
import { isCommand } from './command/command-options.ts'
import { exitCodes } from './command/exit-code.ts'
import { startCommand } from './command/start-command.ts'
import { parseHostOptions, usage } from './host-options.ts'
import { runNodeHost, type Terminal } from './run-node-host.ts'

/** Longest a stop may take: a write under way ends or is rolled back well within it. */
const stopWithinMs = 5000

const say = (line: string) => void process.stdout.write(`${line}\n`)

const terminal: Terminal = {
  interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  say,
  onLine(listener) {
    const onData = (chunk: Buffer) => {
      if (chunk.includes('\n')) listener()
    }
    process.stdin.on('data', onData)
    return () => {
      process.stdin.off('data', onData)
      process.stdin.pause()
    }
  },
}

/** Starts the Node host from its command line; `entry` is the URL of the built entry, out/main/node.js. */
export async function startFromTerminal(entry: string): Promise<void> {
  try {
    await start(entry)
  } catch (thrown) {
    fail(thrown)
  }
}

async function start(entry: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', entry), 'utf8')) as {
    version: string
  }
  const argv = process.argv.slice(2)
  if (isCommand(argv)) return startCommand({ argv, version, workerFile: new URL('./cache-worker.js', entry) })
  const options = parseHostOptions({ argv, env: process.env, cwd: process.cwd() })
  if (options.help) return say(usage)
  const places = workspacePlaces(options, thisComputer())
  const { keysFile, keyFile } = places
  const host = await runNodeHost({
    options,
    places,
    version,
    pageFolder: fileURLToPath(new URL('../renderer', entry)),
    workerFile: new URL('cache-worker.js', entry),
    keyProvider: storedKeyProvider({ keysFile, keyFile }),
    createApp: (input) => createApp({ ...input, workerFile: new URL('./cache-worker.js', entry) }),
    terminal,
  })
  let stopping = false
  // Asked twice it still ends in order: a terminal and the starter each pass the same signal on.
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    host.close().then(
      () => process.exit(0),
      (thrown: unknown) => fail(thrown),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}

function fail(thrown: unknown): void {
  process.stderr.write(`${toErrorData(thrown).tell}\n`)
  // A person sees the sentence; whoever mends a bug needs its place. Errors of ours carry nothing more.
  if (!(thrown instanceof AppError) && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`)
  // A mistyped command must not look like one that found differences.
  process.exit(toErrorData(thrown).code === 'bad-input' ? exitCodes.wrongUse : 1)
}
