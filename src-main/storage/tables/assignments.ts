import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** Who takes care of which discrepancy, each time somebody said so. */
export const assignments = sqliteTable('assignments', {
  seq: integer().primaryKey({ autoIncrement: true }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .notNull()
    .references(() => pairings.id, { onDelete: 'cascade' }),
  fingerprint: text().$type<Fingerprint>().notNull(),
  /** Null where it was taken from everybody. */
  assignedTo: text('assigned_to')
    .$type<OperatorId>()
    .references(() => operators.id),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  assignedAt: text('assigned_at').$type<Instant>().notNull(),
})
