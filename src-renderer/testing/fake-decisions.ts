import type { z } from 'zod'
import type { Note, Operator } from '#contract/desk-work'
import type {
  Acceptance,
  Cluster,
  DiscrepancyDetail,
  DiscrepancyFilter,
  DiscrepancyGroup,
  DiscrepancyKind,
  DiscrepancyRow,
  GroupBy,
  ReopenSelection,
} from '#contract/discrepancies'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'
import { fakeClusterIds } from './fake-rows.ts'

type Discrepancies = CoreClient['discrepancies']
type FakeDecisions = {
  rows: readonly DiscrepancyRow[]
  now: Instant
  tell: () => void
  /** Who works here, to give rows to. */
  operators?: () => readonly Pick<Operator, 'id' | 'name'>[]
  /** Who decides now. */
  by?: () => string
}

const titles = [
  'start 15 minutes later in Northgate rota since 12 November',
  'shift “Early, ward 2” in Alder is “Early, ward 3” in Northgate rota since 3 November',
]

/** What people decided about the rows, groups of one cause, and the lists as both leave them. */
export function fakeDecisions({ rows, now, tell, operators = () => [], by = () => 'Ada Sample' }: FakeDecisions) {
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
  const assigned = new Map<string, string>()
  const notes = new Map<string, Note[]>()
  const nameOf = (id: string | null | undefined): string | null =>
    operators().find((operator) => operator.id === id)?.name ?? null
  const shown = (row: DiscrepancyRow): DiscrepancyRow => ({
    ...row,
    accepted: acceptances.has(row.fingerprint),
    assignee: nameOf(assigned.get(row.fingerprint)),
  })
  const chosen = (of: z.input<typeof ReopenSelection>): DiscrepancyRow[] => {
    if (of.by === 'cluster') return rows.filter((row) => row.clusterId === of.clusterId)
    if (of.by === 'filter') {
      const kept = new Set<string>(of.except.map(({ fingerprint }) => fingerprint))
      return under(of.filter).filter(({ fingerprint }) => !kept.has(fingerprint))
    }
    const named = new Set<string>(
      of.by === 'act' ? acts.slice(of.first - 1, of.last) : of.rows.map(({ fingerprint }) => fingerprint),
    )
    return rows.filter(({ fingerprint }) => named.has(fingerprint))
  }
  const under = (filter: z.input<typeof DiscrepancyFilter>): DiscrepancyRow[] => {
    const { assignedTo } = filter
    const who = assignedTo == null ? null : nameOf(assignedTo)
    return rows
      .map(shown)
      .filter(matches(filter))
      .filter((row) => assignedTo === undefined || filter.asOf !== undefined || row.assignee === who)
  }
  const accept: Discrepancies['accept'] = async ({ of, reason, until }) => {
    const taken = chosen(of).filter(({ fingerprint }) => !acceptances.has(fingerprint))
    const acceptance = { reason, by: by(), at: now, until: (until ?? null) as Instant | null }
    for (const { fingerprint } of taken) acceptances.set(fingerprint, acceptance)
    const first = acts.length + 1
    acts.push(...taken.map(({ fingerprint }) => fingerprint))
    tell()
    return { accepted: taken.length, changed: 0, stored: taken.length === 0 ? null : { first, last: acts.length } }
  }
  const assign: Discrepancies['assign'] = async ({ of, to }) => {
    const given = chosen(of)
    for (const { fingerprint } of given) {
      if (to === null) assigned.delete(fingerprint)
      else assigned.set(fingerprint, to)
    }
    tell()
    return { assigned: given.length, changed: 0 }
  }
  const note: Discrepancies['note'] = async ({ fingerprint, text }) => {
    notes.set(fingerprint, [...(notes.get(fingerprint) ?? []), { at: now, by: by(), text: text.trim() }])
    tell()
    return { done: true }
  }
  const reopen: Discrepancies['reopen'] = async ({ of }) => {
    const reopened = chosen(of).filter(({ fingerprint }) => acceptances.delete(fingerprint)).length
    tell()
    return { reopened }
  }
  return {
    accept,
    reopen,
    assign,
    note,
    under,
    groups: (filter: z.input<typeof DiscrepancyFilter>, group: GroupBy): DiscrepancyGroup[] =>
      [...Map.groupBy(under(filter), keyOf[group]).values()]
        .flatMap((alike) => groupOf(alike, group))
        .sort((a, b) => b.rows - a.rows),
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
      notes: notes.get(detail.row.fingerprint) ?? [],
    }),
  }
}

const keyOf: Record<GroupBy, (row: DiscrepancyRow) => string> = {
  facility: (row) => row.facilityId,
  kind: (row) => row.kind,
  resource: (row) => `${row.pairingId} ${row.resource}`,
}

function groupOf(rows: readonly DiscrepancyRow[], by: GroupBy): DiscrepancyGroup[] {
  const [first] = rows
  if (!first) return []
  const byKind: Partial<Record<DiscrepancyKind, number>> = {}
  for (const row of rows) byKind[row.kind] = (byKind[row.kind] ?? 0) + 1
  const { facilityId, pairingId, kind, resource } = first
  const narrow = { facility: { facilityId }, kind: { kinds: [kind] }, resource: { pairingId, resource } }[by]
  const name = { facility: first.facility, kind: '', resource: first.who }[by]
  return [{ by, narrow, name, rows: rows.length, byKind, nextStart: first.span.start, zone: first.zone }]
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
  (filter: z.input<typeof DiscrepancyFilter>) =>
  (row: DiscrepancyRow): boolean => {
    const { facilityId, pairingId, kinds, text, resource, within } = filter
    return (
      (filter.asOf !== undefined || decided(filter, row)) &&
      (pairingId === undefined || row.pairingId === pairingId) &&
      (resource === undefined || row.resource === resource) &&
      (within === undefined || (row.span.start < within.end && row.span.end > within.start)) &&
      (facilityId === undefined || row.facilityId === facilityId) &&
      (kinds === undefined || kinds.includes(row.kind)) &&
      (text === undefined ||
        `${row.who} ${row.label} ${row.leftKey} ${row.rightKey}`.toLowerCase().includes(text.toLowerCase()))
    )
  }

/** What people decided and which cause it shares: nothing of it is asked about an earlier moment. */
const decided = (
  { accepted, clusterId, outsideClusters }: z.input<typeof DiscrepancyFilter>,
  row: DiscrepancyRow,
): boolean =>
  row.accepted === (accepted ?? false) &&
  (clusterId === undefined || row.clusterId === clusterId) &&
  !(outsideClusters && row.clusterId !== null)
