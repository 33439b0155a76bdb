import type { WriteDb } from './database.ts'

/** Above this share of free pages, and only where they are worth it, a file is written anew without them. */
const freeShare = 0.2
const worthPages = 1_024
/**
 * Only where no more than this stays: SQLite holds the new file in memory meanwhile, since a temporary file would be
 * outside of the cipher, and the thread does nothing else. In a larger file the free pages stay, blank (R23), for the
 * rows to come.
 */
const mostKeptBytes = 64 * 1_048_576

export type Tidied = { vacuumed: boolean; folded: boolean }

/**
 * Folds the write-ahead log into the file and cuts it off, so that deleted rows stand in neither (R23), and gives free
 * pages back where they are many and `shrink` is set. `folded` is false where a reader kept the log busy: the next time
 * does it.
 */
export function tidyFile({ sql }: WriteDb, { shrink }: { shrink: boolean }): Tidied {
  const count = (pragma: string): number => sql.pragma(pragma, { simple: true }) as number
  const [free, all] = [count('freelist_count'), count('page_count')]
  const small = (all - free) * count('page_size') <= mostKeptBytes
  const vacuumed = shrink && small && free > worthPages && free > all * freeShare
  if (vacuumed) sql.exec('VACUUM')
  const [checkpoint] = sql.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return { vacuumed, folded: checkpoint?.busy === 0 }
}
