import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'

/** The named people at the desk. */
export const operators = sqliteTable('operators', {
  id: text().$type<OperatorId>().primaryKey(),
  name: text().notNull(),
  createdAt: text('created_at').$type<Instant>().notNull(),
})
