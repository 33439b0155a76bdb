import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { DiscrepancyKind } from '#contract/discrepancies'

export const CommandName = z.enum(['sync', 'list', 'export', 'status'])
export type CommandName = z.infer<typeof CommandName>

/** True where the command line asks for a command in the terminal instead of the page. */
export const isCommand = (argv: readonly string[]): boolean => CommandName.safeParse(argv[0]).success

/** What a command was asked to do. */
export const CommandOptions = z.strictObject({
  command: CommandName,
  demo: z.boolean(),
  /** Absolute. Absent for the place of `workspacePlaces`. */
  folder: z.string().optional(),
  passphraseFromInput: z.boolean(),
  json: z.boolean(),
  /** Name or id of a facility. */
  facility: z.string().min(1).optional(),
  kind: DiscrepancyKind.optional(),
  text: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100_000),
  names: z.boolean(),
  /** An absolute path, or `-` for the standard output. */
  to: z.string().min(1).optional(),
  format: z.enum(['csv', 'json']),
  force: z.boolean(),
  help: z.boolean(),
})
export type CommandOptions = z.infer<typeof CommandOptions>

/** The command line cannot be understood: exit code 64 and this sentence. */
export class WrongUse extends Error {}

export const commandUsage = `npx plumbline sync     reads both systems of every pairing and compares them
npx plumbline list     shows the open discrepancies
npx plumbline export   writes them into a file:  --to FILE (or -)  --format csv|json  --force
npx plumbline status   shows how each pairing stands

  --facility NAME     only this facility
  --kind KIND         ${DiscrepancyKind.options.join(', ')} (list, export)
  --text TEXT         found in worker, shift and both ids (list, export)
  --limit N           at most N rows, 100 unless told (list)
  --names             with names of people, which are left out otherwise (list, export)
  --json              one JSON document instead of lines
  --workspace DIR     the workspace in this folder;  --demo  the demo
  --passphrase-stdin  reads the passphrase from the standard input instead of asking for it

Exit codes: 0 in sync, 1 differences, 2 incomplete, 3 failed, 64 wrong use, 130 stopped.
`

const common = ['demo', 'workspace', 'passphrase-stdin', 'json', 'facility', 'help']
const taken: Record<CommandName, readonly string[]> = {
  sync: common,
  status: common,
  list: [...common, 'kind', 'text', 'limit', 'names'],
  export: [...common, 'kind', 'text', 'names', 'to', 'format', 'force'],
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        demo: { type: 'boolean' },
        workspace: { type: 'string' },
        'passphrase-stdin': { type: 'boolean' },
        json: { type: 'boolean' },
        facility: { type: 'string' },
        kind: { type: 'string' },
        text: { type: 'string' },
        limit: { type: 'string' },
        names: { type: 'boolean' },
        to: { type: 'string' },
        format: { type: 'string' },
        force: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    // Node adds advice on positional arguments, which no command takes.
    const problem = cause instanceof Error ? cause.message.split(/[.\n]/)[0] : 'An argument cannot be read'
    throw new WrongUse(`${problem}.`, { cause })
  }
}

/** Reads the arguments of a command; `argv[0]` is its name. Throws WrongUse with a sentence that names the argument. */
export function parseCommand({ argv, cwd }: { argv: readonly string[]; cwd: string }): CommandOptions {
  const { values, positionals } = readArguments(argv)
  const [name, extra] = positionals
  const command = CommandName.safeParse(name)
  if (!command.success) throw new WrongUse(`"${name ?? ''}" is no command.`)
  if (extra !== undefined) throw new WrongUse(`"${extra}" is not known.`)
  const stray = Object.keys(values).find((option) => !taken[command.data].includes(option))
  if (stray !== undefined) throw new WrongUse(`"${command.data}" does not take "--${stray}".`)
  const { workspace, 'passphrase-stdin': fromInput, to, ...given } = values
  if (workspace === '') throw new WrongUse('"--workspace" names no folder.')
  const asked = CommandOptions.safeParse({
    demo: false,
    json: false,
    limit: 100,
    names: false,
    format: 'csv',
    force: false,
    help: false,
    ...given,
    command: command.data,
    passphraseFromInput: fromInput ?? false,
    ...(workspace === undefined ? {} : { folder: resolve(cwd, workspace) }),
    ...(to === undefined ? {} : { to: to === '-' || to === '' ? to : resolve(cwd, to) }),
  })
  if (!asked.success) throw new WrongUse(`"--${String(asked.error.issues[0]?.path[0])}" cannot take that value.`)
  return checked(asked.data)
}

function checked(options: CommandOptions): CommandOptions {
  if (options.command !== 'export' || options.help) return options
  if (options.to === undefined) throw new WrongUse('"export" needs "--to FILE", or "--to -" for the standard output.')
  if (options.to === '-' && options.json)
    throw new WrongUse('"--json" and "--to -" both want the standard output. Leave one of them out.')
  return options
}
