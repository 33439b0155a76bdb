import { z } from 'zod'
import { DiscrepancyRow, ListSeen, Risk, SeenDiscrepancy } from './discrepancies.ts'
import { FacilityId, PairingId, SideName, SystemAlertId } from './ids.ts'
import { Instant, ZoneId } from './time.ts'

/** What keeps a side from being known: its newest read failed, is too old, was partial, or its schedule was missed. */
export const SystemAlertKind = z.enum(['failing', 'stale', 'partial', 'schedule-missed'])
export type SystemAlertKind = z.infer<typeof SystemAlertKind>

/** One side of one pairing that a person should look after. `side` is null where both are concerned. */
export const SystemAlert = z.strictObject({
  id: SystemAlertId,
  kind: SystemAlertKind,
  pairingId: PairingId,
  facilityId: FacilityId,
  facility: z.string(),
  zone: ZoneId,
  side: SideName.nullable(),
  system: z.string(),
  since: Instant,
  /** What happened and what to do next. */
  tell: z.string(),
  acknowledged: z.boolean(),
})
export type SystemAlert = z.infer<typeof SystemAlert>

/** An open discrepancy that nobody has accepted or acknowledged, with why it stands where it stands. */
export const DiscrepancyAlert = z.strictObject({ row: DiscrepancyRow, risk: Risk })
export type DiscrepancyAlert = z.infer<typeof DiscrepancyAlert>

/** Which alerts somebody has seen. */
export const AlertsSeen = ListSeen
export type AlertsSeen = ListSeen

/** Which alerts an act concerns: named ones of a pairing, or all that a list held, and none that came after it. */
export const AlertSelection = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('fingerprint'),
    pairingId: PairingId,
    rows: z.array(SeenDiscrepancy).min(1).max(500),
  }),
  z.strictObject({ by: z.literal('listed'), seen: AlertsSeen }),
])
export type AlertSelection = z.infer<typeof AlertSelection>

/** Double bookings first, by risk; then the others, those that start next before those that are over. */
export const AlertWindow = z.strictObject({
  systems: z.array(SystemAlert),
  rows: z.array(DiscrepancyAlert),
  total: z.int(),
  doubleBooked: z.int(),
  offset: z.int(),
  seen: AlertsSeen,
})
export type AlertWindow = z.infer<typeof AlertWindow>

/** For a badge: alerts that nobody has acknowledged. */
export const AlertCounts = z.strictObject({ discrepancies: z.int(), doubleBooked: z.int(), systems: z.int() })
export type AlertCounts = z.infer<typeof AlertCounts>
