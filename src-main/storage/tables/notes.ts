import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** What people wrote about discrepancies. */
export const notes = sqliteTable('notes', {
  seq: integer().primaryKey({ autoIncrement: true }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .notNull()
    .references(() => pairings.id, { onDelete: 'cascade' }),
  fingerprint: text().$type<Fingerprint>().notNull(),
  text: text().notNull(),
  /** When the item ends that it is about. */
  endsAt: text('ends_at').$type<Instant>().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  writtenAt: text('written_at').$type<Instant>().notNull(),
})
