import type { Facility, PairingPolicy } from '#contract/pairings'
import { addDays, type Instant, startOfDay, toMs, wallClock } from '#contract/time'
import type { WindowMs } from '../core/compare/versions.ts'

/**
 * The window of one sync, fixed once: whole local days of the facility are judged, and what is asked for is wider by
 * the edge margin on both ends.
 */
export function windowsOf(
  facility: Facility,
  policy: PairingPolicy,
  now: Instant,
): { judged: WindowMs; asked: WindowMs } {
  const today = wallClock(now, facility.zone).date
  const judged = {
    startMs: toMs(startOfDay(addDays(today, -policy.daysBack), facility.zone)),
    endMs: toMs(startOfDay(addDays(today, policy.daysAhead + 1), facility.zone)),
  }
  const edge = policy.edgeHours * 3_600_000
  return { judged, asked: { startMs: judged.startMs - edge, endMs: judged.endMs + edge } }
}
