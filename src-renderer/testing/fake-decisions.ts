import type { z } from 'zod'
import type {
  Acceptance,
  Cluster,
  DiscrepancyDetail,
  DiscrepancyFilter,
  DiscrepancyKind,
  DiscrepancyRow,
  ReopenSelection,
} from '#contract/discrepancies'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'
import { fakeClusterIds } from './fake-rows.ts'

type Discrepancies = CoreClient['discrepancies']
type FakeDecisions = { rows: readonly DiscrepancyRow[]; now: Instant; tell: () => void }

const titles = [
  'start 15 minutes later in Northgate rota since 12 November',
  'shift “Early, ward 2” in Alder is “Early, ward 3” in Northgate rota since 3 November',
]

/** What people decided about the rows, groups of one cause, and the lists as both leave them. */
export function fakeDecisions({ rows, now, tell }: FakeDecisions) {
  const acceptances = new Map<string, Acceptance>()
  // Three were accepted before anybody came.
  for (const [place, row] of rows
    .filter(({ kind }) => kind === 'only-left')
    .slice(40, 43)
    .entries()) {
    const until = place === 1 ? null : fromMs(toMs(now) + (place + 2) * 86_400_000)
    acceptances.set(row.fingerprint, {
      reason:
        place === 0 ? 'Agreed with the home by phone: it stays off the rota.' : 'Training day, kept in one place.',
      by: 'Bo Mockingham',
      at: fromMs(toMs(now) - 3_600_000 * 30),
      until,
    })
  }
  /** What was accepted, in order: a number is a place in it, from 1 on. */
  const acts: string[] = []
  const shown = (row: DiscrepancyRow): DiscrepancyRow => ({ ...row, accepted: acceptances.has(row.fingerprint) })
  const chosen = (of: z.input<typeof ReopenSelection>): DiscrepancyRow[] => {
    if (of.by === 'cluster') return rows.filter((row) => row.clusterId === of.clusterId)
    const named = new Set<string>(
      of.by === 'act' ? acts.slice(of.first - 1, of.last) : of.rows.map(({ fingerprint }) => fingerprint),
    )
    return rows.filter(({ fingerprint }) => named.has(fingerprint))
  }
  const under = (filter: z.input<typeof DiscrepancyFilter>): DiscrepancyRow[] => rows.map(shown).filter(matches(filter))
  const accept: Discrepancies['accept'] = async ({ of, reason, until }) => {
    const taken = chosen(of).filter(({ fingerprint }) => !acceptances.has(fingerprint))
    const acceptance = { reason, by: 'Ada Sample', at: now, until: (until ?? null) as Instant | null }
    for (const { fingerprint } of taken) acceptances.set(fingerprint, acceptance)
    const first = acts.length + 1
    acts.push(...taken.map(({ fingerprint }) => fingerprint))
    tell()
    return { accepted: taken.length, changed: 0, stored: taken.length === 0 ? null : { first, last: acts.length } }
  }
  const reopen: Discrepancies['reopen'] = async ({ of }) => {
    const reopened = chosen(of).filter(({ fingerprint }) => acceptances.delete(fingerprint)).length
    tell()
    return { reopened }
  }
  return {
    accept,
    reopen,
    under,
    counts: (filter: z.input<typeof DiscrepancyFilter>) => {
      const byKind: Partial<Record<DiscrepancyKind, number>> = {}
      const { kinds: _, ...others } = filter
      for (const row of under(others)) byKind[row.kind] = (byKind[row.kind] ?? 0) + 1
      const accepted = under({ ...filter, accepted: true }).length
      return { total: under(filter).length, accepted, byKind, byFacility: [] }
    },
    acceptancesOf: (listed: readonly DiscrepancyRow[]) =>
      listed.flatMap(({ fingerprint }) => {
        const acceptance = acceptances.get(fingerprint)
        return acceptance ? [{ fingerprint, acceptance }] : []
      }),
    clusters: (filter: z.input<typeof DiscrepancyFilter>): Cluster[] =>
      fakeClusterIds.flatMap((clusterId, place) => clusterOf(under({ ...filter, clusterId }), titles[place] ?? '')),
    decided: (detail: DiscrepancyDetail): DiscrepancyDetail => ({
      ...detail,
      row: shown(detail.row),
      acceptance: acceptances.get(detail.row.fingerprint) ?? null,
    }),
  }
}

function clusterOf(rows: readonly DiscrepancyRow[], title: string): Cluster[] {
  const [first] = rows
  const last = rows.at(-1)
  if (!first?.clusterId || !last) return []
  const { clusterId, bornIn: compareId, pairingId, facilityId, facility, zone, leftSystem, rightSystem } = first
  const span = { start: first.span.start, end: last.span.end }
  const counts = { rows: rows.length, of: rows.length + 2, compareId }
  return [{ id: clusterId, pairingId, facilityId, facility, zone, leftSystem, rightSystem, ...counts, span, title }]
}

const matches =
  ({ facilityId, kinds, text, accepted, clusterId, outsideClusters }: z.input<typeof DiscrepancyFilter>) =>
  (row: DiscrepancyRow): boolean =>
    row.accepted === (accepted ?? false) &&
    (clusterId === undefined || row.clusterId === clusterId) &&
    !(outsideClusters && row.clusterId !== null) &&
    (facilityId === undefined || row.facilityId === facilityId) &&
    (kinds === undefined || kinds.includes(row.kind)) &&
    (text === undefined ||
      `${row.who} ${row.label} ${row.leftKey} ${row.rightKey}`.toLowerCase().includes(text.toLowerCase()))
