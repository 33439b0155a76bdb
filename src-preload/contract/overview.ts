import { z } from 'zod'
import { DiscrepancyCounts, DiscrepancyRow, Risk } from './discrepancies.ts'
import { FacilityId, PairingId, RunId } from './ids.ts'
import { RunState } from './runs.ts'
import { Instant } from './time.ts'

/** One ended run for a sparkline; `open` is null where nothing was compared. */
export const RunPoint = z.strictObject({
  runId: RunId,
  pairingId: PairingId,
  at: Instant,
  state: RunState,
  open: z.int().nullable(),
})
export type RunPoint = z.infer<typeof RunPoint>

/** What one facility needs of a person now. */
export const FacilityOverview = z.strictObject({
  facilityId: FacilityId,
  counts: DiscrepancyCounts.pick({ total: true, accepted: true, byKind: true }),
  /** What nobody has acknowledged. */
  alerts: z.strictObject({ discrepancies: z.int(), doubleBooked: z.int(), systems: z.int() }),
  followUps: z.int(),
  /** The most urgent open discrepancy, which ranks the facility; null where none is open. */
  worst: z.strictObject({ row: DiscrepancyRow, risk: Risk }).nullable(),
  /** The newest 30 ended syncs of its pairings, oldest first. */
  runs: z.array(RunPoint),
})
export type FacilityOverview = z.infer<typeof FacilityOverview>

/** Facilities, the one that needs a person most first, and what waits in all of them. */
export const Overview = z.strictObject({
  facilities: z.array(FacilityOverview),
  /** Open discrepancies that are given to the current operator. */
  mine: z.int(),
  followUps: z.int(),
})
export type Overview = z.infer<typeof Overview>
