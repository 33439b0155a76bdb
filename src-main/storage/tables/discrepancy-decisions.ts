import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Fingerprint, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** What people decided about discrepancies. */
export const discrepancyDecisions = sqliteTable('discrepancy_decisions', {
  seq: integer().primaryKey({ autoIncrement: true }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .notNull()
    .references(() => pairings.id, { onDelete: 'cascade' }),
  fingerprint: text().$type<Fingerprint>().notNull(),
  decision: text().$type<'accept' | 'reopen' | 'acknowledge'>().notNull(),
  /** The values it was decided about: it holds for no others. */
  valuesMark: text('values_mark').notNull(),
  /** When an acceptance ends by itself; null where only a change ends it. */
  untilAt: text('until_at').$type<Instant>(),
  reason: text().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  decidedAt: text('decided_at').$type<Instant>().notNull(),
})
