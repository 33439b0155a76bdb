import type BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'

/** `ledger` holds what no vendor can give back, `cache` what a new sync rebuilds. */
export type DatabaseFile = 'ledger' | 'cache'

type Setting = { pragma: string; set: string; expect: string | number }

/** The settings of a connection (R26) and what reading each one back must give. */
export function databaseSettings(file: DatabaseFile, platform: NodeJS.Platform): readonly Setting[] {
  const both: Setting[] = [
    { pragma: 'busy_timeout', set: '5000', expect: 5000 },
    { pragma: 'journal_mode', set: 'wal', expect: 'wal' },
    file === 'ledger'
      ? { pragma: 'synchronous', set: 'FULL', expect: 2 }
      : { pragma: 'synchronous', set: 'NORMAL', expect: 1 },
    { pragma: 'foreign_keys', set: 'ON', expect: 1 },
    // FAST leaves deleted names readable in the file and its WAL (R23).
    { pragma: 'secure_delete', set: 'ON', expect: 1 },
    { pragma: 'trusted_schema', set: 'OFF', expect: 0 },
    { pragma: 'cell_size_check', set: 'ON', expect: 1 },
    { pragma: 'mmap_size', set: '0', expect: 0 },
    { pragma: 'temp_store', set: 'MEMORY', expect: 2 },
  ]
  const cache: Setting[] = [
    { pragma: 'cache_size', set: '-65536', expect: -65536 },
    // 64 MiB of 4 KiB pages between checkpoints: the ingest of a large side then writes each page less often.
    { pragma: 'wal_autocheckpoint', set: '16384', expect: 16384 },
  ]
  // Plain fsync on macOS does not flush the drive.
  const mac: Setting[] = [
    { pragma: 'fullfsync', set: 'ON', expect: 1 },
    { pragma: 'checkpoint_fullfsync', set: 'ON', expect: 1 },
  ]
  return [...both, ...(file === 'cache' ? cache : []), ...(platform === 'darwin' ? mac : [])]
}

/** Sets every setting and reads it back; a reader takes the journal mode as it is. Throws AppError `storage-failed`. */
export function applySettings(sql: BetterSqlite3.Database, settings: readonly Setting[]): void {
  for (const { pragma, set, expect } of settings) {
    if (!(pragma === 'journal_mode' && sql.readonly)) sql.pragma(`${pragma} = ${set}`)
    const stands = sql.pragma(pragma, { simple: true })
    if (stands === expect) continue
    throw new AppError('storage-failed', {
      blame: 'settings',
      tell: 'The database on this computer did not accept a setting that protects your data, so the workspace was not opened. Check that the workspace lies on a local disk and that Plumbline was installed completely, then start it again.',
      log: `setting ${pragma} reads ${String(stands)} instead of ${expect}`,
    })
  }
}

/** SQLite before 3.51.3 can lose committed pages when two connections checkpoint at once (R27). */
export function isSafeSqlite(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor === 44) return patch >= 6
  if (minor === 50) return patch >= 7
  return minor > 51 || (minor === 51 && patch >= 3)
}

/** Refuses a SQLite that can lose data. Throws AppError `storage-failed`. */
export function assertSafeSqlite(version: string): void {
  if (isSafeSqlite(version)) return
  throw new AppError('storage-failed', {
    blame: 'settings',
    tell: 'This installation of Plumbline carries a database engine that can lose data, so the workspace was not opened. Install Plumbline again from a complete package.',
    log: `SQLite ${version} is not safe`,
  })
}
