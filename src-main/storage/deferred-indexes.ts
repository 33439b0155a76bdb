import type { WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** The indexes over ids, which come in no order; the others follow the order of time, and cost little row by row. */
const overIds = ['record_version_group', 'record_version_reference']

/**
 * Drops the indexes over ids where the cache holds no record and no compare, so that a first load does without them; their
 * texts are kept until `restoreIndexes`. Building them at once afterwards writes each of their pages one
 * time, where row by row nearly every transaction would write nearly all of them. Nobody misses them meanwhile: whatever
 * names one of them belongs to a compare, and there is none.
 */
export function deferIndexes(db: WriteDb): void {
  db.transaction(() => {
    const holdsAny = prepared(
      db,
      'SELECT EXISTS (SELECT 1 FROM record_version) OR EXISTS (SELECT 1 FROM compare) AS holds',
    )
    if (holdsAny.pluck().get() === 1) return
    const found = prepared(
      db,
      `SELECT name, sql FROM sqlite_schema
       WHERE type = 'index' AND tbl_name = 'record_version' AND name IN (?, ?)`,
    ).all(overIds) as { name: string; sql: string }[]
    const keep = prepared(db, 'INSERT INTO deferred_index (name, sql) VALUES (?, ?)')
    for (const { name, sql } of found) {
      keep.run(name, sql)
      db.sql.exec(`DROP INDEX "${name}"`)
    }
  })
}

/**
 * Builds the indexes that a first load left out; where none was, nothing is done. Called before a read is closed, whoever
 * began the load and whether that program ended in it, and before a newer schema is made.
 */
export function restoreIndexes(db: WriteDb): void {
  const known = prepared(db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'deferred_index'")
  // A file of an older release, before its migration.
  if (known.get() === undefined) return
  const deferred = prepared(db, 'SELECT name, sql FROM deferred_index ORDER BY name').all() as {
    name: string
    sql: string
  }[]
  for (const { name, sql } of deferred) {
    db.transaction(() => {
      db.sql.exec(sql)
      prepared(db, 'DELETE FROM deferred_index WHERE name = ?').run(name)
    })
  }
}
