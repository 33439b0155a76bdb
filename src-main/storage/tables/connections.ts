import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ConnectionId, ConnectorId, Environment } from '#contract/ids'
import type { Instant } from '#contract/time'

/** One account at one vendor; `settings` is the JSON of `SettingValues`, secrets left out. */
export const connections = sqliteTable('connections', {
  id: text().$type<ConnectionId>().primaryKey(),
  connectorId: text('connector_id').$type<ConnectorId>().notNull(),
  name: text().notNull(),
  environment: text().$type<Environment>().notNull(),
  settings: text().notNull(),
  createdAt: text('created_at').$type<Instant>().notNull(),
  changedAt: text('changed_at').$type<Instant>().notNull(),
})
