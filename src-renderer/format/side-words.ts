import type { SystemAlert } from '#contract/alerts'
import type { PairingId } from '#contract/ids'
import type { SideState } from '#contract/pairings'
import { type Instant, toMs, type ZoneId } from '#contract/time'
import { ageWords, isStale } from './age.ts'
import { dayTimeOf, timeOf } from './instant.ts'

/** How a side stands, in words and never in colour alone. */
export type SideLook = {
  tone: 'quiet' | 'amber' | 'crimson'
  glyph: 'clock' | 'warning' | null
  /** To follow the system's name: `read 4 min ago`, `stale, read 47 min ago`, `failing since 10:17`. */
  words: string
  /** The same where there is little room: `4 min`, `stale, 47 min`, `failing since 10:17`. */
  brief: string
  /** The reason in full; empty where there is none. */
  why: string
}

const dayMs = 86_400_000

/** A time on the facility's clock, with its day where that is not within the last day. */
const since = (at: Instant, zone: ZoneId, now: Instant): string =>
  toMs(now) - toMs(at) < dayMs ? timeOf(at, zone) : dayTimeOf(at, zone, now)

/** Since when a side of a pairing fails, as its alert says; undefined where no alert does. */
export const failingSince = (
  systems: readonly SystemAlert[],
  pairingId: PairingId,
  { side }: Pick<SideState, 'side'>,
): Instant | undefined =>
  systems.find((alert) => alert.kind === 'failing' && alert.pairingId === pairingId && alert.side === side)?.since

/** The age of a side's last complete read; where it fails since when, or the time of the newest try where that is not known. */
export function sideLook(side: SideState, zone: ZoneId, now: Instant, failing?: Instant): SideLook {
  const { lastFailure, sealedAt, coverage } = side
  if (lastFailure !== null) {
    const words =
      failing === undefined
        ? `failed ${since(lastFailure.at, zone, now)}`
        : `failing since ${since(failing, zone, now)}`
    return { tone: 'crimson', glyph: 'warning', words, brief: words, why: lastFailure.tell }
  }
  if (sealedAt === null) return { tone: 'quiet', glyph: null, words: 'never read', brief: 'never read', why: '' }
  const stale = isStale(side, now)
  const said = (age: string): string => `${stale ? 'stale, ' : ''}${age}${coverage === 'partial' ? ', partly' : ''}`
  const age = ageWords(sealedAt, now)
  const why = coverage === 'partial' ? side.coverageReasons.join(' ') : ''
  return {
    tone: stale ? 'amber' : 'quiet',
    glyph: stale ? 'clock' : null,
    words: said(`read ${age}`),
    brief: said(age.replace(/ ago$/, '')),
    why,
  }
}
