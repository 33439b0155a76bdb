import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WriteDb } from './database.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { tidyFile } from './tidy-file.ts'

const megabyte = 1_048_576

let folder: string
let path: string
let db: WriteDb
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-tidy-'))
  path = join(folder, 'ledger.db')
  const key = Buffer.alloc(32, 9)
  db = openDatabase({ path, key, file: 'ledger', mode: 'write', fence: 1, migrations: ledgerMigrations })
  db.sql.exec('CREATE TABLE filler (id INTEGER PRIMARY KEY, bytes BLOB)')
})
afterEach(() => {
  db.sql.close()
  rmSync(folder, { recursive: true })
})

/** Fills the file to so many megabytes and frees some of them. */
function fill(megabytes: number, freed: number): void {
  const insert = db.sql.prepare('INSERT INTO filler VALUES (?, zeroblob(?))')
  db.transaction(() => {
    for (let id = 0; id < megabytes; id += 1) insert.run(id, megabyte)
    db.sql.prepare('DELETE FROM filler WHERE id < ?').run(freed)
  })
}

it('gives free pages back where they are many, unless it is told not to, and always cuts the log off', () => {
  fill(12, 5)
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(megabyte)
  expect(tidyFile(db, { shrink: false })).toEqual({ vacuumed: false, folded: true })
  expect(statSync(`${path}-wal`).size).toBe(0)
  expect(statSync(path).size).toBeGreaterThan(11 * megabyte)
  expect(tidyFile(db, { shrink: true })).toEqual({ vacuumed: true, folded: true })
  expect(statSync(path).size).toBeLessThan(8 * megabyte)
  expect(statSync(`${path}-wal`).size).toBe(0)
})

it('leaves the free pages of a file that would not fit into memory meanwhile', () => {
  // It is about pages, not about what they hold.
  db.sql.pragma('synchronous = OFF')
  db.sql.pragma('secure_delete = OFF')
  fill(88, 22)
  expect(tidyFile(db, { shrink: true })).toEqual({ vacuumed: false, folded: true })
  expect(db.sql.pragma('freelist_count', { simple: true })).toBeGreaterThan((21 * megabyte) / 4_096)
})
