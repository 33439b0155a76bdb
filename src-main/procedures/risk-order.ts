import { type Instant, toMs } from '#contract/time'
import { riskScore, type SteadyFactors, startFactor, steadyFactors } from '../core/risk/rank-risk.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { listRankable, type Rankable } from '../storage/discrepancy-rank-store.ts'
import { keepRows, minuteOf } from './kept-rows.ts'

/** Row ids by risk, the most urgent first, of equal ones the one that starts first, as of the moment `at`. */
export type RiskOrder = { ids: Float64Array; at: Instant }

/** Scores have two decimals, so a hundred times one is a whole number. */
const centi = (score: number): number => Math.round(score * 100)

/**
 * Puts rows that come by start in the order of their scores: by counting how many have each score, which takes one pass
 * where holding rows against each other would take many.
 */
function sortByRisk(rows: readonly Rankable[], nowMs: number): Float64Array {
  const steady = new Map<string, SteadyFactors>()
  const scores = new Int32Array(rows.length)
  let highest = 0
  rows.forEach(([, startMs, endMs, kind, touches, booked, foundBefore, workerBefore], at) => {
    const name = `${kind} ${touches} ${booked} ${foundBefore} ${workerBefore}`
    let factors = steady.get(name)
    if (!factors) {
      const groups = touches === null ? [] : [touches]
      factors = steadyFactors({ kind, groups, booked: booked === 1, foundBefore, workerBefore })
      steady.set(name, factors)
    }
    const score = centi(riskScore(factors, startFactor(startMs, endMs, nowMs)))
    scores[at] = score
    highest = Math.max(highest, score)
  })
  // How many rows are more urgent than each score: the first place of it.
  const places = new Int32Array(highest + 2)
  for (const score of scores) places[highest - score + 1] = (places[highest - score + 1] ?? 0) + 1
  for (let score = 1; score < places.length; score += 1) places[score] = (places[score] ?? 0) + (places[score - 1] ?? 0)
  const ids = new Float64Array(rows.length)
  rows.forEach(([id], at) => {
    const score = highest - (scores[at] ?? 0)
    const place = places[score] ?? 0
    ids[place] = id
    places[score] = place + 1
  })
  return ids
}

/** A person pages through one or two lists at a time. */
const kept = keepRows<RiskOrder>(4)

/**
 * Everything under the filter by risk at the minute of asking, or of the moment looked back to. What was worked out is kept
 * for the windows that follow.
 */
export function riskOrder(cache: ReadDb, { now, ...filter }: StoredFilter): RiskOrder {
  const asked = { pairings: filter.pairings, of: JSON.stringify(filter), at: filter.asOf ?? now, now }
  const at = minuteOf(asked.at)
  return atOneMoment(cache, () =>
    kept(cache, asked, () => ({ ids: sortByRisk(listRankable(cache, { ...filter, now }), toMs(at)), at })),
  )
}
