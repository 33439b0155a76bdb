import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ConnectionId, FacilityId, PairingId, ScopeKey } from '#contract/ids'
import type { RecipeId } from '#contract/recipes'
import { connections } from './connections.ts'
import { facilities } from './facilities.ts'

/** What is compared with what; `policy` is the JSON of `PairingPolicy`. */
export const pairings = sqliteTable('pairings', {
  id: text().$type<PairingId>().primaryKey(),
  facilityId: text('facility_id')
    .$type<FacilityId>()
    .notNull()
    .references(() => facilities.id),
  recipeId: text('recipe_id').$type<RecipeId>().notNull(),
  leftConnectionId: text('left_connection_id')
    .$type<ConnectionId>()
    .notNull()
    .references(() => connections.id),
  leftScope: text('left_scope').$type<ScopeKey>().notNull(),
  rightConnectionId: text('right_connection_id')
    .$type<ConnectionId>()
    .notNull()
    .references(() => connections.id),
  rightScope: text('right_scope').$type<ScopeKey>().notNull(),
  policy: text().notNull(),
})
