import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Acceptance, DiscrepancyFilter, DiscrepancyOrder, DiscrepancyRow } from '#contract/discrepancies'
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
  detail: (pairingId: PairingId, fingerprint: Fingerprint) =>
    queryOptions({
      queryKey: ['discrepancies', 'detail', pairingId, fingerprint],
      queryFn: ({ signal }) => core().discrepancies.detail({ pairingId, fingerprint }, { signal }),
    }),
}

export type ExportInput = Parameters<CoreClient['discrepancies']['export']>[0]

/** The list as a file's text, part by part while the core writes it; `now` is the core's instant at the start. */
export async function exportDiscrepancies(
  input: ExportInput,
  signal: AbortSignal,
): Promise<{ now: Instant; text: AsyncIterable<string> }> {
  return { now: pageNow(), text: await core().discrepancies.export(input, { signal }) }
}

/** A row with what a person said about it where it is accepted. */
export type ListedRow = DiscrepancyRow & { acceptance: Acceptance | null }

type ListInput = { filter: DiscrepancyFilter; order: DiscrepancyOrder }

/** The list under a filter, to be read window by window. */
export const discrepancyList = ({ filter, order }: ListInput) => ({
  key: ['discrepancies', 'list', filter, order],
  read: async (range: { offset: number; limit: number }, signal: AbortSignal) => {
    const window = await core().discrepancies.list({ filter, order, ...range }, { signal })
    const said = new Map(window.acceptances.map(({ fingerprint, acceptance }) => [fingerprint, acceptance]))
    const rows = window.rows.map((row): ListedRow => ({ ...row, acceptance: said.get(row.fingerprint) ?? null }))
    return { rows, total: window.total }
  },
  lookAgainMs,
})

/** The list under a filter, with the windows that hold the rows `first` to `last` loaded. */
export const useDiscrepancyList = ({ filter, order, ...inView }: ListInput & { first: number; last: number }) =>
  useWindowedList({ ...discrepancyList({ filter, order }), ...inView })
