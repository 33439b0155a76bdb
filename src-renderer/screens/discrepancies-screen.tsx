import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { DiscrepancyKind, DiscrepancyRow } from '#contract/discrepancies'
import type { ClusterId } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import { Inspector } from '../features/detail/inspector.tsx'
import type { DecisionTarget } from '../features/discrepancies/accept-shape.ts'
import { ClusterHead } from '../features/discrepancies/cluster-head.tsx'
import { DiscrepancyGrid } from '../features/discrepancies/discrepancy-grid.tsx'
import { EmptyList } from '../features/discrepancies/empty-list.tsx'
import { ExportDialog } from '../features/discrepancies/export-dialog.tsx'
import { FilterBar } from '../features/discrepancies/filter-bar.tsx'
import {
  kindChips,
  lineOf,
  type Mark,
  markOn,
  rowText,
  sideWarnings,
  totalWords,
} from '../features/discrepancies/list-shape.ts'
import { SideWarnings } from '../features/discrepancies/side-warnings.tsx'
import { connectionQueries } from '../queries/connections.ts'
import { discrepancyQueries, useDiscrepancyList } from '../queries/discrepancies.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import beside from '../ui/beside.module.css'
import { Page } from '../ui/page.tsx'
import { rowForKey } from '../ui/row-for-key.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { type DiscrepanciesSearch, filterOf, pickedKinds } from './search.ts'
import { useDecisions } from './use-decisions.tsx'
import { nothingOpen, useOpenRow } from './use-open-row.ts'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/discrepancies')

/** The list of discrepancies and, beside it, the one that the address names. */
export function DiscrepanciesScreen() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const { facility, kinds: kindText, text, of, cluster: groupId, accepted = false, order = 'time' } = search
  const kinds = useMemo(() => pickedKinds(kindText), [kindText])
  const base = useMemo(
    () => filterOf({ facility, kinds: kindText, text, of, accepted: accepted || undefined }),
    [facility, kindText, text, of, accepted],
  )
  const filter = useMemo(() => (groupId === undefined ? base : { ...base, clusterId: groupId }), [base, groupId])
  // Rows of a group stand under its line, so that nothing is listed twice; who searches looks for rows.
  const grouped = groupId === undefined && text === undefined
  const listed = useMemo(() => (grouped ? { ...filter, outsideClusters: true } : filter), [filter, grouped])
  const [mark, setMark] = useState<Mark>(search.at === undefined ? null : { row: search.at })
  const [range, setRange] = useState({ first: search.at ?? 0, last: (search.at ?? 0) + 40 })
  const list = useDiscrepancyList({ filter: listed, order, ...range })
  const wholeGroups = useMemo(
    () => filterOf({ facility, kinds: kindText, of, accepted: accepted || undefined }),
    [facility, kindText, of, accepted],
  )
  const groups = useQuery(discrepancyQueries.clusters(wholeGroups))
  const counts = useQuery(discrepancyQueries.counts(filter))
  const connections = useQuery(connectionQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const only = of === undefined ? null : (pairings.data?.find(({ pairing }) => pairing.id === of) ?? null)
  const inView = (pairings.data ?? []).filter(
    (state) => (facility === undefined || state.facility.id === facility) && (of === undefined || state === only),
  )
  const gridRef = useRef<HTMLDivElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const [exporting, setExporting] = useState(false)
  const exportRef = useRef<HTMLButtonElement>(null)

  // The list without its groups would be short of their rows: it is shown once both are there.
  const head = groups.data && list.head
  const clusters = useMemo(() => (grouped ? (groups.data ?? []) : []), [grouped, groups.data])
  const group = groups.data?.find(({ id }) => id === groupId)
  const rows = head?.total ?? 0
  const total = clusters.length + rows
  const change = useCallback(
    (part: Partial<DiscrepanciesSearch>, replace = true) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const marked = mark && 'row' in mark ? mark.row : null
  const { rowAt } = list
  const { index: openIndex, panelRef, ...opened } = useOpenRow({ search, marked, range, total: rows, rowAt, change })
  const active = openIndex === null ? lineOf(mark, clusters, rows) : clusters.length + openIndex

  const filtered = kinds.length > 0 || text !== undefined || of !== undefined
  // Rows and groups answer each at its own time: a sum over one of the old filters and one of the new is no number.
  const changing = list.changing || groups.isPlaceholderData
  const words = head === undefined || changing ? null : totalWords({ rows, clusters, filtered, accepted })
  const [note, setNote] = useState('')
  if (words !== null && words !== note) setNote(words)

  // Who comes back from a group, by whatever way, stands on its line.
  const [shownGroup, setShownGroup] = useState<ClusterId | undefined>(groupId)
  if (shownGroup !== groupId) {
    setShownGroup(groupId)
    if (search.open === undefined) setMark(groupId === undefined && shownGroup ? { clusterId: shownGroup } : null)
  }

  const { unfollow } = opened
  const refilter = useCallback(
    (part: Partial<DiscrepanciesSearch>) => {
      setMark(null)
      // A row picked under the old filters is none of the new list.
      unfollow()
      gridRef.current?.scrollTo({ top: 0 })
      change({ ...part, at: undefined })
    },
    [change, unfollow],
  )
  const onText = useCallback((typed: string) => refilter({ text: typed.trim() === '' ? undefined : typed }), [refilter])

  const openGroup = (clusterId: ClusterId): void => {
    unfollow()
    gridRef.current?.scrollTo({ top: 0 })
    change({ cluster: clusterId, ...nothingOpen }, false)
  }
  const leaveGroup = (): void => {
    unfollow()
    change({ cluster: undefined, ...nothingOpen }, false)
    gridRef.current?.focus()
  }
  const pick = (line: number, how: 'move' | 'open' | 'focus'): void => {
    // An open detail follows the mark, so the mark stays among the rows then.
    const at = how === 'move' && search.open !== undefined ? Math.max(line, clusters.length) : line
    if (at >= total) return
    const cluster = clusters[at]
    setMark(markOn(at, clusters))
    if (cluster) return how === 'move' ? undefined : openGroup(cluster.id)
    if (how === 'move' && search.open === undefined) return
    opened.follow(at - clusters.length, how === 'focus')
  }
  const close = (): void => {
    if (active !== null) setMark(markOn(active, clusters))
    opened.shut()
    gridRef.current?.focus()
  }
  const step = (key: 'j' | 'k'): boolean => {
    const next = rowForKey(key, active, total, 1)
    if (next === null) return false
    pick(next, 'move')
    // The keys follow the mark, or Enter would still follow a link clicked before.
    if (!panelRef.current?.contains(document.activeElement)) gridRef.current?.focus()
    return true
  }
  /** After a decision: on to the next row where the open one has left the list, and the keys back to where they were. */
  const moveOn = (decided: DecisionTarget | null): void => {
    const gone = decided?.of.by === 'fingerprint' && decided.of.rows.some((one) => one.fingerprint === search.open)
    if (gone && openIndex !== null) {
      const next = list.rowAt(openIndex + 1) ?? list.rowAt(openIndex - 1)
      setMark({ row: openIndex })
      if (next) change({ open: next.fingerprint, pairing: next.pairingId, at: openIndex })
      else change(nothingOpen)
    }
    // A dialog keeps the focus to itself until it is gone.
    requestAnimationFrame(() => (panelRef.current ?? gridRef.current)?.focus())
  }
  const decisions = useDecisions({ now, readOnly, onDone: moveOn })
  const decide = (line: number): void => {
    const cluster = clusters[line]
    const row = list.rowAt(line - clusters.length)
    setMark(markOn(line, clusters))
    if (cluster) decisions.decideGroup(cluster, accepted)
    else if (row) decisions.decideRow(row)
  }
  useKeys({
    j: () => step('j'),
    k: () => step('k'),
    '/': () => searchRef.current?.focus(),
    e: () => (active === null ? false : decide(active)),
    u: () => decisions.undo(),
    Escape: () => {
      if (search.open !== undefined) return close()
      return groupId === undefined ? false : leaveGroup()
    },
  })
  const copy = (row: DiscrepancyRow): void => {
    void navigator.clipboard.writeText(rowText(row, now)).then(
      () => notifications.show({ message: 'Row copied', autoClose: 1500, withCloseButton: false }),
      () => notifications.show({ message: 'The browser did not allow copying.', color: 'red' }),
    )
  }
  const toggle = (kind: DiscrepancyKind): void => {
    const next = kinds.includes(kind) ? kinds.filter((known) => known !== kind) : [...kinds, kind]
    refilter({ kinds: next.length === 0 ? undefined : next.join(',') })
  }
  /** All open ones or all accepted ones, out of any group. */
  const relist = (toAccepted: boolean): void =>
    refilter({ cluster: undefined, accepted: toAccepted || undefined, ...nothingOpen })
  const clear = (): void => refilter({ kinds: undefined, text: undefined, of: undefined })

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const failed = list.error ?? errorToTell(groups)
  const exported = rows + clusters.reduce((sum, cluster) => sum + cluster.rows, 0)
  return (
    <Page
      title="Discrepancies"
      fixed
      actions={
        <Button ref={exportRef} variant="default" disabled={exported === 0} onClick={() => setExporting(true)}>
          Export
        </Button>
      }
      note={note}
    >
      <div className={beside.screen}>
        <div className={beside.list}>
          <FilterBar
            chips={kindChips(counts.data, kinds, inView)}
            text={text ?? ''}
            order={order}
            filtered={filtered}
            only={of === undefined ? null : onlyWords(only, pairings.data !== undefined)}
            accepted={{ count: counts.data?.accepted ?? 0, shown: accepted }}
            searchRef={searchRef}
            onKind={toggle}
            onText={onText}
            onOrder={(next) => refilter({ order: next === 'time' ? undefined : next })}
            onClear={clear}
            onAll={() => refilter({ of: undefined })}
            onAccepted={() => relist(!accepted)}
          />
          {groupId !== undefined && groups.data && (
            <ClusterHead
              cluster={group}
              accepted={accepted}
              now={now}
              readOnly={readOnly}
              onBack={leaveGroup}
              onDecide={() => group && decisions.decideGroup(group, accepted)}
            />
          )}
          <SideWarnings warnings={sideWarnings(inView)} now={now} />
          {failed ? (
            <ErrorBox
              error={failed}
              what="The list could not be read"
              onRetry={() => {
                list.retry()
                if (groups.isError) void groups.refetch()
              }}
            />
          ) : null}
          {head === undefined && !failed && <Loading waitingFor="the discrepancies" rows={12} />}
          {head && total === 0 && pairings.data && (
            <EmptyList
              pairings={inView}
              filtered={filtered}
              of={accepted ? 'accepted' : groupId === undefined ? 'open' : 'group'}
              accepted={counts.data?.accepted ?? 0}
              now={now}
              readOnly={readOnly}
              onClear={clear}
              onOpen={() => relist(false)}
              onAccepted={() => relist(true)}
              onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
              onSync={sync.start}
            />
          )}
          {total > 0 && (
            <DiscrepancyGrid
              gridRef={gridRef}
              clusters={clusters}
              accepted={accepted}
              rows={rows}
              rowAt={list.rowAt}
              active={active}
              changing={changing}
              now={now}
              readOnly={readOnly}
              onRange={(first, last) => setRange({ first, last })}
              onPick={pick}
              onCopy={copy}
              onDecide={decide}
            />
          )}
        </div>
        {search.open !== undefined && search.pairing !== undefined && (
          <Inspector
            pairingId={search.pairing}
            fingerprint={search.open}
            panelRef={panelRef}
            index={openIndex}
            total={rows}
            link={opened.link}
            now={now}
            readOnly={readOnly}
            groups={{ all: groupId === undefined ? (groups.data ?? []) : [], open: openGroup }}
            onDecide={decisions.decideRow}
            onMove={(by) => step(by === 1 ? 'j' : 'k')}
            onClose={close}
          />
        )}
      </div>
      {exporting && (
        <ExportDialog
          filter={filter}
          order={order}
          total={exported}
          filtered={filtered || groupId !== undefined || facility !== undefined}
          onClose={() => {
            setExporting(false)
            exportRef.current?.focus()
          }}
        />
      )}
      {decisions.dialog}
    </Page>
  )
}

/** Which pairing the list stays within; before the pairings are known it is only one of them. */
function onlyWords(only: PairingState | null, known: boolean): string {
  if (only) return `${only.left.system} and ${only.right.system}`
  return known ? 'a removed pairing' : 'one pairing'
}
