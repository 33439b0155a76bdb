import { join } from 'node:path'
import type { SideName } from '#contract/ids'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { recountOpen } from '../../src-main/storage/discrepancy-count-store.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { listCachedPairings } from '../../src-main/storage/snapshot-store.ts'
import { keysIn, type TestApp } from '../world/test-app.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../world/two-systems.ts'
import type { HeldRecords } from './changing-systems.ts'
import { leftoverProblems, readStored, visibleRecords } from './stored-sides.ts'

/** What a start finds after a kill, planted by hand into the cache of a closed core. */
export type Plant = (cache: WriteDb) => void

/** A read of the left side under the next number that stored a new record and ended an old one, and got no further. */
export const halfRead: Plant = (cache) => {
  for (const text of [
    `INSERT INTO snapshot (side_id, number, run_id, sync, epoch, state, read_by, start_ms, end_ms, started_at)
     SELECT side_id, number + 1, 'killed', sync + 1, epoch, 'building', read_by, start_ms, end_ms, started_at
     FROM snapshot WHERE side_id = 1 ORDER BY number DESC LIMIT 1`,
    'UPDATE side SET next_number = next_number + 1 WHERE id = 1',
    `INSERT INTO record_version (side_id, record_key, group_key, scope, kind, state, start_ms, end_ms, written, content_hash, fields, since, born)
     SELECT side_id, 'half-read', 'left:half-read', scope, kind, state, start_ms, end_ms, written, content_hash, fields, n, n
     FROM record_version, (SELECT max(number) AS n FROM snapshot WHERE side_id = 1) WHERE side_id = 1 LIMIT 1`,
    `UPDATE record_version SET ended = (SELECT max(number) FROM snapshot WHERE side_id = 1)
     WHERE id = (SELECT min(id) FROM record_version WHERE side_id = 1)`,
  ]) {
    if (cache.sql.prepare(text).run().changes !== 1) throw new Error(`planted nothing: ${text}`)
  }
}

/** What each side of a test workspace shows. */
export const shownIn = ({ folder }: Pick<TestApp, 'folder'>): Promise<Record<SideName, HeldRecords | null>> =>
  readStored({ folder, keys: keysIn(folder) }, (files) => ({
    left: visibleRecords(files, 'left'),
    right: visibleRecords(files, 'right'),
  }))

/** Two systems that were synced (`before` is what was shown), whose core was then closed and its cache changed as the plant says. */
export async function syncedWith(plant: Plant): Promise<TwoSystems & { before: Record<SideName, HeldRecords | null> }> {
  const systems = await startTwoSystems()
  systems.left.put({ ...shiftOf(systems.left, 'maple-22'), label: 'Moved to ward 2' })
  await systems.sync()
  const { test } = systems
  await test.app.close()
  const before = await shownIn(test)
  const keys = await keysIn(test.folder).unlock({ kind: 'key-file' })
  const path = join(test.folder, 'cache.db')
  const cache = openDatabase({ path, key: keys.cache, file: 'cache', mode: 'write', migrations: cacheMigrations })
  cache.transaction(() => {
    plant(cache)
    for (const pairing of listCachedPairings(cache)) recountOpen(cache, pairing)
  })
  cache.sql.close()
  return { ...systems, before }
}

/** What the checker of the crash test finds in a test workspace. */
export const problemsIn = ({ folder }: Pick<TestApp, 'folder'>): Promise<string[]> =>
  readStored({ folder, keys: keysIn(folder) }, leftoverProblems)
