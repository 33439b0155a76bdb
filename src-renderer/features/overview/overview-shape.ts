import type { SystemAlert } from '#contract/alerts'
import type { DiscrepancyKind } from '#contract/discrepancies'
import type { FacilityOverview } from '#contract/overview'
import type { Facility, PairingState, SideState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { countOf } from '../../format/count.ts'
import { failingSince, sideLook } from '../../format/side-words.ts'

/** One counter of a facility's row: what is counted, and the kinds that its list is asked for. */
export type Counter = { name: string; kinds: readonly DiscrepancyKind[] }

/** Five small counters that hold every kind once. */
export const counters: readonly Counter[] = [
  { name: 'Missing', kinds: ['only-left', 'only-right', 'missing-availability', 'excess-availability'] },
  { name: 'Differs', kinds: ['differs'] },
  { name: 'Double-booked', kinds: ['overlap'] },
  { name: 'Duplicate', kinds: ['duplicate'] },
  { name: 'Not verified', kinds: ['unverified'] },
]

type ByKind = FacilityOverview['counts']['byKind']

/** How many are open under a counter. */
export const countUnder = ({ kinds }: Counter, byKind: ByKind): number =>
  kinds.reduce((sum, kind) => sum + (byKind[kind] ?? 0), 0)

export type StateLook = {
  tone: 'crimson' | 'amber' | 'dim' | 'quiet'
  glyph: 'warning' | 'clock' | 'overlap' | 'question' | null
  words: string
  /** The reason in full; empty where the words say it all. */
  why: string
}

type StateInput = {
  of: FacilityOverview
  pairings: readonly PairingState[]
  systems: readonly SystemAlert[]
  now: Instant
}

/** Both sides of every pairing, the left one first, each with how it stands. */
export const sideLines = ({ pairings, systems, now }: Omit<StateInput, 'of'>) =>
  pairings.flatMap(({ pairing, facility, left, right }) =>
    [left, right].map((side: SideState) => ({
      key: `${pairing.id} ${side.side}`,
      side,
      look: sideLook(side, facility.zone, now, failingSince(systems, pairing.id, side)),
    })),
  )

/** How a facility stands, the worst first; never empty. */
export function statesOf({ of, pairings, systems, now }: StateInput): StateLook[] {
  if (pairings.length === 0)
    return [{ tone: 'dim', glyph: null, words: 'Nothing is compared here yet', why: 'Add a pairing in Facilities.' }]
  const looks = sideLines({ pairings, systems, now })
  const saidOf = (tone: 'crimson' | 'amber'): StateLook[] => {
    const such = looks.filter(({ look }) => look.tone === tone)
    if (such.length === 0) return []
    const named = [...new Set(such.map(({ side }) => side.system))].join(', ')
    const why = such.map(({ look }) => look.why).filter((text) => text !== '')
    return tone === 'crimson'
      ? [{ tone, glyph: 'warning', words: `Failing: ${named}`, why: why.join(' ') }]
      : [{ tone, glyph: 'clock', words: `Stale: ${named}`, why: why.join(' ') }]
  }
  const never = pairings.some(({ compared }) => compared === null)
  const { discrepancies, doubleBooked } = of.alerts
  const states: StateLook[] = [
    ...saidOf('crimson'),
    ...(doubleBooked > 0
      ? [
          {
            tone: 'crimson',
            glyph: 'overlap',
            words: `${countOf(doubleBooked, 'double booking')} waiting`,
            why: '',
          } as const,
        ]
      : []),
    ...saidOf('amber'),
    ...(never ? [{ tone: 'amber', glyph: 'question', words: 'Never compared', why: '' } as const] : []),
  ]
  if (states.length > 0) return states
  if (discrepancies > 0)
    return [{ tone: 'dim', glyph: null, words: `${countOf(discrepancies, 'alert')} waiting`, why: '' }]
  if (of.counts.total > 0) return [{ tone: 'quiet', glyph: null, words: 'Open ones are acknowledged', why: '' }]
  return [{ tone: 'quiet', glyph: null, words: 'Both systems agree', why: '' }]
}

/** True where a person has something to do or to know: alerts, follow-ups, or a system that is not known well enough. */
export function needsAttention(input: StateInput): boolean {
  const { alerts, followUps } = input.of
  if (alerts.discrepancies + alerts.systems + followUps > 0) return true
  return statesOf(input).some(({ tone }) => tone === 'crimson' || tone === 'amber')
}

export type FacilityLine = { facility: Facility; of: FacilityOverview; pairings: readonly PairingState[] }

type LinesInput = {
  overview: readonly FacilityOverview[]
  facilities: readonly Facility[]
  pairings: readonly PairingState[]
  systems: readonly SystemAlert[]
  /** Only those that need attention, and whose name holds the text. */
  attention: boolean
  find: string
  now: Instant
}

/** The rows to draw, in the core's order: the one that needs a person most first. */
export function facilityLines(input: LinesInput): FacilityLine[] {
  const { overview, facilities, pairings, systems, attention, find, now } = input
  const byId = new Map(facilities.map((facility) => [facility.id, facility]))
  const paired = Map.groupBy(pairings, ({ facility }) => facility.id)
  const wanted = find.trim().toLowerCase()
  return overview.flatMap((of) => {
    const facility = byId.get(of.facilityId)
    if (!facility || !facility.name.toLowerCase().includes(wanted)) return []
    const line = { facility, of, pairings: paired.get(of.facilityId) ?? [] }
    return attention && !needsAttention({ ...line, systems, now }) ? [] : [line]
  })
}

/** What waits in the shown facilities together. */
export function totalsOf(overview: readonly FacilityOverview[]) {
  const sum = (count: (of: FacilityOverview) => number): number => overview.reduce((all, of) => all + count(of), 0)
  return {
    open: sum(({ counts }) => counts.total),
    alerts: sum(({ alerts }) => alerts.discrepancies),
    doubleBooked: sum(({ counts }) => counts.byKind.overlap ?? 0),
    followUps: sum(({ followUps }) => followUps),
  }
}
