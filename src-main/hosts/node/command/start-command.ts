import { createApp } from '../../../create-app.ts'
import { systemClock } from '../../../platform/clock.ts'
import { createFileLogger } from '../../../platform/file-logger.ts'
import { storedKeyProvider } from '../../../platform/stored-key-provider.ts'
import { thisComputer, workspacePlaces } from '../../../platform/workspace-places.ts'
import { askPassphrase, readPassphrase } from './ask-passphrase.ts'
import type { CommandIo } from './command-io.ts'
import { exitCodes } from './exit-code.ts'
import { runCommand } from './run-command.ts'

/** Longest a stop may take: a write under way ends or is rolled back well within it. */
const stopWithinMs = 5000

/** What a write to a pipe fails with once nobody reads it any more ("| head"); `EOF` on Windows. */
const readerGone = new Set<unknown>(['EPIPE', 'EOF'])

/** Writes the text and tells whether somebody still reads. */
const write = (stream: NodeJS.WritableStream, text: string): Promise<boolean> =>
  new Promise((resolve, reject) =>
    stream.write(text, (error) => {
      if (error && !readerGone.has((error as { code?: unknown }).code)) reject(error)
      else resolve(!error)
    }),
  )

/** Standard streams of this process. A reader that went away has seen enough: the command ends as it would have. */
function processIo(): CommandIo {
  const stop = new AbortController()
  let read = true
  stop.signal.addEventListener('abort', () => {
    setTimeout(() => process.exit(exitCodes.stopped), stopWithinMs).unref()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  // Each write tells what went wrong with it; an error that nobody listens to would end the process.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const seen = process.stderr.isTTY === true
  return {
    async out(text) {
      read = read && (await write(process.stdout, text))
      return read
    },
    complain: (line) => void process.stderr.write(`${line}\n`),
    terminal: seen ? process.stderr : null,
    askPassphrase:
      seen && process.stdin.isTTY === true
        ? () => askPassphrase({ input: process.stdin, output: process.stderr, stop })
        : null,
    readPassphrase: () => readPassphrase({ input: process.stdin, stop }),
    signal: stop.signal,
  }
}

type Started = {
  argv: readonly string[]
  version: string
  /** The built cache worker. */
  workerFile: URL
}

/** Runs the command of this process's command line and ends the process with its exit code. */
export async function startCommand({ argv, version, workerFile }: Started): Promise<void> {
  const code = await runCommand({
    argv,
    cwd: process.cwd(),
    io: processIo(),
    openApp(options) {
      const { folder, keysFile, keyFile, logs } = workspacePlaces(options, thisComputer())
      return createApp({
        folder,
        demo: options.demo,
        keyProvider: storedKeyProvider({ keysFile, keyFile }),
        clock: systemClock,
        logger: createFileLogger({ folder: logs, clock: systemClock }),
        version,
        workerFile,
        trigger: 'command',
      })
    },
  })
  process.exit(code)
}
