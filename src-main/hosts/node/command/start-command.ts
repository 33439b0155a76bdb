import { createApp } from '../../../create-app.ts'
import { systemClock } from '../../../platform/clock.ts'
import { createFileLogger } from '../../../platform/file-logger.ts'
import { nodeKeyProvider } from '../node-key-provider.ts'
import { thisComputer, workspacePlaces } from '../workspace-places.ts'
import { askPassphrase, readPassphrase } from './ask-passphrase.ts'
import type { CommandIo } from './command-io.ts'
import { exitCodes } from './exit-code.ts'
import { runCommand } from './run-command.ts'

/** Longest a stop may take: a write under way ends or is rolled back well within it. */
const stopWithinMs = 5000

const write = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())))

/** Standard streams of this process; a reader that went away ("| head") stops the command. */
function processIo(): CommandIo {
  const stop = new AbortController()
  const end = () => {
    stop.abort()
    setTimeout(() => process.exit(exitCodes.stopped), stopWithinMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  process.stdout.on('error', end)
  const seen = process.stderr.isTTY === true
  return {
    out: (text) => write(process.stdout, text),
    complain: (line) => void process.stderr.write(`${line}\n`),
    terminal: seen ? process.stderr : null,
    askPassphrase: seen && process.stdin.isTTY === true ? () => askPassphrase(process.stdin, process.stderr) : null,
    readPassphrase: () => readPassphrase(process.stdin),
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
        keyProvider: nodeKeyProvider({ keysFile, keyFile }),
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
