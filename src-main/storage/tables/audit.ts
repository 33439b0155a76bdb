import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'

/** Who did what; triggers refuse any change. `detail` is JSON of ids, counts and codes. No operator: the program itself. */
export const audit = sqliteTable('audit', {
  seq: integer().primaryKey({ autoIncrement: true }),
  recordedAt: text('recorded_at').$type<Instant>().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .references(() => operators.id),
  action: text().notNull(),
  target: text().notNull(),
  detail: text().notNull(),
})
