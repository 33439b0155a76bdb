import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** SHA-256 of the database driver's native files by name, in hex, as they were when the program was built. */
declare const __NATIVE_FILES__: Readonly<Record<string, string>>

/** Where the driver keeps them. They lie outside the archive, whose integrity Electron checks by itself. */
const nativeFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json')), 'prebuilds')

/** What is wrong with the native files of a folder; null where every one of them is the one that was built in. */
export function nativeProblem(folder: string, known: Readonly<Record<string, string>>): string | null {
  const names = readdirSync(folder).filter((name) => name.endsWith('.node'))
  if (names.length === 0) return 'there is none'
  const strange = names.find(
    (name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex') !== known[name],
  )
  return strange === undefined ? null : `${strange} is another file than the one that was built in`
}

/** Ends the process where the driver's native files were exchanged or are missing: nothing of them may run (T15). */
export function assertNativeFile(): void {
  const problem = nativeProblem(nativeFolder(), __NATIVE_FILES__)
  if (problem === null) return
  process.stderr.write(
    `The database driver of Plumbline is not the one it was built with: ${problem}. Install Plumbline again.\n`,
  )
  process.exit(nativeFileExit)
}

/** The core's exit code for it, by which the main process tells the person why. */
export const nativeFileExit = 86
