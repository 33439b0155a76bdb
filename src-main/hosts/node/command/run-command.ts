import { assertNever } from '#contract/assert-never'
import { toErrorData } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import type { App } from '../../../create-app.ts'
import type { CommandIo } from './command-io.ts'
import { type CommandOptions, commandUsage, parseCommand, WrongUse } from './command-options.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { exportCommand } from './export-command.ts'
import { listCommand } from './list-command.ts'
import { clientOf, openForCommand } from './open-command.ts'
import { statusCommand } from './status-command.ts'
import { syncCommand } from './sync-command.ts'

type CommandInput = {
  argv: readonly string[]
  cwd: string
  io: CommandIo
  /** Opens the workspace that the options name, in this process. */
  openApp(options: CommandOptions): Promise<App>
}

/**
 * Runs one command over the core in this process, closes it in order and tells the exit code. Never throws: what goes
 * wrong is a sentence on the error output.
 */
export async function runCommand({ argv, cwd, io, openApp }: CommandInput): Promise<ExitCode> {
  try {
    const options = parseCommand({ argv, cwd })
    if (options.help) {
      await io.out(commandUsage)
      return exitCodes.inSync
    }
    const app = await openApp(options)
    try {
      const client = clientOf(app)
      await openForCommand(client, io, options.passphraseFromInput)
      const exitCode = await perform(client, options, io)
      io.signal.throwIfAborted()
      return exitCode
    } finally {
      await app.close()
    }
  } catch (thrown) {
    if (io.signal.aborted) {
      io.complain('Stopped. What was complete before still holds.')
      return exitCodes.stopped
    }
    if (thrown instanceof WrongUse) {
      io.complain(`${thrown.message} "npx plumbline ${argv[0] ?? ''} --help" shows what it takes.`)
      return exitCodes.wrongUse
    }
    io.complain(toErrorData(thrown).tell)
    return exitCodes.failed
  }
}

function perform(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  switch (options.command) {
    case 'sync':
      return syncCommand(client, options, io)
    case 'list':
      return listCommand(client, options, io)
    case 'export':
      return exportCommand(client, options, io)
    case 'status':
      return statusCommand(client, options, io)
    default:
      return assertNever(options.command)
  }
}
