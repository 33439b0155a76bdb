import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FacilityId, Fingerprint, FollowUpId, OperatorId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { facilities } from './facilities.ts'
import { operators } from './operators.ts'
import { pairings } from './pairings.ts'

/** Tasks only a person can do outside. */
export const followUps = sqliteTable('follow_ups', {
  id: text().$type<FollowUpId>().primaryKey(),
  facilityId: text('facility_id')
    .$type<FacilityId>()
    .notNull()
    .references(() => facilities.id, { onDelete: 'cascade' }),
  pairingId: text('pairing_id')
    .$type<PairingId>()
    .references(() => pairings.id, { onDelete: 'set null' }),
  fingerprint: text().$type<Fingerprint>(),
  text: text().notNull(),
  /** When the item ends that it is about; where it is about none, when it was written. */
  endsAt: text('ends_at').$type<Instant>().notNull(),
  operatorId: text('operator_id')
    .$type<OperatorId>()
    .notNull()
    .references(() => operators.id),
  addedAt: text('added_at').$type<Instant>().notNull(),
  closedBy: text('closed_by')
    .$type<OperatorId>()
    .references(() => operators.id),
  closedAt: text('closed_at').$type<Instant>(),
})
