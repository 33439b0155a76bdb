import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePaths } from './workspace-place.ts'

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** A database with what SQLite keeps beside it. */
const sizeOfDatabase = (path: string): number => sizeOf(path) + sizeOf(`${path}-wal`)

/** What a workspace takes on disk, in bytes. */
export function workspaceSizes({ ledger, cache, backups }: WorkspacePaths): {
  ledger: number
  cache: number
  backups: number
} {
  const kept = existsSync(backups) ? readdirSync(backups) : []
  return {
    ledger: sizeOfDatabase(ledger),
    cache: sizeOfDatabase(cache),
    backups: kept.reduce((sum, name) => sum + sizeOf(join(backups, name)), 0),
  }
}
