import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DiscrepancyOrder } from '#contract/discrepancies'
import type { OperatorId, SavedFilterId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'

/** Filters that people keep. */
export const savedFilters = sqliteTable('saved_filters', {
  id: text().$type<SavedFilterId>().primaryKey(),
  name: text().notNull(),
  /** The name without case, as no second one may have it. */
  nameKey: text('name_key').notNull(),
  filter: text().notNull(),
  ordering: text().$type<DiscrepancyOrder>().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  savedAt: text('saved_at').$type<Instant>().notNull(),
})
