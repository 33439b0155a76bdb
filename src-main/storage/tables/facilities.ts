import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FacilityId } from '#contract/ids'
import type { ZoneId } from '#contract/time'

/** Real places, each with its zone. */
export const facilities = sqliteTable('facilities', {
  id: text().$type<FacilityId>().primaryKey(),
  name: text().notNull(),
  zone: text().$type<ZoneId>().notNull(),
})
