import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseSettings, isSafeSqlite } from './database-settings.ts'
import type { Migration } from './migrate.ts'
import { fenceTableSql } from './migrations/fence-table.ts'
import { openDatabase } from './open-database.ts'

const migrations: Migration[] = [
  { version: 1, name: 'first', sql: `${fenceTableSql} CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;` },
]
const key = randomBytes(32)
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
  path = join(folder, 'ledger.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const openLedger = (more: { key?: Buffer; fence?: number; migrations?: Migration[] } = {}) =>
  openDatabase({ path, key, file: 'ledger', mode: 'write', migrations, ...more })

/** Every file of the folder with the hash of its bytes. */
const bytesOfFolder = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      return `${entry.name} ${createHash('sha256').update(bytes).digest('hex')}`
    })
    .sort()

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
  } catch (thrown) {
    return (thrown as { code?: unknown }).code
  }
  return 'nothing thrown'
}

/** Leaves the files as a killed process does: committed frames in the WAL, not yet in the file. */
function leaveAsKilled(change: (sql: BetterSqlite3.Database) => void): void {
  const db = openLedger()
  change(db.sql)
  const kept = ['', '-wal', '-shm'].map((end) => [`${path}${end}`, readFileSync(`${path}${end}`)] as const)
  db.sql.close()
  for (const [file, bytes] of kept) writeFileSync(file, bytes)
}

describe('opening a database', () => {
  it.each(['ledger', 'cache'] as const)('reads every setting of the %s back, as writer and as reader', (file) => {
    const writer = openDatabase({ path, key, file, mode: 'write', migrations })
    const reader = openDatabase({ path, key, file, mode: 'read', migrations })
    for (const { pragma, expect: value } of databaseSettings(file, process.platform)) {
      expect([pragma, writer.sql.pragma(pragma, { simple: true })]).toEqual([pragma, value])
      expect([pragma, reader.sql.pragma(pragma, { simple: true })]).toEqual([pragma, value])
    }
    expect(databaseSettings('ledger', 'darwin').map(({ pragma }) => pragma)).toContain('checkpoint_fullfsync')
    expect(codeOf(() => reader.sql.exec("INSERT INTO note (text) VALUES ('x')"))).toBe('SQLITE_READONLY')
    reader.sql.close()
    writer.sql.close()
  })

  it('keeps what was written and leaves one owner-only file behind', () => {
    const first = openLedger()
    first.transaction(() => first.sql.exec("INSERT INTO note (text) VALUES ('kept')"))
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
    first.sql.close()
    const again = openLedger()
    expect(again.sql.prepare('SELECT text FROM note').pluck().all()).toEqual(['kept'])
    again.sql.close()
    expect(readdirSync(folder)).toEqual(['ledger.db'])
  })

  it('uses the given 32 bytes as the page key itself', () => {
    openLedger().sql.close()
    const page = readFileSync(path).subarray(0, 4096)
    // Page layout of the cipher: data, 16 bytes nonce, 16 bytes tag; the nonce's last word, xor the page number, is the block counter.
    const nonce = page.subarray(4064, 4080)
    const block = (from: Buffer, counter: number, text: Buffer) => {
      const start = Buffer.alloc(4)
      start.writeUInt32LE(counter >>> 0)
      return createCipheriv('chacha20', from, Buffer.concat([start, nonce.subarray(0, 12)])).update(text)
    }
    const counter = nonce.readUInt32LE(12) ^ 1
    const once = block(key, counter, Buffer.alloc(64))
    const plain = block(once.subarray(32), counter + 1, page.subarray(24, 4064))
    expect(plain.subarray(68 - 24, 72 - 24).toString('latin1')).toBe('PLBL')
  })

  it('writes nothing readable: no header, no text, in file and WAL', () => {
    const db = openLedger()
    db.sql.prepare('INSERT INTO note (text) VALUES (?)').run('canary-7261')
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name)).toString('latin1')
      expect([name, text.includes('canary-7261'), text.includes('SQLite format 3')]).toEqual([name, false, false])
    }
    db.sql.close()
    expect(readFileSync(path).toString('latin1')).not.toContain('canary-7261')
  })

  it('refuses another key and leaves every byte as it was', () => {
    openLedger().sql.close()
    const before = bytesOfFolder()
    expect(codeOf(() => openLedger({ key: randomBytes(32) }))).toBe('workspace-wrong-key')
    expect(codeOf(() => openDatabase({ path, key: randomBytes(32), file: 'cache', mode: 'write', migrations }))).toBe(
      'workspace-damaged',
    )
    expect(bytesOfFolder()).toEqual(before)
    expect(codeOf(() => openDatabase({ path, key: randomBytes(32), file: 'ledger', mode: 'read', migrations }))).toBe(
      'workspace-wrong-key',
    )
  })

  it.each(['write', 'read'] as const)('refuses a newer schema (%s) and leaves every byte as it was', (mode) => {
    const db = openLedger()
    db.sql.pragma('user_version = 2')
    db.sql.close()
    const before = bytesOfFolder()
    expect(codeOf(() => openDatabase({ path, key, file: 'ledger', mode, migrations }))).toBe('workspace-newer')
    expect(bytesOfFolder().filter((line) => line.startsWith('ledger.db '))).toEqual(before)
    // A reader may leave an empty WAL: it cannot know whether a writer has just opened it.
    const left = readdirSync(folder).filter((name) => statSync(join(folder, name)).size > 0 && !name.endsWith('-shm'))
    expect(mode === 'write' ? readdirSync(folder) : left).toEqual(['ledger.db'])
  })

  it('sees a newer schema that a killed program left in the WAL, and leaves file and WAL as they were', () => {
    leaveAsKilled((sql) => sql.pragma('user_version = 2'))
    const durable = () => bytesOfFolder().filter((line) => !line.startsWith('ledger.db-shm'))
    const before = durable()
    expect(before).toHaveLength(2)
    expect(codeOf(() => openLedger())).toBe('workspace-newer')
    expect(durable()).toEqual(before)
  })

  it('goes on after a killed program without a manual step', () => {
    leaveAsKilled((sql) => sql.exec("INSERT INTO note (text) VALUES ('acknowledged')"))
    const db = openLedger()
    expect(db.sql.prepare('SELECT text FROM note').pluck().all()).toEqual(['acknowledged'])
    db.sql.close()
  })

  it('starts over where a killed program left a half-made file aside', () => {
    writeFileSync(`${path}.new`, randomBytes(5000))
    openLedger().sql.close()
    expect(readdirSync(folder)).toEqual(['ledger.db'])
  })

  it.each([
    ['an empty file', () => Buffer.alloc(0)],
    ['noise', () => randomBytes(8192)],
    ['a cut file', (bytes: Buffer) => bytes.subarray(0, 4096 + 100)],
    ['a damaged first page', (bytes: Buffer) => Buffer.from(bytes).fill(1, 200, 230)],
    ['a damaged later page', (bytes: Buffer) => Buffer.from(bytes).fill(1, 4096 + 200, 4096 + 230)],
  ] as [string, (bytes: Buffer) => Buffer][])('refuses %s as damaged or foreign and does not touch it', (_, damage) => {
    openLedger().sql.close()
    writeFileSync(path, damage(readFileSync(path)))
    const before = bytesOfFolder()
    expect(['workspace-damaged', 'workspace-wrong-key']).toContain(codeOf(() => openLedger()))
    expect(bytesOfFolder()).toEqual(before)
  })

  it('tells a damaged first page from a wrong key', () => {
    openLedger().sql.close()
    const bytes = readFileSync(path)
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000)
    writeFileSync(path, bytes)
    expect(codeOf(() => openLedger())).toBe('workspace-damaged')
  })

  it('refuses a file that is a plain SQLite database', () => {
    const plain = new BetterSqlite3(path)
    plain.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)')
    plain.close()
    const before = bytesOfFolder()
    expect(codeOf(() => openLedger())).toBe('workspace-damaged')
    expect(bytesOfFolder()).toEqual(before)
  })

  it('detects 300 of 300 flipped bits', () => {
    const db = openLedger()
    const add = db.sql.prepare('INSERT INTO note (text) VALUES (?)')
    db.transaction(() => {
      for (let id = 0; id < 300; id += 1) add.run(`Note ${id} of an invented person`.repeat(4))
    })
    db.sql.close()
    const good = readFileSync(path)
    let served = 0
    for (let flip = 0; flip < 300; flip += 1) {
      const bad = Buffer.from(good)
      const at = randomBytes(4).readUInt32LE() % bad.length
      bad.writeUInt8(bad.readUInt8(at) ^ (1 << (flip % 8)), at)
      writeFileSync(path, bad)
      const code = codeOf(() => openLedger())
      if (code !== 'workspace-damaged' && code !== 'workspace-wrong-key') served += 1
    }
    expect(served).toBe(0)
  })

  it('is not found for a reader before a writer made it', () => {
    expect(codeOf(() => openDatabase({ path, key, file: 'cache', mode: 'read', migrations }))).toBe('not-found')
    expect(existsSync(path)).toBe(false)
  })

  it('refuses a reader that knows a newer schema than stands in the file', () => {
    openLedger().sql.close()
    const newer = [...migrations, { version: 2, name: 'second', sql: 'CREATE TABLE more (id INTEGER) STRICT' }]
    expect(codeOf(() => openDatabase({ path, key, file: 'ledger', mode: 'read', migrations: newer }))).toBe(
      'workspace-taken',
    )
  })

  it('knows which SQLite versions may lose committed pages', () => {
    const safe = ['3.44.6', '3.50.7', '3.51.3', '3.53.4', '4.0.0']
    const unsafe = ['3.44.5', '3.45.9', '3.50.6', '3.51.2', '3.7.0', '2.9.9']
    expect(safe.filter((version) => !isSafeSqlite(version))).toEqual([])
    expect(unsafe.filter(isSafeSqlite)).toEqual([])
  })
})
