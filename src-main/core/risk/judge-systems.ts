import type { SystemAlert } from '#contract/alerts'
import { localWithOffset } from '#contract/discrepancy-words'
import type { SideName } from '#contract/ids'
import { fromMs, type Instant, toMs, type ZoneId } from '#contract/time'

/** A sync may start this much after its time before anybody is told: a computer that wakes needs a moment. */
const startGraceMs = 10 * 60_000

/** What is known of one side of a pairing. */
export type SideStanding = {
  /** The system's own name. */
  system: string
  /** When the read in view was sealed; null before the first. */
  sealedAt: Instant | null
  /** When the read in view is too old, as `outdatedFrom` tells. */
  outdatedAt: Instant | null
  /**
   * Set where the newest attempt failed: since the first one that did, and what happened to the newest. One that was
   * held back as implausible waits for a person, or for the next sync where somebody accepted it.
   */
  failing: { since: Instant; tell: string; heldBack: 'no' | 'waits' | 'accepted' } | null
  /** Set where the read in view is partial: since the first such read, and why the newest is. */
  partial: { since: Instant; reasons: readonly string[] } | null
}

/** What is known of one pairing. */
export type PairingStanding = {
  facility: string
  zone: ZoneId
  left: SideStanding
  right: SideStanding
  /** Set where the newest run failed before or after both sides were read. */
  failedRun: { since: Instant; tell: string } | null
  /** When the next sync is due, or was due and did not start; null where it syncs by hand only. */
  dueAt: Instant | null
  /** Its newest run, which holds up the next while it has not ended; null before the first. */
  newestRun: { endedAt: Instant | null } | null
  /** True where it syncs by hand only. */
  byHand: boolean
}

export type SystemTrouble = Pick<SystemAlert, 'kind' | 'side' | 'system' | 'since' | 'tell'>

/** With a full stop, whatever a vendor's or an earlier sentence ends with. */
const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

function inView({ sealedAt }: SideStanding, zone: ZoneId): string {
  return sealedAt === null
    ? 'It was never read.'
    : `What is shown of it was read on ${localWithOffset(sealedAt, zone)}.`
}

function sideTroubles(
  side: SideName,
  { pairing, now, explained }: { pairing: PairingStanding; now: Instant; explained: boolean },
): SystemTrouble[] {
  const { facility, zone, byHand } = pairing
  const standing = pairing[side]
  const { system, failing, partial, outdatedAt } = standing
  const found: SystemTrouble[] = []
  const on = (since: Instant): string => localWithOffset(since, zone)
  if (failing && failing.heldBack !== 'accepted') {
    const next =
      failing.heldBack === 'waits' ? 'If it is right, accept it in Facilities.' : 'Sync again once that is mended.'
    const tell = `${system} was not read for ${facility} since ${on(failing.since)}: ${sentence(failing.tell)} ${inView(standing, zone)} ${next}`
    found.push({ kind: 'failing', side, system, since: failing.since, tell })
  }
  // A read that fails, or that nobody started, is old because of that: one trouble is told once.
  if (outdatedAt !== null && !failing && !explained && outdatedAt <= now) {
    const why = byHand ? 'this pairing syncs by hand only' : 'two syncs of its schedule brought nothing newer'
    const tell = `What is shown of ${system} for ${facility} is old: ${why}. ${inView(standing, zone)} Sync now.`
    found.push({ kind: 'stale', side, system, since: outdatedAt, tell })
  }
  if (partial) {
    const why = partial.reasons.length === 0 ? '' : `: ${partial.reasons.join('; ')}`
    const tell = `${system} is read only in part for ${facility} since ${on(partial.since)}${sentence(why)} What rests on records that were not read is marked "Not verified". Sync again; if it stays so, test the connection in Connections.`
    found.push({ kind: 'partial', side, system, since: partial.since, tell })
  }
  return found
}

/** Since when a sync should have started that did not; null where none is due, or a run that took longer holds it up. */
function missedSince({ dueAt, newestRun }: PairingStanding, now: Instant): Instant | null {
  if (dueAt === null || newestRun?.endedAt === null) return null
  const free = newestRun && newestRun.endedAt > dueAt ? newestRun.endedAt : dueAt
  return toMs(free) + startGraceMs <= toMs(now) ? dueAt : null
}

/** What a person should look after about reading both sides of a pairing, in words that name facility, side and time. */
export function judgeSystems(pairing: PairingStanding, now: Instant): SystemTrouble[] {
  const { facility, zone, left, right, failedRun, newestRun } = pairing
  const both = `${left.system} and ${right.system}`
  const missedAt = missedSince(pairing, now)
  const found: SystemTrouble[] = []
  if (failedRun && !left.failing && !right.failing) {
    const tell = `Syncs of ${facility} between ${both} fail since ${localWithOffset(failedRun.since, zone)}: ${sentence(failedRun.tell)}`
    found.push({ kind: 'failing', side: null, system: both, since: failedRun.since, tell })
  }
  // While a run is under way, it is about to tell how both sides stand.
  const explained = missedAt !== null || newestRun?.endedAt === null
  for (const side of ['left', 'right'] as const) found.push(...sideTroubles(side, { pairing, now, explained }))
  if (missedAt !== null) {
    const oldest = [left.sealedAt, right.sealedAt].filter((at) => at !== null).sort()[0]
    const shown =
      oldest === undefined ? 'Neither was read before.' : `What is shown was read on ${localWithOffset(oldest, zone)}.`
    const tell = `The sync of ${facility} between ${both} was due on ${localWithOffset(missedAt, zone)} and did not start: Plumbline was closed or locked, or could not store the run. ${shown} Keep Plumbline open and unlocked, or sync now.`
    found.push({ kind: 'schedule-missed', side: null, system: both, since: missedAt, tell })
  }
  return found
}

const byHandMs = 25 * 3_600_000

/**
 * When a read sealed at `sealedAt` is too old: when the second sync after it that `nextSync` tells has not even started,
 * so that one that is late alarms nobody; 25 hours later where the pairing syncs by hand only (`nextSync` is null). Null
 * where no second sync comes.
 */
export function outdatedFrom(sealedAt: Instant, nextSync: ((after: Instant) => Instant | null) | null): Instant | null {
  if (nextSync === null) return fromMs(toMs(sealedAt) + byHandMs)
  const next = nextSync(sealedAt)
  const second = next && nextSync(next)
  return second && fromMs(toMs(second) + startGraceMs)
}
