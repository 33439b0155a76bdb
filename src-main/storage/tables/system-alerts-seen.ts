import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { OperatorId, SystemAlertId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { operators } from './operators.ts'

/** Troubles of a side that somebody has seen: one row for each time it was in trouble. */
export const systemAlertsSeen = sqliteTable(
  'system_alerts_seen',
  {
    alertId: text('alert_id').$type<SystemAlertId>().notNull(),
    /** When this trouble began: the next one begins at another moment. */
    since: text().$type<Instant>().notNull(),
    operatorId: text('operator_id')
      .$type<OperatorId>()
      .notNull()
      .references(() => operators.id),
    seenAt: text('seen_at').$type<Instant>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.since] })],
)
