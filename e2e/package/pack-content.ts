import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { extractAll } from '@electron/asar'
import { makePlaceholder } from './placeholder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type Packed = {
  /** The packed folder: what an installer would hold. */
  folder: string
  /** Its program. */
  program: string
  /** Files of the packed folder, and those of the archive in it, with `/`. */
  beside: string[]
  archived: string[]
  /** The archive's files in a folder of their own, the native one included. */
  extracted: string
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))

/** Packs the built program for Linux around a placeholder, for the package content check, and takes it apart again. */
export async function packContent(place: string): Promise<Packed> {
  const output = join(place, 'package-content-check')
  const placeholder = makePlaceholder(join(place, 'placeholder'))
  const packer = join(root, 'node_modules', 'electron-builder', 'cli.js')
  await promisify(execFile)(
    process.execPath,
    [
      ...[packer, '--linux', 'dir', `--${process.arch}`, '--publish', 'never'],
      ...['--config', 'resources/installer/electron-builder.mjs'],
      ...[`-c.electronDist=${placeholder}`, `-c.directories.output=${output}`],
    ],
    { cwd: root, env: { ...process.env, NODE_OPTIONS: undefined } },
  ).catch((thrown: Error) => {
    throw new Error(`package content check: the packer failed. ${thrown.message}`, { cause: thrown })
  })
  const folder = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`)
  const archive = join(folder, 'resources', 'app.asar')
  const extracted = join(place, 'extracted')
  extractAll(archive, extracted)
  return {
    ...{ folder, extracted, program: join(folder, 'plumbline') },
    beside: filesIn(folder),
    archived: filesIn(extracted),
  }
}
