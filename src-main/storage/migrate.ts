import type BetterSqlite3 from 'better-sqlite3'
import { fencedError } from './database.ts'

/** One step of a file's schema. Released texts are frozen: a test holds their hashes. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string }

/** The schema version a file has after all of `migrations`. */
export const latestVersion = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0

/** The schema version that stands in an open file. */
export const schemaVersion = (sql: BetterSqlite3.Database): number =>
  sql.pragma('user_version', { simple: true }) as number

function assertNumbered(migrations: readonly Migration[]): void {
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1) throw new Error(`migration ${version} (${name}) is out of order`)
  }
}

const hasFence = (sql: BetterSqlite3.Database): boolean =>
  sql.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'fence'").get() !== undefined

/** Fences whoever still holds the file open at the older schema. */
function raiseFence(sql: BetterSqlite3.Database, fence: number | undefined): void {
  if (!hasFence(sql)) return
  if (fence === undefined) sql.prepare('UPDATE fence SET number = number + 1').run()
  else sql.prepare('UPDATE fence SET number = ?').run(fence)
}

function runStep(sql: BetterSqlite3.Database, step: Migration, fence: number | undefined): void {
  sql.exec('BEGIN IMMEDIATE')
  try {
    if (schemaVersion(sql) >= step.version) {
      // Another program was faster; it then is the writer.
      throw fencedError(fence ?? 0, fence ?? 0)
    }
    if (step.version > 1) raiseFence(sql, fence)
    sql.exec(step.sql)
    const broken = sql.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0)
      throw new Error(`migration ${step.version} (${step.name}) breaks ${broken.length} references`)
    sql.pragma(`user_version = ${step.version}`)
    sql.exec('COMMIT')
  } catch (thrown) {
    if (sql.inTransaction) sql.exec('ROLLBACK')
    throw thrown
  }
}

type MigrateInput = {
  migrations: readonly Migration[]
  /** The number the file's fence is set to by each step; one more than it was where absent. */
  fence?: number | undefined
  /** Runs before the first step of a file that already holds data; throws to stop. */
  before?: (from: number) => void
}

/**
 * Brings an open file to the newest schema, each step one transaction with its `user_version` (R30). A file that is
 * newer must have been refused before. Returns the version it had.
 */
export function migrate(sql: BetterSqlite3.Database, { migrations, fence, before }: MigrateInput): number {
  assertNumbered(migrations)
  const from = schemaVersion(sql)
  const steps = migrations.filter(({ version }) => version > from)
  if (steps.length === 0) return from
  if (from > 0) before?.(from)
  // Rebuilding a table drops the old one, which with foreign keys on would delete what refers to it.
  sql.pragma('foreign_keys = OFF')
  try {
    for (const step of steps) runStep(sql, step, fence)
  } finally {
    sql.pragma('foreign_keys = ON')
  }
  return from
}
