import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Instant } from '#contract/time'

/** The one writer of the workspace; no row where it was given back. */
export const lease = sqliteTable('lease', {
  id: integer().primaryKey(),
  holder: text().notNull(),
  fence: integer().notNull(),
  /** Whether the holder also has the lock of the operating system, which dies with its process. */
  locked: integer({ mode: 'boolean' }).notNull(),
  renewedAt: text('renewed_at').$type<Instant>().notNull(),
})
