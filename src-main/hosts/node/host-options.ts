import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError } from '#contract/errors'

/** How the Node host was asked to start. */
export const HostOptions = z.strictObject({
  demo: z.boolean(),
  /** Absolute. Absent for the place of `workspacePlaces`. */
  folder: z.string().optional(),
  port: z.coerce.number().int().min(0).max(65_535),
  openBrowser: z.boolean(),
  /** Prints the link for a program to read, and a fresh one for each line it sends; tests use it. */
  printLink: z.boolean(),
  /** Seed of a new demo world, so that a test sees the same one each time; random where absent. */
  demoSeed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  help: z.boolean(),
})
export type HostOptions = z.infer<typeof HostOptions>

export const usage = `Plumbline finds where two schedules disagree.

  npm run demo                    opens the demo workspace
  npm start                       opens your own workspace

  npm start -- --workspace DIR    keeps the workspace in this folder
  npm start -- --port N           uses this port of this computer instead of a free one
  npm start -- --no-open          does not open the browser

  npx plumbline sync, list, export or status works in this terminal, without a page: add --help
`

type Started = { argv: readonly string[]; env: Readonly<Record<string, string | undefined>>; cwd: string }

/** Reads arguments and environment. Throws AppError `bad-input` that names the argument. */
export function parseHostOptions({ argv, env, cwd }: Started): HostOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'print-link': { type: 'boolean' },
        'demo-seed': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const unknown = positionals.find((word) => word !== 'demo')
    if (unknown !== undefined) throw new TypeError(`"${unknown}" is not known`)
    if (values.workspace === '') throw new TypeError('"--workspace" names no folder')
    const asked = HostOptions.safeParse({
      demo: positionals.length > 0,
      ...(values.workspace === undefined ? {} : { folder: resolve(cwd, values.workspace) }),
      port: values.port ?? 0,
      openBrowser: !values['no-open'] && (env['CI'] ?? '') === '',
      printLink: values['print-link'] ?? false,
      ...(values['demo-seed'] === undefined ? {} : { demoSeed: values['demo-seed'] }),
      help: values.help ?? false,
    })
    if (!asked.success) throw new TypeError('"--port" takes a number from 0 to 65535, "--demo-seed" a whole number')
    return asked.data
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : 'an argument cannot be read'
    throw new AppError('bad-input', {
      blame: 'settings',
      tell: `Plumbline was started with something it does not understand: ${problem}. Start it with "--help" to see what it takes.`,
      cause,
    })
  }
}
