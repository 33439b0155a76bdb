import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '#contract/time'
import { newestBackup } from '../storage/backup-database.ts'
import { newestCompare } from '../storage/compare-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { isOver, listTexts, removeDatedTexts, removeTexts, textTables } from '../storage/purge-text-store.ts'
import { readSetting, writeSetting } from '../storage/workspace-setting-store.ts'
import { inChunks } from './in-chunks.ts'

const backupsKey = 'backups-with-removed-texts'

/** The highest backup of the ledger that holds texts which were removed since; 0 where none does. */
export const staleBackups = (ledger: ReadDb): number => Number(readSetting(ledger, backupsKey) ?? 0)

type RemoveEndedTexts = {
  cache: ReadDb
  ledger: WriteDb
  /** The folder of the ledger's backups. */
  backups: string
  /** What ended before it has its text removed. */
  before: Instant
  /** True once the workspace is being closed. */
  closing(): boolean
}

/**
 * Removes from the ledger what people wrote about items that ended before a moment: notes, closed follow-ups, and reasons.
 * What was decided, when and by whom stays. The cache tells which items have ended, so this comes after its own purge; the
 * page is answered in between. Returns how many texts there were.
 */
export async function removeEndedTexts(input: RemoveEndedTexts): Promise<number> {
  const { cache, ledger, backups, before, closing } = input
  let texts = 0
  const remove = (work: () => number): void => {
    ledger.transaction(() => {
      const removed = work()
      texts += removed
      if (removed > 0) writeSetting(ledger, backupsKey, String(newestBackup(backups)))
    })
  }
  remove(() => removeDatedTexts(ledger, before))
  for (const table of textTables) {
    for (const chunk of inChunks(listTexts(ledger, table))) {
      // A cache that holds nothing of a pairing yet cannot tell.
      const over = chunk.filter(
        (row) => newestCompare(cache, row.pairingId) !== null && isOver(cache, { table, row, before }),
      )
      if (over.length > 0) remove(() => removeTexts(ledger, table, over))
      await nextTurn()
      if (closing()) return texts
    }
  }
  return texts
}
