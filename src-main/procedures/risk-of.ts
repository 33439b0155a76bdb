import type { DiscrepancyKind, FieldDifference, Risk } from '#contract/discrepancies'
import { type RecipeId, recipes } from '#contract/recipes'
import { fromMs, type Instant } from '#contract/time'
import { findingsThatCount, rankRisk } from '../core/risk/rank-risk.ts'
import { countEarlier, type DoubleBooking } from '../storage/alert-store.ts'
import type { ReadDb } from '../storage/database.ts'

type Ranked = Omit<DoubleBooking, 'id'> & { kind: DiscrepancyKind; differences: readonly FieldDifference[] }

/** How urgent a discrepancy is at the moment `now`, with what earlier compares found of it and of its worker. */
export function riskOf(cache: ReadDb, ranked: Ranked, { recipeId, now }: { recipeId: RecipeId; now: Instant }): Risk {
  const { kind, differences, who, startMs, endMs } = ranked
  const differing = new Set(differences.map(({ field }) => field))
  const { same, ofWorker } = countEarlier(cache, ranked, findingsThatCount)
  return rankRisk(
    {
      kind,
      groups: recipes[recipeId].fields.flatMap(({ name, group }) => (differing.has(name) ? [group] : [])),
      span: { start: fromMs(startMs), end: fromMs(endMs) },
      booked: who !== '',
      foundBefore: same,
      workerBefore: ofWorker,
    },
    now,
  )
}
