import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OperatorId, PairingId, SideName, SnapshotNumber } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** Reads that were refused as implausible and that a person accepted. */
export const acceptedReads = sqliteTable('accepted_reads', {
  seq: integer().primaryKey({ autoIncrement: true }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .notNull()
    .references(() => pairings.id, { onDelete: 'cascade' }),
  side: text().$type<SideName>().notNull(),
  /** The cache file the snapshot number belongs to: a rebuilt cache counts anew. */
  cacheGeneration: text('cache_generation').notNull(),
  snapshot: integer().$type<SnapshotNumber>().notNull(),
  finding: text().notNull(),
  /** How many records the accepted read held. */
  records: integer().notNull(),
  reason: text().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  acceptedAt: text('accepted_at').$type<Instant>().notNull(),
})
