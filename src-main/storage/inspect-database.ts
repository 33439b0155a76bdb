import { existsSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'
import type { DatabaseFile } from './database-settings.ts'
import { applicationId, connectEncrypted, noCipherError } from './encrypted-connection.ts'
import { schemaVersion } from './migrate.ts'
import { asStorageError, damagedError, errorCodeOf } from './storage-error.ts'

/**
 * True where the file can be read without a key. Asked of SQLite and not of the file system: closing a plain handle of a
 * database drops every POSIX lock that this process holds on it (sqlite.org/howtocorrupt.html, 2.2).
 */
function isPlain(path: string): boolean {
  const sql = new BetterSqlite3(path, { readonly: true, fileMustExist: true })
  try {
    sql.pragma('user_version')
    return true
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'SQLITE_NOTADB') return false
    throw thrown
  } finally {
    sql.close()
  }
}

/** Refuses a file that is empty or not encrypted. Throws AppError `workspace-damaged`. */
export function assertNotPlain(path: string): void {
  const name = basename(path)
  if (statSync(path).size === 0) throw damagedError(name, 'file is empty')
  if (!isPlain(path)) return
  throw new AppError('workspace-damaged', {
    blame: 'settings',
    tell: `The file ${name} of this workspace is not encrypted, so Plumbline did not write it and does not open it. Nothing was changed. Put the right ${name} back, or move this file away if you do not need it.`,
    log: `${name} is a plain database`,
  })
}

/** Proves that a file just made cannot be read without a key: a build whose cipher does nothing is refused (R13). */
export function assertEncrypted(path: string): void {
  if (isPlain(path)) throw noCipherError()
}

/** True where the key fits but the first page is damaged. */
function keyFits(path: string, key: Buffer): boolean {
  const sql = connectEncrypted({ path, key, readonly: true, ignoreSeal: true })
  try {
    // Either number survives a flipped bit elsewhere; under another key both are noise.
    const version = schemaVersion(sql)
    return sql.pragma('application_id', { simple: true }) === applicationId || (version > 0 && version < 10_000)
  } catch {
    return false
  } finally {
    sql.close()
  }
}

function wrongKeyError(file: DatabaseFile, name: string): AppError {
  if (file === 'cache') {
    return new AppError('workspace-damaged', {
      blame: 'settings',
      tell: `The file ${name} of this workspace was made with other keys, or its first page is damaged, so it cannot be read. Nothing was changed. It only holds what a new sync reads again: close Plumbline, move ${name} out of the workspace folder, start again and sync.`,
      log: `wrong key for ${name}`,
    })
  }
  return new AppError('workspace-wrong-key', {
    blame: 'settings',
    tell: `The key of this workspace does not open ${name}, or its first page is damaged. Nothing was changed. If keys.json or the key file was replaced, put the one back that belongs to this workspace; otherwise put a good copy of ${name} back from the folder "backups".`,
    log: `wrong key for ${name}`,
  })
}

function newerError(name: string, stands: number, known: number): AppError {
  return new AppError('workspace-newer', {
    blame: 'settings',
    tell: `The file ${name} of this workspace was written by a newer Plumbline. Nothing was changed. Open the workspace with that version, or install the newest one here.`,
    log: `${name} has schema ${stands}, known is ${known}`,
  })
}

type InspectInput = {
  path: string
  key: Buffer
  file: DatabaseFile
  /** The newest schema this program knows. */
  known: number
  /** Reads every page and checks its seal and structure. */
  quickCheck: boolean
  /** True for who holds the writer role: nobody else can have a WAL in use, so the traces of looking can go. */
  alone: boolean
}

function look({ path, key, file, known, quickCheck }: Omit<InspectInput, 'alone'>): Inspected {
  const name = basename(path)
  const sql = connectEncrypted({ path, key, readonly: true })
  try {
    const version = schemaVersion(sql)
    if (version > known) throw newerError(name, version, known)
    if (version < 1 || sql.pragma('application_id', { simple: true }) !== applicationId) {
      throw damagedError(name, `schema ${version} under a foreign application id`)
    }
    if (quickCheck) assertSound(sql, name)
    const fence = sql.prepare('SELECT number FROM fence WHERE id = 1').pluck().get() as number
    return { version, fence }
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'SQLITE_NOTADB' && !keyFits(path, key)) throw wrongKeyError(file, name)
    throw thrown
  } finally {
    sql.close()
  }
}

/** Runs `quick_check`. Throws AppError `workspace-damaged`. */
export function assertSound(sql: BetterSqlite3.Database, name: string): void {
  const answer = sql.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw damagedError(name, 'quick_check found damage')
}

/** What stands in a database: its schema version and the number of its newest writer. */
export type Inspected = { version: number; fence: number }

/**
 * Looks into an existing database without changing a byte of it: a connection that only reads never checkpoints the WAL.
 * Throws AppError `workspace-damaged`, `workspace-wrong-key` (for the cache `workspace-damaged`), `workspace-newer` or
 * `storage-failed`.
 */
export function inspectDatabase(input: InspectInput): Inspected {
  const { path, alone } = input
  const traces = [`${path}-wal`, `${path}-shm`].filter((trace) => !existsSync(trace))
  try {
    assertNotPlain(path)
    return look(input)
  } catch (thrown) {
    throw asStorageError(thrown, basename(path)) ?? thrown
  } finally {
    // Looking at a cleanly closed file makes an empty WAL; the file is left as it was found, also where another file of
    // the workspace is refused after it. Whoever only reads leaves it there: a writer may just have opened it.
    if (alone) for (const trace of traces) rmSync(trace, { force: true })
  }
}
