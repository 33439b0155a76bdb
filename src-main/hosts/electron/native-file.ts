import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** SHA-256 of the database driver's native files by name, in hex, as they were when the program was built. */
declare const __NATIVE_FILES__: Readonly<Record<string, string>>

/**
 * Where a file that a package names lies on disk: native files stand beside the archive, because the system loads no code
 * from inside one. What is hashed is then the very file that the driver loads, and not what the archive says of it.
 */
export const onDisk = (path: string): string => path.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2')

/** Where the driver keeps its native files. */
const nativeFolder = (): string =>
  onDisk(join(dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json')), 'prebuilds'))

/** The name of the file that the driver loads on this computer (its `lib/binding.js`). */
function ownName({ platform, arch }: { platform: NodeJS.Platform; arch: string }): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  const system = platform === 'linux' && header.glibcVersionRuntime === undefined ? 'linuxmusl' : platform
  return `${system}-${arch}.node`
}

type Files = { folder: string; known: Readonly<Record<string, string>>; own?: string }

/**
 * What is wrong with the native files of a folder, as the end of a sentence; null where the one of this computer (`own`)
 * is there and every one of them is one that was built in. A file too many may be loaded just as well.
 */
export function nativeProblem({ folder, known, own = ownName(process) }: Files): string | null {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.node'))
    if (!names.includes(own)) return `${own} is missing`
    const hash = (name: string): string =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')
    const strange = names.find((name) => hash(name) !== known[name])
    return strange === undefined ? null : `${strange} is another file than the one that was built in`
  } catch (thrown) {
    return `${own} cannot be read (${(thrown as NodeJS.ErrnoException).code ?? 'unknown'})`
  }
}

/** Ends the process where the driver's native files were exchanged or are missing: nothing of them may run (T15). */
export function assertNativeFile(): void {
  const problem = nativeProblem({ folder: nativeFolder(), known: __NATIVE_FILES__ })
  if (problem === null) return
  process.stderr.write(
    `The database driver of Plumbline is not the one it was built with: ${problem}. Install Plumbline again.\n`,
  )
  process.exit(nativeFileExit)
}

/** The core's exit code for it, by which the main process tells the person why. */
export const nativeFileExit = 86
