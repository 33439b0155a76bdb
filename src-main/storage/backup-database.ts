import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { connectEncrypted } from './encrypted-connection.ts'
import { assertNotPlain, assertSound } from './inspect-database.ts'
import { schemaVersion } from './migrate.ts'
import { damagedError } from './storage-error.ts'

const keep = 3
const namePattern = /^ledger-(\d{4})-schema-\d+\.db$/

/** Flushes a file or folder to the disk. Folders cannot be flushed on Windows. */
export function flush(path: string): void {
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const fd = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const numberOf = (name: string): number => Number(namePattern.exec(name)?.[1] ?? 0)

/** Rows by table, to hold a copy against its original. */
function countRows(sql: BetterSqlite3.Database): Record<string, number> {
  const names = sql
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[]
  return Object.fromEntries(
    names.map((name) => [
      name,
      sql
        .prepare(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)
        .pluck()
        .get() as number,
    ]),
  )
}

function assertRoom(
  name: string,
  { size, folder, freeBytes }: { size: number; folder: string; freeBytes: (folder: string) => number },
) {
  const free = freeBytes(folder)
  if (free >= 3 * size) return
  throw new AppError('disk-full', {
    blame: 'settings',
    tell: `This version of Plumbline must first update ${name} and needs ${Math.ceil((3 * size) / 1_048_576)} MB of free disk space for a backup; there are ${Math.floor(free / 1_048_576)} MB. Nothing was changed. Free some space and start again.`,
    log: `no room to back up ${name}: ${free} of ${3 * size}`,
  })
}

/** Bytes that this user may still write to the disk of `folder`. */
export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

type BackupInput = {
  /** The folder for backups; made where it is not there. */
  folder: string
  key: Buffer
  freeBytes?: (folder: string) => number
}

/**
 * Copies an open encrypted database into `folder` under the same key, opens the copy, counts it, and keeps the newest
 * three (R30). Returns the copy's path. Throws AppError `disk-full` or `workspace-damaged`; the database is untouched.
 */
export function backupDatabase(
  sql: BetterSqlite3.Database,
  { folder, key, freeBytes = freeBytesOf }: BackupInput,
): string {
  const name = basename(sql.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  assertSound(sql, name)
  assertRoom(name, { size: statSync(sql.name).size, folder, freeBytes })
  for (const left of readdirSync(folder).filter((entry) => entry.endsWith('.part'))) rmSync(join(folder, left))
  const earlier = readdirSync(folder).filter((entry) => namePattern.test(entry))
  const next = 1 + Math.max(0, ...earlier.map(numberOf))
  const path = join(folder, `ledger-${String(next).padStart(4, '0')}-schema-${schemaVersion(sql)}.db`)
  const part = `${path}.part`
  // VACUUM INTO writes into an empty file, which keeps the owner-only mode, and keeps the encryption.
  closeSync(openSync(part, 'wx', 0o600))
  chmodSync(part, 0o600)
  sql.prepare('VACUUM INTO ?').run(part)
  assertNotPlain(part)
  const copy = connectEncrypted({ path: part, key, readonly: true })
  try {
    assertSound(copy, basename(path))
    if (JSON.stringify(countRows(copy)) !== JSON.stringify(countRows(sql))) {
      throw damagedError(name, 'the backup does not hold the same rows')
    }
  } finally {
    copy.close()
  }
  flush(part)
  renameSync(part, path)
  flush(folder)
  const all = [...earlier, basename(path)].sort((a, b) => numberOf(b) - numberOf(a))
  for (const old of all.slice(keep)) rmSync(join(folder, old))
  return path
}

const listBackups = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((entry) => namePattern.test(entry)) : []

/** The highest number among the backups in `folder`; 0 where there is none. */
export const newestBackup = (folder: string): number => Math.max(0, ...listBackups(folder).map(numberOf))

/**
 * Takes every backup up to this number away, for they hold what was removed since (R23); a new one is made and counted
 * first, so that there is always one. Throws AppError `disk-full` or `workspace-damaged`; then all of them stand.
 */
export function replaceBackups(sql: BetterSqlite3.Database, { upTo, ...input }: BackupInput & { upTo: number }): void {
  const old = listBackups(input.folder).filter((name) => numberOf(name) <= upTo)
  if (old.length === 0) return
  backupDatabase(sql, input)
  for (const name of old) rmSync(join(input.folder, name), { force: true })
  flush(input.folder)
}
