import type { DiscrepancyKind, UnverifiedReason } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import { defaultPolicy, type PairingPolicy } from '#contract/pairings'
import { addDays, type Instant, type Span, spansMeet, startOfDay, wallClock, type ZoneId } from '#contract/time'
import { type FacilityLetter, facilities } from './cast.ts'

/** One disagreement that a sync of the demo must find. Left is Maple, right the partner. */
export type GroundTruth = {
  facility: FacilityLetter
  kind: DiscrepancyKind
  reason: UnverifiedReason | null
  /** The side that lacks it, holds it twice or sent it malformed; null where both are concerned. */
  side: SideName | null
  leftKey: string | null
  /** Of a double booking: both that meet, the earlier first. */
  rightKeys: readonly string[]
  /** The compared fields that differ, in the recipe's order. */
  fields: readonly string[]
  /** How the pair is found; null where there is none. */
  matchedBy: MatchedBy | null
}

/** A planted disagreement with what it stands for and the spans of all its records. */
export type PlantedDiscrepancy = GroundTruth & { story: string; spans: readonly Span[] }

/** The window a sync at `now` judges: whole local days, from `daysBack` ago to the end of the one `daysAhead` on. */
function judgedWindow(now: Instant, zone: ZoneId, { daysBack, daysAhead }: PairingPolicy): Span {
  const { date } = wallClock(now, zone)
  return { start: startOfDay(addDays(date, -daysBack), zone), end: startOfDay(addDays(date, daysAhead + 1), zone) }
}

type ExpectedInput = { now: Instant; policy?: PairingPolicy }

/**
 * What a sync of the whole demo at `now` must show: all that is planted, without what lies outside the judged window.
 * A pure function of the world and of `now`, because the window moves at each facility's own midnight.
 */
export function expectedDiscrepancies(
  world: { planted: readonly PlantedDiscrepancy[] },
  { now, policy = defaultPolicy }: ExpectedInput,
): GroundTruth[] {
  return facilities.flatMap(({ letter, zone }) => {
    const window = judgedWindow(now, zone, policy)
    return world.planted
      .filter(({ facility, spans }) => facility === letter && spans.some((span) => spansMeet(span, window)))
      .map(({ story: _story, spans: _spans, ...truth }) => truth)
  })
}
