import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The hash of every file of a workspace by its path, without its logs and SQLite's `-shm`: logs may grow, and that index
 * of the WAL is no data, whoever looks writes its read marks into it. The rest must not move.
 */
export function filePrints(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter(
    (name) => !name.startsWith('logs') && !name.endsWith('-shm') && statSync(join(folder, name)).isFile(),
  )
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}
