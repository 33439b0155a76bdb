import { closeSync, existsSync, openSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { asStorageError, errorCodeOf } from './storage-error.ts'
import { prepareWorkspaceFolder, type WorkspacePaths } from './workspace-place.ts'

/** The operating system's lock on a workspace; it dies with the process, so a killed program needs no manual step. */
export type WorkspaceLock = { release(): void }

/** Keeps held connections from the garbage collector, which would close them and give the lock away. */
const held = new Set<BetterSqlite3.Database>()

/**
 * Takes the lock, or returns null where another program (or another opening in this one) holds it. The lock is an open
 * exclusive transaction on an empty SQLite file, which locks the same way on every system. Nothing in this process may
 * open that file otherwise: on POSIX, closing any handle of it would drop the lock.
 */
export function lockWorkspace(path: string): WorkspaceLock | null {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const sql = new BetterSqlite3(path, { fileMustExist: true, timeout: 0 })
  try {
    sql.exec('BEGIN EXCLUSIVE')
  } catch (thrown) {
    sql.close()
    if (errorCodeOf(thrown).startsWith('SQLITE_BUSY')) return null
    throw thrown
  }
  held.add(sql)
  return {
    release: () => {
      held.delete(sql)
      sql.close()
    },
  }
}

/**
 * Works on the keys of a workspace while no program has it open, and keeps all others out meanwhile. Makes the folder
 * where it is not there. Throws AppError `workspace-taken`, `bad-input` (the folder), `disk-full`, `storage-failed`, and
 * what `work` throws.
 */
export async function withClosedWorkspace<T>(folder: string, work: (paths: WorkspacePaths) => Promise<T>): Promise<T> {
  try {
    const paths = prepareWorkspaceFolder(folder)
    const lock = lockWorkspace(paths.lock)
    if (!lock) {
      throw new AppError('workspace-taken', {
        blame: 'settings',
        tell: 'Another Plumbline has this workspace open, so its keys cannot be made anew now. Nothing was changed. Close the other one and try again.',
        log: 'keys are not made anew: the workspace is locked',
      })
    }
    try {
      return await work(paths)
    } finally {
      lock.release()
    }
  } catch (thrown) {
    throw asStorageError(thrown, 'the folder') ?? thrown
  }
}
