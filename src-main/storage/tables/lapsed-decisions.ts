import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'
import { discrepancyDecisions } from './discrepancy-decisions.ts'

/** Decisions about discrepancies that a moved value ended. */
export const lapsedDecisions = sqliteTable('lapsed_decisions', {
  seq: integer()
    .primaryKey()
    .references(() => discrepancyDecisions.seq, { onDelete: 'cascade' }),
})
