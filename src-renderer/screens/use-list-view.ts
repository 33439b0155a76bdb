import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Cluster, DiscrepancyCounts, DiscrepancyFilter, DiscrepancyGroup, ListSeen } from '#contract/discrepancies'
import { discrepancyQueries, type ListedRow, useDiscrepancyList } from '../queries/discrepancies.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { type DiscrepanciesSearch, filterOf } from './search.ts'

export type ListView = {
  /** What the address asks for. */
  filter: DiscrepancyFilter
  /** What the groups of one cause are counted under: who searches in one narrows its rows alone. */
  whole: DiscrepancyFilter
  /** What the rows of the list are of: rows of one cause stand under their group's line. */
  listed: DiscrepancyFilter
  /** The groups of one cause that stand above the rows. */
  clusters: readonly Cluster[]
  /** The group of one cause whose rows are listed; undefined where nothing of it is left. */
  cluster: Cluster | undefined
  allClusters: readonly Cluster[]
  counts: DiscrepancyCounts | undefined
  /** The lines of the list put together; undefined where it is not, or before the first answer. */
  groups: readonly DiscrepancyGroup[] | undefined
  /** True once everything that is shown has been answered. */
  ready: boolean
  /** How many rows stand in the list itself, and how many match, those of groups counted. */
  rows: number
  matching: number
  rowAt: (index: number) => ListedRow | undefined
  seen: ListSeen | undefined
  /** True while what is shown still belongs to the list before. */
  changing: boolean
  failed: unknown
  retry: () => void
  range: { first: number; last: number }
  onRange: (first: number, last: number) => void
}

/** The list that the address asks for: rows by windows, groups of one cause, counts, or one line per group. */
export function useListView(search: DiscrepanciesSearch): ListView {
  const { cluster: clusterId, text, group, as, at = 0, order = 'time' } = search
  // What shares a cause is asked about now alone.
  const past = as !== undefined
  const base = filterOf(search)
  const filter = clusterId === undefined || past ? base : { ...base, clusterId }
  // Rows of a group stand under its line, so that nothing is listed twice; who searches looks for rows.
  const withClusters = !past && clusterId === undefined && text === undefined
  const listed = withClusters ? { ...filter, outsideClusters: true } : filter
  const [range, setRange] = useState({ first: at, last: at + 40 })
  const list = useDiscrepancyList({ filter: listed, order, ...range })
  const { text: _, ...whole } = base
  const clusters = useQuery({ ...discrepancyQueries.clusters(whole), enabled: !past })
  const counts = useQuery(discrepancyQueries.counts(filter))
  const groups = useQuery(discrepancyQueries.groups(filter, group ?? null))
  const shown = withClusters ? (clusters.data ?? []) : []
  // The list without its groups would be short of their rows: it is shown once both are there.
  const listReady = list.head !== undefined && (past || clusters.data !== undefined)
  const rows = listReady ? (list.head?.total ?? 0) : 0
  return {
    filter,
    whole,
    listed,
    clusters: shown,
    cluster: clusters.data?.find(({ id }) => id === clusterId),
    allClusters: past ? [] : (clusters.data ?? []),
    counts: counts.data,
    groups: group === undefined ? undefined : groups.data,
    ready: group === undefined ? listReady : groups.data !== undefined,
    rows,
    matching: rows + shown.reduce((sum, cluster) => sum + cluster.rows, 0),
    rowAt: list.rowAt,
    seen: list.changing ? undefined : list.head?.seen,
    // Rows and groups answer each at its own time: a sum over one of the old filters and one of the new is no number.
    // Groups of one cause are not asked for in a snapshot: theirs would stay those of before.
    changing: group === undefined ? list.changing || (!past && clusters.isPlaceholderData) : groups.isPlaceholderData,
    failed: group === undefined ? (list.error ?? errorToTell(clusters)) : errorToTell(groups),
    retry: () => {
      list.retry()
      for (const query of [clusters, groups]) if (query.isError) void query.refetch()
    },
    range,
    onRange: (first, last) => setRange({ first, last }),
  }
}
