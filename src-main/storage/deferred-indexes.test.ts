import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { benchStart, makeSyncBench } from '../../e2e/world/sync-bench.ts'
import type { WriteDb } from './database.ts'
import { deferIndexes, restoreIndexes } from './deferred-indexes.ts'
import { cacheMigrations } from './migrations/cache.ts'
import { openDatabase } from './open-database.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (migrations = cacheMigrations) =>
  openDatabase({ path: join(folder, 'cache.db'), key: Buffer.alloc(32, 7), file: 'cache', mode: 'write', migrations })

const indexesOf = ({ sql }: WriteDb): unknown =>
  sql
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record_version' AND sql IS NOT NULL ORDER BY name`,
    )
    .all()

const put = (bench: ReturnType<typeof makeSyncBench>): void => {
  const shift = { startMs: benchStart, endMs: benchStart + 3_600_000, label: 'Day', worker: 'w1' }
  bench.sides.left.records.set('m1', { ...shift, key: 'm1', reference: 'p1' })
  bench.sides.right.records.set('p1', { ...shift, key: 'p1', reference: 'm1' })
}

it('leaves two indexes out of an empty cache and builds them as they were', () => {
  const db = open()
  const all = indexesOf(db)
  deferIndexes(db)
  deferIndexes(db)
  expect(indexesOf(db)).toHaveLength((all as unknown[]).length - 2)
  restoreIndexes(db)
  expect(indexesOf(db)).toEqual(all)
  restoreIndexes(db)
  expect(indexesOf(db)).toEqual(all)
  db.sql.close()
})

it.each(['none', 'cancels-after', 'fails-after'] as const)(
  'has every index after a first sync that ends with %s, and never goes without one after a compare',
  async (kind) => {
    const bench = makeSyncBench(false)
    try {
      const all = indexesOf(bench.db)
      put(bench)
      bench.sides.left.fault = kind === 'none' ? { kind } : { kind, pages: 0 }
      await bench.sync()
      expect(indexesOf(bench.db)).toEqual(all)
      bench.sides.left.fault = { kind: 'none' }
      await bench.sync()
      bench.db.sql.exec('DELETE FROM record_version')
      deferIndexes(bench.db)
      expect(indexesOf(bench.db)).toEqual(all)
    } finally {
      bench.close()
    }
  },
)

it('builds what a program that ended in its first load has left out, in the next sync', async () => {
  const bench = makeSyncBench(false)
  try {
    const all = indexesOf(bench.db)
    deferIndexes(bench.db)
    put(bench)
    expect((await bench.sync()).state).toBe('done')
    expect(indexesOf(bench.db)).toEqual(all)
    expect(bench.shown()).toEqual([])
  } finally {
    bench.close()
  }
})

it('builds what was left out before a newer schema is made', () => {
  const before = open()
  const all = indexesOf(before) as { name: string }[]
  deferIndexes(before)
  before.sql.close()
  const same = open()
  expect(indexesOf(same)).toHaveLength(all.length - 2)
  same.sql.close()
  const next = { version: cacheMigrations.length + 1, name: 'next', sql: 'DROP INDEX record_version_group;' }
  const after = open([...cacheMigrations, next])
  expect(indexesOf(after)).toEqual(all.filter(({ name }) => name !== 'record_version_group'))
  after.sql.close()
})
