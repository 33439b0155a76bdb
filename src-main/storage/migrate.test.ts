import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Migration } from './migrate.ts'
import { fenceTableSql } from './migrations/fence-table.ts'
import { openDatabase } from './open-database.ts'

const first: Migration = {
  version: 1,
  name: 'places',
  sql: `${fenceTableSql}
    CREATE TABLE place (id TEXT PRIMARY KEY, zone TEXT) STRICT;
    CREATE TABLE visit (place_id TEXT NOT NULL REFERENCES place (id) ON DELETE CASCADE) STRICT;`,
}
/** Rebuilds a table others refer to, as a change of a constraint must. */
const second: Migration = {
  version: 2,
  name: 'zone is required',
  sql: `CREATE TABLE place_new (id TEXT PRIMARY KEY, zone TEXT NOT NULL) STRICT;
    INSERT INTO place_new SELECT id, coalesce(zone, 'UTC') FROM place;
    DROP TABLE place;
    ALTER TABLE place_new RENAME TO place;`,
}
const key = randomBytes(32)
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  path = join(folder, 'ledger.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (migrations: Migration[], freeBytes?: () => number) =>
  openDatabase({ path, key, file: 'ledger', mode: 'write', migrations, ...(freeBytes ? { freeBytes } : {}) })

const backups = () => readdirSync(join(folder, 'backups')).sort()
const rows = (db: ReturnType<typeof open>) => db.sql.prepare('SELECT id, zone FROM place ORDER BY id').raw().all()

/** A ledger of schema 1 with a place that must change, one that must not, and a row that refers to it. */
function makeFirst(): void {
  const db = open([first])
  db.sql.exec(
    "INSERT INTO place VALUES ('birch', 'Europe/Warsaw'), ('cedar', NULL); INSERT INTO visit VALUES ('birch')",
  )
  db.sql.close()
}

describe('migrating', () => {
  it('0002 fills the zone of old places and leaves set ones and what refers to them alone', () => {
    makeFirst()
    const db = open([first, second])
    expect(rows(db)).toEqual([
      ['birch', 'Europe/Warsaw'],
      ['cedar', 'UTC'],
    ])
    expect(db.sql.prepare('SELECT place_id FROM visit').pluck().all()).toEqual(['birch'])
    expect(db.sql.pragma('user_version', { simple: true })).toBe(2)
    expect(db.sql.pragma('foreign_keys', { simple: true })).toBe(1)
    db.sql.close()
  })

  it('shuts out whoever still has the file open at the older schema', () => {
    makeFirst()
    const old = open([first])
    const db = open([first, second])
    expect(() => old.transaction(() => undefined)).toThrow(expect.objectContaining({ code: 'fenced' }))
    expect(db.transaction(() => 'works')).toBe('works')
    db.sql.close()
    old.sql.close()
  })

  it('puts an encrypted, owner-only copy of the old ledger aside first', () => {
    makeFirst()
    open([first, second]).sql.close()
    expect(backups()).toEqual(['ledger-0001-schema-1.db'])
    const copy = join(folder, 'backups', 'ledger-0001-schema-1.db')
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readFileSync(copy).toString('latin1')).not.toContain('Europe/Warsaw')
    // The copy put in the ledger's place is the ledger as it was.
    writeFileSync(path, readFileSync(copy))
    const restored = open([first])
    expect(rows(restored)).toEqual([
      ['birch', 'Europe/Warsaw'],
      ['cedar', null],
    ])
    restored.sql.close()
  })

  it('keeps the newest three copies', () => {
    makeFirst()
    const steps = [first, second]
    for (let version = 3; version <= 7; version += 1) {
      steps.push({ version, name: `step ${version}`, sql: `CREATE TABLE step_${version} (id INTEGER) STRICT` })
      open([...steps]).sql.close()
    }
    expect(backups()).toEqual(['ledger-0003-schema-4.db', 'ledger-0004-schema-5.db', 'ledger-0005-schema-6.db'])
  })

  it('makes no copy where nothing is migrated', () => {
    makeFirst()
    open([first]).sql.close()
    expect(readdirSync(folder)).toEqual(['ledger.db'])
  })

  it('leaves the ledger at its old schema where there is no room for a copy', () => {
    makeFirst()
    expect(() => open([first, second], () => 3 * statSync(path).size - 1)).toThrow(
      expect.objectContaining({ code: 'disk-full' }),
    )
    const db = open([first])
    expect(db.sql.pragma('user_version', { simple: true })).toBe(1)
    db.sql.close()
  })

  it.each([
    ['fails half way', 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);'],
    ['breaks a reference', "DELETE FROM place WHERE id = 'birch';"],
  ])('undoes a whole step that %s', (_, sql) => {
    makeFirst()
    expect(() => open([first, { version: 2, name: 'bad', sql }])).toThrow()
    const db = open([first])
    expect(rows(db)).toHaveLength(2)
    expect(db.sql.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0)
    db.sql.close()
  })

  it('refuses steps that are out of order', () => {
    expect(() => open([first, { ...second, version: 3 }])).toThrow('out of order')
  })
})
