import { randomBytes } from 'node:crypto'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'

/** The cache file's random generation: ids that carry it never point into a rebuilt file. Null before the first writer. */
export function readCacheGeneration(db: ReadDb): string | null {
  const row = db.sql.prepare('SELECT generation FROM cache_meta WHERE id = 1').get() as
    | { generation: string }
    | undefined
  return row?.generation ?? null
}

/** The generation, made on the file's first use. */
export function ensureCacheGeneration(db: WriteDb, at: Instant): string {
  return db.transaction(() => {
    const made = randomBytes(6).toString('hex')
    db.sql
      .prepare('INSERT INTO cache_meta (id, generation, created_at) VALUES (1, ?, ?) ON CONFLICT DO NOTHING')
      .run(made, at)
    return readCacheGeneration(db) ?? made
  })
}
