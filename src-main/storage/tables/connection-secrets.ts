import { blob, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ConnectionId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { connections } from './connections.ts'

/** Secrets of a connection by settings field, sealed with the credentials key; they go with the connection. */
export const connectionSecrets = sqliteTable(
  'connection_secrets',
  {
    connectionId: text('connection_id')
      .$type<ConnectionId>()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    sealed: blob({ mode: 'buffer' }).notNull(),
    storedAt: text('stored_at').$type<Instant>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.key] })],
)
