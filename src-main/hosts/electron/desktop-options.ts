import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError } from '#contract/errors'
import { isLink, linkAmong } from './deep-links.ts'

/** How the desktop application was asked to start. */
export type DesktopOptions = {
  demo: boolean
  /** Absolute. Absent for the place of `workspacePlaces`. */
  folder?: string
  /** Seed of a new demo world, so that a test sees the same one each time; random where absent. */
  demoSeed?: number
  /** A `plumbline://` link to go to first. */
  link: string | null
}

const Seed = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)

/**
 * What a person typed, out of a process's whole command line. A program that is not packaged stands there with its folder,
 * behind switches that a debugger or a test put before it.
 */
export function typedArguments(argv: readonly string[], packaged: boolean): string[] {
  const [, ...words] = argv
  return packaged ? words : words.slice(words.findIndex((word) => !word.startsWith('-')) + 1)
}

const ours = { workspace: { type: 'string' }, 'demo-seed': { type: 'string' } } as const

/**
 * Options that begin like ours and are none: a misspelt `--workspace` would open another one than was meant. All others
 * are left alone, since Electron, Chromium and desktop sessions have hundreds, none of which begins so.
 */
const misspelt = /^(wo|wr|demo|seed)/i

/**
 * Reads the arguments. Throws AppError `bad-input` for a word that is neither `demo` nor a link, and for a
 * misspelt option of ours.
 */
export function parseDesktopOptions(argv: readonly string[], cwd: string): DesktopOptions {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: ours,
  })
  const unknown =
    positionals.find((word) => word !== 'demo' && !isLink(word)) ??
    Object.keys(values).find((name) => !(name in ours) && misspelt.test(name))
  const seed = values['demo-seed'] === undefined ? undefined : Seed.safeParse(values['demo-seed'])
  const { workspace } = values
  const noFolder = workspace !== undefined && (typeof workspace !== 'string' || workspace === '')
  if (unknown !== undefined || seed?.success === false || noFolder) {
    const problem =
      unknown !== undefined
        ? `"${unknown}" is not known`
        : noFolder
          ? '"--workspace" names no folder'
          : '"--demo-seed" takes a whole number'
    throw new AppError('bad-input', {
      blame: 'settings',
      tell: `Plumbline was started with something it does not understand: ${problem}. It takes "demo" and "--workspace" with a folder.`,
    })
  }
  return {
    demo: positionals.includes('demo'),
    ...(typeof workspace === 'string' ? { folder: resolve(cwd, workspace) } : {}),
    ...(seed?.success ? { demoSeed: seed.data } : {}),
    link: linkAmong(argv),
  }
}
