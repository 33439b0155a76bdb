import { basename } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { AppError } from '#contract/errors'
import { asStorageError } from './storage-error.ts'

/** An open database that may be read. Close it with `sql.close()`. */
export type ReadDb = { readonly sql: BetterSqlite3.Database; readonly orm: BetterSQLite3Database }

/** An open database of the one writer, who holds fence number `fence`. */
export type WriteDb = ReadDb & {
  readonly fence: number
  /**
   * Runs `work` in BEGIN IMMEDIATE after checking the fence; a nested call joins the outer one, and where one of them
   * threw nothing is committed. Throws AppError `fenced`, `disk-full`, `workspace-damaged` or `storage-failed`.
   */
  transaction<T>(work: () => T): T
  /** Runs `work` once the transaction around this call is committed, and never where it is not. */
  onCommit(work: () => void): void
}

/** Dresses an open connection for reading. */
export const makeReadDb = (sql: BetterSqlite3.Database): ReadDb => ({ sql, orm: drizzle({ client: sql }) })

/** Another program became the writer while this one was paused or thought dead. */
export function fencedError(ours: number, theirs: number): AppError {
  return new AppError('fenced', {
    blame: 'settings',
    tell: 'Another Plumbline took over this workspace, so nothing more is saved from here. Close this window and continue in the other one, or close the other one and start Plumbline again.',
    log: `fence ${ours} superseded by ${theirs}`,
  })
}

/** Dresses an open, migrated connection for the writer that holds `fence`; the file must have its `fence` table. */
export function makeWriteDb(sql: BetterSqlite3.Database, fence: number): WriteDb {
  const name = basename(sql.name)
  const readFence = sql.prepare('SELECT number FROM fence WHERE id = 1').pluck()
  const begin = sql.prepare('BEGIN IMMEDIATE')
  const commit = sql.prepare('COMMIT')
  const rollback = sql.prepare('ROLLBACK')
  type Open = { failed: { thrown: unknown } | null; afterwards: (() => void)[] }
  let outer: Open | null = null

  function join<T>(open: Open, work: () => T): T {
    try {
      return work()
    } catch (thrown) {
      open.failed = { thrown }
      throw thrown
    }
  }

  function undo(): void {
    try {
      // SQLite has rolled back by itself after some errors (full disk).
      if (sql.inTransaction) rollback.run()
    } catch {
      // The first error tells what happened; a connection that cannot roll back loses the transaction on close.
    }
  }

  function transaction<T>(work: () => T): T {
    if (outer) return join(outer, work)
    const open: Open = { failed: null, afterwards: [] }
    outer = open
    try {
      begin.run()
      const stands = readFence.get() as number
      if (stands !== fence) throw fencedError(fence, stands)
      const result = work()
      if (result instanceof Promise) throw new Error('a transaction cannot wait: its work must not be async')
      if (open.failed) throw open.failed.thrown
      commit.run()
      for (const afterwards of open.afterwards) afterwards()
      return result
    } catch (thrown) {
      undo()
      throw asStorageError(thrown, name) ?? thrown
    } finally {
      outer = null
    }
  }

  function onCommit(work: () => void): void {
    if (!outer) throw new Error('there is no transaction to wait for')
    outer.afterwards.push(work)
  }

  return { ...makeReadDb(sql), fence, transaction, onCommit }
}
