import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { backupDatabase, flush } from './backup-database.ts'
import { fencedError, makeReadDb, makeWriteDb, type ReadDb, type WriteDb } from './database.ts'
import { applySettings, assertSafeSqlite, type DatabaseFile, databaseSettings } from './database-settings.ts'
import { restoreIndexes } from './deferred-indexes.ts'
import { applicationId, connectEncrypted } from './encrypted-connection.ts'
import { assertEncrypted, inspectDatabase } from './inspect-database.ts'
import { latestVersion, type Migration, migrate } from './migrate.ts'
import { asStorageError } from './storage-error.ts'

type OpenInput = {
  path: string
  /** 32 bytes, the page key itself. */
  key: Buffer
  file: DatabaseFile
  migrations: readonly Migration[]
  /**
   * The writer's number: refused where the file stands at a higher one, else written into it. Left out, the handle
   * adopts the number that stands in the file (only for who is about to take the writer role).
   */
  fence?: number
  /** Tests state the free space; else the disk is asked. */
  freeBytes?: (folder: string) => number
}

/** Builds the whole file aside and renames it into place, so that a half-made file never stands at `path`. */
function createDatabase({ path, key, file, migrations }: OpenInput): void {
  const fresh = `${path}.new`
  for (const left of [fresh, `${fresh}-wal`, `${fresh}-shm`]) rmSync(left, { force: true })
  // Owner-only from the first byte; SQLite gives its WAL the same mode.
  closeSync(openSync(fresh, 'wx', 0o600))
  chmodSync(fresh, 0o600)
  const sql = connectEncrypted({ path: fresh, key, readonly: false })
  try {
    applySettings(sql, databaseSettings(file, process.platform))
    sql.pragma(`application_id = ${applicationId}`)
    // Nobody else holds a file that is not in its place yet, so its steps fence nobody.
    migrate(sql, { migrations, fence: 0 })
  } finally {
    sql.close()
  }
  assertEncrypted(fresh)
  for (const left of [`${fresh}-wal`, `${fresh}-shm`]) rmSync(left, { force: true })
  flush(fresh)
  renameSync(fresh, path)
  flush(dirname(path))
}

const readFence = (sql: BetterSqlite3.Database): number =>
  sql.prepare('SELECT number FROM fence WHERE id = 1').pluck().get() as number

/** Refuses a superseded writer before it touches the schema, else writes its number into the file. */
function takeFence(sql: BetterSqlite3.Database, fence: number): void {
  sql.exec('BEGIN IMMEDIATE')
  try {
    const stands = readFence(sql)
    if (fence < stands) throw fencedError(fence, stands)
    if (fence > stands) sql.prepare('UPDATE fence SET number = ? WHERE id = 1').run(fence)
    sql.exec('COMMIT')
  } catch (thrown) {
    if (sql.inTransaction) sql.exec('ROLLBACK')
    throw thrown
  }
}

function openForWriting(input: OpenInput): WriteDb {
  const { path, key, file, migrations, fence, freeBytes } = input
  const known = latestVersion(migrations)
  if (existsSync(path)) inspectDatabase({ path, key, file, known, quickCheck: file === 'ledger', alone: true })
  else createDatabase(input)
  const sql = connectEncrypted({ path, key, readonly: false })
  try {
    applySettings(sql, databaseSettings(file, process.platform))
    const backups = join(dirname(path), 'backups')
    if (fence !== undefined) takeFence(sql, fence)
    migrate(sql, {
      migrations,
      fence,
      before: () => {
        // The cache is rebuilt from the vendors, so only the ledger is worth a copy; but its steps find every index there.
        if (file === 'ledger') backupDatabase(sql, { folder: backups, key, ...(freeBytes ? { freeBytes } : {}) })
        else restoreIndexes(makeWriteDb(sql, fence ?? readFence(sql)))
      },
    })
    return makeWriteDb(sql, fence ?? readFence(sql))
  } catch (thrown) {
    sql.close()
    throw thrown
  }
}

function openForReading({ path, key, file, migrations }: OpenInput): ReadDb {
  const name = basename(path)
  if (!existsSync(path)) {
    throw new AppError('not-found', {
      blame: 'settings',
      tell: `The workspace has no file ${name} yet. Start Plumbline as its writer once, then try again.`,
      log: `${name} is not there to be read`,
    })
  }
  const known = latestVersion(migrations)
  const { version } = inspectDatabase({ path, key, file, known, quickCheck: false, alone: false })
  if (version < known) {
    throw new AppError('workspace-taken', {
      blame: 'settings',
      tell: 'An older Plumbline uses this workspace. Close it, then start this one again: it updates the files first.',
      log: `${name} has schema ${version}, ${known} is needed to read it`,
    })
  }
  const sql = connectEncrypted({ path, key, readonly: true })
  try {
    applySettings(sql, databaseSettings(file, process.platform))
    return makeReadDb(sql)
  } catch (thrown) {
    sql.close()
    throw thrown
  }
}

let sqliteVersion: string | null = null

function linkedSqlite(): string {
  if (sqliteVersion !== null) return sqliteVersion
  const memory = new BetterSqlite3(':memory:')
  sqliteVersion = memory.prepare('SELECT sqlite_version()').pluck().get() as string
  memory.close()
  return sqliteVersion
}

/**
 * Opens one of a workspace's two encrypted files with every setting read back. For writing it is made where it is not
 * there, checked (the ledger page by page), backed up (the ledger) and migrated; for reading it must be there and
 * current. Throws AppError: `workspace-wrong-key`, `workspace-damaged` (for the cache also where its key is not ours),
 * `workspace-newer`, `workspace-taken` (reading an older schema), `not-found` (reading), `fenced`, `disk-full`,
 * `storage-failed`. A file refused for its key, damage or version is left byte for byte as it was.
 */
export function openDatabase(input: OpenInput & { mode: 'write' }): WriteDb
export function openDatabase(input: OpenInput & { mode: 'read' }): ReadDb
export function openDatabase(input: OpenInput & { mode: 'read' | 'write' }): ReadDb | WriteDb
export function openDatabase({ mode, ...input }: OpenInput & { mode: 'read' | 'write' }): ReadDb | WriteDb {
  try {
    assertSafeSqlite(linkedSqlite())
    return mode === 'write' ? openForWriting(input) : openForReading(input)
  } catch (thrown) {
    throw asStorageError(thrown, basename(input.path)) ?? thrown
  }
}
