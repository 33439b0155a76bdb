import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OperatorId, PairingId, RecordKey } from '#contract/ids'
import type { MatchDecisionKind } from '#contract/matches'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** What people said about pairs; triggers refuse any change, and only a removed pairing takes its rows along. */
export const matchDecisions = sqliteTable('match_decisions', {
  seq: integer().primaryKey({ autoIncrement: true }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .notNull()
    .references(() => pairings.id, { onDelete: 'cascade' }),
  leftKey: text('left_key').$type<RecordKey>().notNull(),
  rightKey: text('right_key').$type<RecordKey>().notNull(),
  keyScope: text('key_scope').notNull(),
  decision: text().$type<MatchDecisionKind | 'withdrawn'>().notNull(),
  reason: text().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  decidedAt: text('decided_at').$type<Instant>().notNull(),
})
