import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WriteDb } from './database.ts'
import type { Migration } from './migrate.ts'
import { fenceTableSql } from './migrations/fence-table.ts'
import { openDatabase } from './open-database.ts'

const migrations: Migration[] = [
  { version: 1, name: 'first', sql: `${fenceTableSql} CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;` },
]
const key = randomBytes(32)
let folder: string
let opened: WriteDb[] = []

const openCache = (fence?: number): WriteDb => {
  const path = join(folder, 'cache.db')
  const db = openDatabase({
    path,
    key,
    file: 'cache',
    mode: 'write',
    migrations,
    ...(fence === undefined ? {} : { fence }),
  })
  opened.push(db)
  return db
}
const add = (db: WriteDb, text: string) => db.sql.prepare('INSERT INTO note (text) VALUES (?)').run(text)
const notes = (db: WriteDb) => db.sql.prepare('SELECT text FROM note ORDER BY id').pluck().all()
const failure = (code: string) => expect.objectContaining({ code })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  opened = []
})
afterEach(() => {
  for (const db of opened) db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

it('commits what the work wrote and returns its result', () => {
  const db = openCache()
  expect(db.transaction(() => add(db, 'one').changes)).toBe(1)
  expect(notes(db)).toEqual(['one'])
})

it('undoes everything where the work throws, and passes the error on as it was', () => {
  const db = openCache()
  const ours = new Error('no')
  const attempt = () =>
    db.transaction(() => {
      add(db, 'one')
      throw ours
    })
  expect(attempt).toThrow(ours)
  expect(notes(db)).toEqual([])
})

it('lets nested calls join the outer transaction', () => {
  const db = openCache()
  db.transaction(() => {
    add(db, 'outer')
    db.transaction(() => add(db, 'inner'))
    expect(db.sql.inTransaction).toBe(true)
  })
  expect(notes(db)).toEqual(['outer', 'inner'])
})

it('commits nothing where a nested call failed and the outer work swallowed it', () => {
  const db = openCache()
  const attempt = () =>
    db.transaction(() => {
      add(db, 'outer')
      try {
        db.transaction(() => {
          add(db, 'half')
          throw new Error('inner')
        })
      } catch {
        // Swallowed on purpose.
      }
    })
  expect(attempt).toThrow('inner')
  expect(notes(db)).toEqual([])
})

it('does afterwards what waits for the commit, and never where nothing was committed', () => {
  const db = openCache()
  const done: string[] = []
  const later = (what: string) =>
    db.onCommit(() => done.push(`${what}, ${db.sql.inTransaction ? 'too early' : 'after'}`))
  db.transaction(() => {
    db.transaction(() => later('inner'))
    later('outer')
    expect(done).toEqual([])
  })
  const failing = () =>
    db.transaction(() => {
      later('undone')
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(done).toEqual(['inner, after', 'outer, after'])
})

it('refuses work that would go on after the commit', () => {
  const db = openCache()
  expect(() => db.transaction(async () => add(db, 'late'))).toThrow('cannot wait')
  expect(notes(db)).toEqual([])
})

it('shuts out the earlier writer once a later one opened the file', () => {
  const early = openCache(1)
  early.transaction(() => add(early, 'early'))
  const late = openCache(2)
  expect(() => early.transaction(() => add(early, 'too late'))).toThrow(failure('fenced'))
  late.transaction(() => add(late, 'late'))
  expect(notes(late)).toEqual(['early', 'late'])
})

it('does not open for a writer whose number is behind', () => {
  openCache(5)
  expect(() => openCache(4)).toThrow(failure('fenced'))
})

it('says that the disk is full, undoes the work and works again when there is room', () => {
  const db = openCache()
  const pages = db.sql.pragma('page_count', { simple: true }) as number
  db.sql.pragma(`max_page_count = ${pages + 2}`)
  expect(() => db.transaction(() => add(db, 'x'.repeat(100_000)))).toThrow(failure('disk-full'))
  db.sql.pragma('max_page_count = 100000')
  db.transaction(() => add(db, 'small'))
  expect(notes(db)).toEqual(['small'])
})
