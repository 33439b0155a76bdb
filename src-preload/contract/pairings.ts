import { z } from 'zod'
import { ConnectionId, FacilityId, PairingId, ScopeKey, SideName, SnapshotNumber } from './ids.ts'
import { FieldGroup, RecipeId, recipes } from './recipes.ts'
import { Instant, Span, ZoneId } from './time.ts'

export const Facility = z.strictObject({ id: FacilityId, name: z.string().min(1).max(80), zone: ZoneId })
export type Facility = z.infer<typeof Facility>

export const FacilityDraft = z.strictObject({
  id: FacilityId.optional(),
  name: z.string().min(1).max(80),
  zone: ZoneId,
})
export type FacilityDraft = z.infer<typeof FacilityDraft>

export const PairingSide = z.strictObject({
  connectionId: ConnectionId,
  /** The facility's id on that system's side. */
  scope: ScopeKey,
})
export type PairingSide = z.infer<typeof PairingSide>

export const PairingPolicy = z.strictObject({
  daysBack: z.int().min(0).max(366),
  daysAhead: z.int().min(1).max(366),
  edgeHours: z.int().min(0).max(168),
  /** Field names of the recipe that are not compared. */
  ignoredFields: z.array(z.string()),
  /** The side that is right by agreement, for each group of fields: only a hint for people and repairs, never for the compare. */
  trusted: z.record(FieldGroup, SideName),
  /** When it syncs by itself: a cron expression of five fields in the facility's zone; null for by hand only. */
  schedule: z.string().min(1).max(100).nullable(),
})
export type PairingPolicy = z.infer<typeof PairingPolicy>

export const defaultPolicy: PairingPolicy = {
  daysBack: 7,
  daysAhead: 28,
  edgeHours: 24,
  ignoredFields: [],
  trusted: recipes.shifts.trusted,
  schedule: '0 * * * *',
}

export const Pairing = z.strictObject({
  id: PairingId,
  facilityId: FacilityId,
  recipeId: RecipeId,
  left: PairingSide,
  right: PairingSide,
  policy: PairingPolicy,
})
export type Pairing = z.infer<typeof Pairing>

export const PairingDraft = z.strictObject({
  id: PairingId.optional(),
  facilityId: FacilityId,
  recipeId: RecipeId,
  left: PairingSide,
  right: PairingSide,
  policy: PairingPolicy,
})
export type PairingDraft = z.infer<typeof PairingDraft>

/** How one side of a pairing stands: what the screen says at the system's own name. */
export const SideState = z.strictObject({
  side: SideName,
  /** The system's own name: the connection's. */
  system: z.string(),
  /** How the side is read now: by list, or by Get for the keys the other side names. */
  readBy: z.enum(['list', 'keys']),
  /** What a person should know about how it is read; empty where nothing. */
  note: z.string(),
  /** The snapshot in view; null before the first one. */
  snapshot: SnapshotNumber.nullable(),
  sealedAt: Instant.nullable(),
  /** From when on the snapshot in view is too old by the pairing's schedule; null before the first, and where no sync comes any more. */
  outdatedAt: Instant.nullable(),
  records: z.int().nullable(),
  /** The coverage of the snapshot in view. */
  coverage: z.enum(['complete', 'partial']).nullable(),
  coverageReasons: z.array(z.string()),
  /** The newest attempt, where it is not the snapshot in view. */
  lastFailure: z
    .strictObject({
      at: Instant,
      code: z.string(),
      tell: z.string(),
      /** Set where the read was complete but implausible, so that a person may accept it. */
      implausible: z
        .strictObject({
          snapshot: SnapshotNumber,
          finding: z.string(),
          before: z.int(),
          now: z.int(),
          accepted: z.boolean(),
        })
        .nullable(),
    })
    .nullable(),
})
export type SideState = z.infer<typeof SideState>

export const PairingState = z.strictObject({
  pairing: Pairing,
  facility: Facility,
  left: SideState,
  right: SideState,
  /** The compare in view. `open` is what the list shows: accepted ones are left out. */
  compared: z.strictObject({ at: Instant, window: Span, open: z.int() }).nullable(),
  /** When it syncs by itself next, in the past where it is due and has not started; null where it does not (by hand only, or this program only looks on). */
  nextSyncAt: Instant.nullable(),
})
export type PairingState = z.infer<typeof PairingState>
