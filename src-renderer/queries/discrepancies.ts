import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import type { DiscrepancyFilter, DiscrepancyOrder, DiscrepancyRow } from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import type { Instant } from '#contract/time'
import { core } from '../link/core.ts'
import { pageNow } from '../link/page-clock.ts'

/** Rows asked for at once; the list itself stays in the core's database. */
export const windowSize = 200

export const discrepancyQueries = {
  all: ['discrepancies'] as const,
  counts: (filter: DiscrepancyFilter) =>
    queryOptions({
      queryKey: ['discrepancies', 'counts', filter],
      queryFn: ({ signal }) => core().discrepancies.counts({ filter }, { signal }),
      placeholderData: keepPreviousData,
    }),
  window: (filter: DiscrepancyFilter, order: DiscrepancyOrder, index: number) =>
    queryOptions({
      queryKey: ['discrepancies', 'window', filter, order, index],
      queryFn: ({ signal }) =>
        core().discrepancies.list({ filter, order, offset: index * windowSize, limit: windowSize }, { signal }),
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

export type DiscrepancyList = {
  /** Undefined before the first answer. */
  total: number | undefined
  /** True while the rows shown still belong to the filter before. */
  changing: boolean
  error: unknown
  rowAt(index: number): DiscrepancyRow | undefined
  retry(): void
}

type ListInput = { filter: DiscrepancyFilter; order: DiscrepancyOrder; first: number; last: number }

/** The list under a filter, with the windows that hold the rows `first` to `last` loaded. */
export function useDiscrepancyList({ filter, order, first, last }: ListInput): DiscrepancyList {
  const head = useQuery({ ...discrepancyQueries.window(filter, order, 0), placeholderData: keepPreviousData })
  const from = Math.max(1, Math.floor(first / windowSize))
  const to = Math.max(0, Math.floor(last / windowSize))
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  const others = useQueries({ queries: indexes.map((index) => discrepancyQueries.window(filter, order, index)) })
  return {
    total: head.data?.total,
    changing: head.isPlaceholderData,
    error: head.error ?? others.find((other) => other.error)?.error ?? null,
    rowAt: (index) => {
      const window = Math.floor(index / windowSize)
      const data = window === 0 ? head.data : others[window - from]?.data
      return data?.rows[index - window * windowSize]
    },
    retry: () => {
      for (const query of [head, ...others]) if (query.isError) void query.refetch()
    },
  }
}
