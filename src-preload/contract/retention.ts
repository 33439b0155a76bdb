import { z } from 'zod'
import { Instant, LocalDate } from './time.ts'

/** What a purge took away; ids, hashes and states of what people decided stay. */
export const PurgeResult = z.strictObject({
  at: Instant,
  /** Everything that ended before it was up for purging. */
  endedBefore: Instant,
  records: z.int(),
  discrepancies: z.int(),
  compares: z.int(),
  /** Notes, follow-ups and reasons whose text was removed from the ledger. */
  texts: z.int(),
  /** One sentence: what is gone, and how far back time travel reaches. */
  tell: z.string(),
})
export type PurgeResult = z.infer<typeof PurgeResult>

export const Retention = z.strictObject({
  /** Days after the end of an item until it is purged. */
  days: z.int().min(1).max(3650),
  /** The newest purge; null before the first one. */
  last: PurgeResult.nullable(),
  /** The oldest moment time travel reaches; null where nothing was compared. */
  reachesBackTo: Instant.nullable(),
  /** Size on disk in bytes. */
  sizes: z.strictObject({ ledger: z.int(), cache: z.int(), backups: z.int() }),
  /** Local day of the oldest item stored; null where nothing is. */
  oldestItem: LocalDate.nullable(),
})
export type Retention = z.infer<typeof Retention>
