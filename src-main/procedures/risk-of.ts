import type { DiscrepancyKind, Risk } from '#contract/discrepancies'
import { fromMs, type Instant } from '#contract/time'
import { type RiskInput, rankRisk } from '../core/risk/rank-risk.ts'
import type { RiskFacts } from '../storage/risk-facts.ts'

/** What is stored of a discrepancy that says how urgent it is; times in ms UTC. */
export type Ranked = RiskFacts & { kind: DiscrepancyKind; who: string; startMs: number; endMs: number }

/** The same as the core takes it, its span aside. */
export const riskInput = ({
  kind,
  touches,
  who,
  ...before
}: Omit<Ranked, 'startMs' | 'endMs'>): Omit<RiskInput, 'span'> => ({
  kind,
  groups: touches === null ? [] : [touches],
  booked: who !== '',
  foundBefore: before.foundBefore,
  workerBefore: before.workerBefore,
})

/** How urgent a discrepancy is at the moment `now`, with what earlier compares found of it and of its worker. */
export const riskOf = (ranked: Ranked, now: Instant): Risk =>
  rankRisk({ ...riskInput(ranked), span: { start: fromMs(ranked.startMs), end: fromMs(ranked.endMs) } }, now)
