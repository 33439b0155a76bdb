import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { AppError } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import type { ExitCode } from './exit-code.ts'
import { filterOf } from './list-command.ts'
import { scopeOf, standingOf } from './pairings-in-scope.ts'
import { writeJson } from './write-json.ts'

function notWritten(path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const code = (cause as { code?: unknown } | null)?.code
  if (code === 'EEXIST') {
    return new AppError('in-use', {
      blame: 'settings',
      tell: `The file ${path} is there already and was left as it is. Choose another name, or write over it with "--force".`,
      cause,
    })
  }
  return new AppError(code === 'ENOSPC' ? 'disk-full' : 'storage-failed', {
    blame: 'settings',
    tell: `The file ${path} could not be written. Check that its folder is there, has room and may be written by you, then try again.`,
    cause,
  })
}

/** Writes a file that only its owner can read, whole or not at all. Throws AppError `in-use` where it is there already. */
async function writeParts(path: string, parts: AsyncIterable<string>, force: boolean): Promise<void> {
  // Written over only when whole; a new name is taken at once, so that two exports never share it.
  const target = force ? `${path}.${randomUUID()}.new` : path
  const handle = await open(target, 'wx', 0o600).catch((cause: unknown) => Promise.reject(notWritten(path, cause)))
  try {
    try {
      for await (const part of parts) await handle.write(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (force) await rename(target, path)
  } catch (cause) {
    await rm(target, { force: true })
    throw (cause as { syscall?: unknown } | null)?.syscall === undefined ? cause : notWritten(path, cause)
  }
}

/** Writes the open discrepancies under the filter into a file or onto the standard output. */
export async function exportCommand(client: CoreClient, options: CommandOptions, io: CommandIo): Promise<ExitCode> {
  const { to = '-', format, names, force } = options
  const scope = await scopeOf(client, options.facility)
  const filter = filterOf(scope, options)
  const { exitCode } = await standingOf(client, scope)
  const ask = { filter, order: 'time', format, withNames: names } as const
  const parts = await client.discrepancies.export(ask, { signal: io.signal })
  if (to === '-') {
    for await (const part of parts) if (!(await io.out(part))) break
    return exitCode
  }
  await writeParts(to, parts, force)
  if (options.json) await writeJson(io, { command: 'export', exitCode, file: to, format })
  else await io.out(`Written to ${to}, readable by you only.\n`)
  return exitCode
}
