import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Facts about the workspace itself, such as the demo's day. */
export const workspaceSettings = sqliteTable('workspace_settings', {
  key: text().primaryKey(),
  value: text().notNull(),
})
