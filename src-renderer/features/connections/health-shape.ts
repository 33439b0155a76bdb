import type { SystemAlert } from '#contract/alerts'
import type { Connection, ConnectionBudget } from '#contract/connections'
import type { PairingState, SideState } from '#contract/pairings'
import { type Instant, toMs, type ZoneId } from '#contract/time'
import { ageWords, isStale } from '../../format/age.ts'
import { countOf } from '../../format/count.ts'
import { failingSince, sideLook } from '../../format/side-words.ts'
import { budgetWords } from './budget-words.ts'

/** How a connection does in all the pairings that read it. */
export type Health = {
  connection: Connection
  tone: 'crimson' | 'amber' | 'quiet'
  glyph: 'warning' | 'clock' | null
  /** `Failing since 10:17`, `Stale, read 3 h ago`, `Read 4 min ago`, `Never read`, `Not used yet`. */
  words: string
  /** The reason and what to do, with the facility it was told for; empty where there is none. */
  why: string
  /** The newest complete read anywhere; null before the first. */
  lastRead: Instant | null
  /** Facilities whose pairings read it. */
  usedBy: string[]
  /** What it was asked today; empty before it is first used. */
  budget: string
}

type Use = { side: SideState; state: PairingState }

const usesOf = ({ id }: Connection, pairings: readonly PairingState[]): Use[] =>
  pairings.flatMap((state) => [
    ...(state.pairing.left.connectionId === id ? [{ side: state.left, state }] : []),
    ...(state.pairing.right.connectionId === id ? [{ side: state.right, state }] : []),
  ])

const rank = { crimson: 0, amber: 1, quiet: 2 }

type HealthInput = {
  connections: readonly Connection[]
  pairings: readonly PairingState[]
  budgets: readonly ConnectionBudget[]
  systems: readonly SystemAlert[]
  /** The computer's zone, for what the connection alone tells. */
  zone: ZoneId
  now: Instant
}

/** Every connection with its health, the worst first, then by name. */
export function connectionHealth({ connections, pairings, budgets, systems, zone, now }: HealthInput): Health[] {
  return connections
    .map((connection): Health => {
      const uses = usesOf(connection, pairings)
      const budget = budgets.find(({ connectionId }) => connectionId === connection.id)
      const said = budget ? budgetWords(budget, zone, now) : null
      const rest = {
        connection,
        lastRead: newest(uses.flatMap(({ side }) => (side.sealedAt === null ? [] : [side.sealedAt]))),
        usedBy: [...new Set(uses.map(({ state }) => state.facility.name))],
        budget: said?.used ?? '',
      }
      const worst = worstUse(uses, systems, now)
      const [worstLook] = worst
      if (worstLook) {
        const { use, look } = worstLook
        const more = worst.length > 1 ? ` (${countOf(worst.length, 'pairing')})` : ''
        return {
          ...rest,
          tone: look.tone,
          glyph: look.glyph,
          words: `${capital(look.words)}${more}`,
          why: look.why === '' ? '' : `${use.state.facility.name}: ${look.why}`,
        }
      }
      if (said && said.alert !== '') return { ...rest, tone: 'amber', glyph: 'clock', words: said.alert, why: '' }
      if (uses.length === 0) return { ...rest, tone: 'quiet', glyph: null, words: 'No pairing reads it yet', why: '' }
      const words = rest.lastRead === null ? 'Never read' : `Read ${ageWords(rest.lastRead, now)}`
      return { ...rest, tone: 'quiet', glyph: null, words, why: '' }
    })
    .sort((a, b) => rank[a.tone] - rank[b.tone] || (a.connection.name < b.connection.name ? -1 : 1))
}

/** The uses that are worst, longest first; empty where nothing is wrong. */
function worstUse(uses: readonly Use[], systems: readonly SystemAlert[], now: Instant) {
  const looked = uses.map((use) => {
    const failing = failingSince(systems, use.state.pairing.id, use.side)
    return { use, failing, look: sideLook(use.side, use.state.facility.zone, now, failing) }
  })
  const failing = looked.filter(({ look }) => look.tone === 'crimson')
  const stale = looked.filter(({ use }) => isStale(use.side, now))
  const since = ({ failing: from, use: { side } }: (typeof looked)[number]): number =>
    toMs(from ?? side.lastFailure?.at ?? side.sealedAt ?? now)
  return (failing.length > 0 ? failing : stale).toSorted((a, b) => since(a) - since(b))
}

const newest = (times: readonly Instant[]): Instant | null => times.toSorted().at(-1) ?? null
const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
