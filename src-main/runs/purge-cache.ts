import type { PairingId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { WriteDb } from '../storage/database.ts'
import { asStorageError } from '../storage/storage-error.ts'
import { tidyFile } from '../storage/tidy-file.ts'
import { addPurged, nothingPurged, type Purged, purgePairing } from './purge-pairing.ts'
import type { SyncQueue } from './sync-queue.ts'

type PurgeCache = {
  pairings: readonly Pairing[]
  before: Instant
  /** Ends after so long, where it is not null. */
  mostMs: number | null
  clock: Pick<Clock, 'monotonicMs'>
  queue: Pick<SyncQueue, 'isBusy' | 'whenIdle' | 'active'>
  logger: Logger
  /** True once the program is about to end: what is left is for the next purge. */
  closing(): boolean
}

/** Purges pairing after pairing, then takes what was deleted off the disk. Throws AppError where the file cannot be written. */
export async function purgeCache(db: WriteDb, input: PurgeCache): Promise<Purged> {
  const { pairings, before, mostMs, clock, queue, logger, closing } = input
  const startedAt = clock.monotonicMs()
  const isOver = (): boolean => closing() || (mostMs !== null && clock.monotonicMs() - startedAt >= mostMs)
  const mayGoOn = async (pairingId: PairingId): Promise<boolean> => {
    while (!isOver() && queue.isBusy(pairingId)) await queue.whenIdle(pairingId)
    return !isOver()
  }
  let purged = nothingPurged
  try {
    for (const { id, recipeId } of pairings) {
      const part = await purgePairing(db, { pairingId: id, recipeId, before, mayGoOn: () => mayGoOn(id) })
      purged = addPurged(purged, part)
    }
    // Writing the file anew would make a sync wait; a purge without one does it.
    if (!closing()) logger.info('cache-tidied', tidyFile(db, { shrink: queue.active().length === 0 }))
  } catch (thrown) {
    throw asStorageError(thrown, 'cache.db') ?? thrown
  }
  return purged
}
