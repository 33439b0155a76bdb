import type { CoreClient } from '#contract/procedures'
import type { CommandIo } from './command-io.ts'
import type { CommandOptions } from './command-options.ts'
import type { ExitCode } from './exit-code.ts'
import { filterOf } from './list-command.ts'
import { scopeOf, standingOf } from './pairings-in-scope.ts'
import { writeJson } from './write-json.ts'
import { writeWhole } from './write-whole.ts'

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
  await writeWhole(to, parts, { force, signal: io.signal })
  if (options.json) await writeJson(io, { command: 'export', exitCode, file: to, format })
  else await io.out(`Written to ${to}, readable by you only.\n`)
  return exitCode
}
