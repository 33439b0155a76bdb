import { z } from 'zod'
import { DiscrepancyCounts, DiscrepancyFilter, DiscrepancyOrder } from './discrepancies.ts'
import { FacilityId, Fingerprint, FollowUpId, OperatorId, PairingId, SavedFilterId } from './ids.ts'
import { Period } from './periods.ts'
import { Instant } from './time.ts'

/** A person who works here. `current` is who decides now. */
export const Operator = z.strictObject({ id: OperatorId, name: z.string().min(1).max(80), current: z.boolean() })
export type Operator = z.infer<typeof Operator>

/** What somebody wrote about a discrepancy; append-only, and removed with the item's personal data. */
export const Note = z.strictObject({ at: Instant, by: z.string(), text: z.string() })
export type Note = z.infer<typeof Note>

/** A task only a person can do outside of Plumbline, closed by hand. */
export const FollowUp = z.strictObject({
  id: FollowUpId,
  facilityId: FacilityId,
  facility: z.string(),
  /** The discrepancy it came from; null where it stands by itself. */
  about: z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint }).nullable(),
  text: z.string(),
  by: z.string(),
  at: Instant,
  /** Set once somebody closed it. */
  closed: z.strictObject({ by: z.string(), at: Instant }).nullable(),
})
export type FollowUp = z.infer<typeof FollowUp>

/** The longest name of a kept filter. */
export const filterNameAtMost = 60

/** A filter somebody keeps, with its order. Grouping is how the page lists it; the core only stores it. */
export const SavedFilterDraft = z.strictObject({
  id: SavedFilterId.optional(),
  name: z.string().trim().min(1).max(filterNameAtMost),
  /** Without a moment: a saved filter always looks at now. */
  filter: DiscrepancyFilter.omit({ asOf: true, clusterId: true }),
  /** Days counted from today in the place of the filter's own, which then say what days those are now. */
  period: Period.optional(),
  order: DiscrepancyOrder,
})
export type SavedFilterDraft = z.infer<typeof SavedFilterDraft>

export const SavedFilter = SavedFilterDraft.extend({
  id: SavedFilterId,
  by: z.string(),
  /** Open under it now. */
  open: DiscrepancyCounts.shape.total,
})
export type SavedFilter = z.infer<typeof SavedFilter>
