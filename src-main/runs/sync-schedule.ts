import type { PairingId } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import type { Clock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import type { ReadDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { listPairings, pairingSavedAt } from '../storage/pairing-store.ts'
import { lastRunStart } from '../storage/run-store.ts'
import { nextAfter } from './schedule.ts'

/** How often the clock is held against the schedules. A timer alone would sleep with the computer. */
export const scheduleTickMs = 15_000

type Files = { ledger: ReadDb; cache: ReadDb }
type Asked = {
  pairing: Pairing
  facility: Facility
  now: Instant
  /** When the schedule was last looked at; where the clock was set back, only what comes after it counts. */
  lookedAt?: Instant | null
  /** A start that could not even be stored as a run. */
  triedAt?: Instant | null
}

/**
 * When a pairing syncs by itself next; an instant in the past where that was missed, null where it never does. Counts
 * from its newest run, or from when it was last saved: a schedule is not overdue for the time before it was set.
 */
export function nextSyncOf({ ledger, cache }: Files, asked: Asked): Instant | null {
  const { pairing, facility, now, lookedAt = null, triedAt = null } = asked
  const { schedule } = pairing.policy
  if (schedule === null) return null
  const since = [lastRunStart(cache, pairing.id), pairingSavedAt(ledger, pairing.id), triedAt]
    .filter((at) => at !== null)
    .sort()
    .at(-1)
  // Without any of these, or after the clock was set back, what was due before is not known.
  const from = since === undefined || since > now ? (lookedAt ?? now) : since
  return nextAfter(schedule, facility.zone, from < now ? from : now)
}

type SyncScheduleInput = Files & {
  clock: Clock
  logger: Logger
  isBusy(pairingId: PairingId): boolean
  /** Throws where the run cannot be stored: a full disk, a lost lease. */
  start(pairingId: PairingId): void
}

/** Starts what is due; the caller ticks it, at the start of the program and every `scheduleTickMs`. */
export function makeSyncSchedule({ ledger, cache, clock, logger, isBusy, start }: SyncScheduleInput) {
  let lookedAt: Instant | null = null
  const triedAt = new Map<PairingId, Instant>()

  function startIfDue(pairing: Pairing, now: Instant): void {
    if (pairing.policy.schedule === null || isBusy(pairing.id)) return
    const facility = loadFacility(ledger, pairing.facilityId)
    const next = nextSyncOf(
      { ledger, cache },
      { pairing, facility, now, lookedAt, triedAt: triedAt.get(pairing.id) ?? null },
    )
    if (next === null || next > now) return
    triedAt.set(pairing.id, now)
    start(pairing.id)
  }

  return {
    /** Starts each pairing that is due, once, however many times it was missed. Never throws. */
    tick(): void {
      const now = clock.now()
      // A busy or full disk must not end the schedule: the next tick looks again.
      try {
        for (const pairing of listPairings(ledger)) {
          try {
            startIfDue(pairing, now)
          } catch (thrown) {
            logger.error('scheduled-sync-not-started', { pairingId: pairing.id, ...describeBug(thrown) })
          }
        }
      } catch (thrown) {
        logger.error('schedule-not-read', describeBug(thrown))
      }
      lookedAt = now
    },
  }
}
