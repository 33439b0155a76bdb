import { join } from 'node:path'
import type { ReadDb } from '../../src-main/storage/database.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { keysIn } from './test-app.ts'
import type { TwoSystems } from './two-systems.ts'

/** Opens a test workspace's cache for reading beside the running core, and closes it after. */
export async function readCache<T>(folder: string, read: (db: ReadDb) => T): Promise<T> {
  const keys = await keysIn(folder).unlock({ kind: 'key-file' })
  const db = openDatabase({
    path: join(folder, 'cache.db'),
    key: keys.cache,
    file: 'cache',
    mode: 'read',
    migrations: cacheMigrations,
  })
  try {
    return read(db)
  } finally {
    db.sql.close()
  }
}

/** How many record versions the cache holds. */
export const countVersions = ({ test }: TwoSystems): Promise<number> =>
  readCache(test.folder, (db) => (db.sql.prepare('SELECT count(*) AS n FROM record_version').get() as { n: number }).n)
