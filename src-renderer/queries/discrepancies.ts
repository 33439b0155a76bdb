import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query'
import type {
  Acceptance,
  DiscrepancyFilter,
  DiscrepancyOrder,
  DiscrepancyRow,
  GroupBy,
  Risk,
} from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import type { Instant } from '#contract/time'
import { core } from '../link/core.ts'
import { pageNow } from '../link/page-clock.ts'
import { lookAgainMs, useWindowedList } from './windowed-list.ts'

/** An acceptance ends by the clock without any event that says so, so lists and counts are asked for again. */
export const discrepancyQueries = {
  all: ['discrepancies'] as const,
  counts: (filter: DiscrepancyFilter) =>
    queryOptions({
      queryKey: ['discrepancies', 'counts', filter],
      queryFn: ({ signal }) => core().discrepancies.counts({ filter }, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: lookAgainMs,
    }),
  clusters: (filter: DiscrepancyFilter) =>
    queryOptions({
      queryKey: ['discrepancies', 'clusters', filter],
      queryFn: ({ signal }) => core().discrepancies.clusters({ filter }, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: lookAgainMs,
    }),
  /** Null asks nothing. */
  groups: (filter: DiscrepancyFilter, by: GroupBy | null) =>
    queryOptions({
      queryKey: ['discrepancies', 'groups', filter, by],
      queryFn: by === null ? skipToken : ({ signal }) => core().discrepancies.groups({ filter, by }, { signal }),
      placeholderData: keepPreviousData,
      refetchInterval: lookAgainMs,
    }),
  /** Where a row stands in the list, for one that was opened by a link; null asks nothing. */
  position: (input: PositionInput | null) =>
    queryOptions({
      queryKey: ['discrepancies', 'position', input],
      queryFn: input === null ? skipToken : ({ signal }) => core().discrepancies.position(input, { signal }),
    }),
  /** As the newest compare found it, or the newest up to `asOf`. */
  detail: (pairingId: PairingId, fingerprint: Fingerprint, asOf?: Instant) =>
    queryOptions({
      queryKey: ['discrepancies', 'detail', pairingId, fingerprint, asOf ?? null],
      queryFn: ({ signal }) =>
        core().discrepancies.detail({ pairingId, fingerprint, ...(asOf === undefined ? {} : { asOf }) }, { signal }),
    }),
}

type PositionInput = Parameters<CoreClient['discrepancies']['position']>[0]

export type ExportInput = Parameters<CoreClient['discrepancies']['export']>[0]

/** The list as a file's text, part by part while the core writes it; `now` is the core's instant at the start. */
export async function exportDiscrepancies(
  input: ExportInput,
  signal: AbortSignal,
): Promise<{ now: Instant; text: AsyncIterable<string> }> {
  return { now: pageNow(), text: await core().discrepancies.export(input, { signal }) }
}

/** A row with what a person said about it where it is accepted, and with its risk where the list is ordered by it. */
export type ListedRow = DiscrepancyRow & { acceptance: Acceptance | null; risk: Risk | null }

type ListInput = { filter: DiscrepancyFilter; order: DiscrepancyOrder }

/** The list under a filter, to be read window by window. */
export const discrepancyList = ({ filter, order }: ListInput) => ({
  key: ['discrepancies', 'list', filter, order],
  read: async (range: { offset: number; limit: number }, signal: AbortSignal) => {
    const window = await core().discrepancies.list({ filter, order, ...range }, { signal })
    const said = new Map(window.acceptances.map(({ fingerprint, acceptance }) => [fingerprint, acceptance]))
    const rows = window.rows.map(
      (row, place): ListedRow => ({
        ...row,
        acceptance: said.get(row.fingerprint) ?? null,
        risk: window.risks[place] ?? null,
      }),
    )
    return { rows, total: window.total, seen: window.seen }
  },
  lookAgainMs,
})

/** The list under a filter, with the windows that hold the rows `first` to `last` loaded. */
export const useDiscrepancyList = ({ filter, order, ...inView }: ListInput & { first: number; last: number }) =>
  useWindowedList({ ...discrepancyList({ filter, order }), ...inView })

/** Rows read at once where a whole stretch of the list is wanted; the most that a call answers. */
const readAtOnce = 500

/** The rows from `offset` on, at most 500, outside of any view: to select or copy a stretch that was scrolled past. */
export async function readRows({ filter, order }: ListInput, offset: number, count: number): Promise<DiscrepancyRow[]> {
  const limit = Math.min(count, readAtOnce)
  return (await core().discrepancies.list({ filter, order, offset, limit })).rows
}
