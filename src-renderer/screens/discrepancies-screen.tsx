import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import type { Cluster, DiscrepancyFilter, DiscrepancyGroup, DiscrepancyKind } from '#contract/discrepancies'
import type { ClusterId } from '#contract/ids'
import { Inspector } from '../features/detail/inspector.tsx'
import type { DecisionTarget } from '../features/discrepancies/accept-shape.ts'
import { BulkBar } from '../features/discrepancies/bulk-bar.tsx'
import { ClusterHead } from '../features/discrepancies/cluster-head.tsx'
import { DiscrepancyGrid, type Marking } from '../features/discrepancies/discrepancy-grid.tsx'
import { EmptyList } from '../features/discrepancies/empty-list.tsx'
import { ExportDialog } from '../features/discrepancies/export-dialog.tsx'
import { GroupGrid } from '../features/discrepancies/group-grid.tsx'
import { groupTotalWords } from '../features/discrepancies/group-shape.ts'
import { lineOf, type Mark, markOn, sideWarnings, totalWords } from '../features/discrepancies/list-shape.ts'
import { SideWarnings } from '../features/discrepancies/side-warnings.tsx'
import { TimeBar } from '../features/time-travel/time-bar.tsx'
import { momentWords } from '../format/instant.ts'
import { rowTitle } from '../format/row-words.ts'
import { connectionQueries } from '../queries/connections.ts'
import { deskQueries } from '../queries/desk-work.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { useNow } from '../queries/workspace.ts'
import beside from '../ui/beside.module.css'
import { BesideList } from '../ui/beside-list.tsx'
import { Page } from '../ui/page.tsx'
import { rowForKey } from '../ui/row-for-key.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { WhyHere } from '../ui/why-here.tsx'
import { ListFilters } from './list-filters.tsx'
import { type DiscrepanciesSearch, noFilter, pickedKinds, searchOf } from './search.ts'
import { useCopyRows } from './use-copy-rows.ts'
import { useDecisions } from './use-decisions.tsx'
import { useListView } from './use-list-view.ts'
import { nothingOpen, useOpenRow } from './use-open-row.ts'
import { useRowCommands } from './use-row-commands.ts'
import { useSelection } from './use-selection.ts'
import { useSelectionCommands } from './use-selection-commands.ts'
import { useSnapshot } from './use-snapshot.ts'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/discrepancies')

/** The list of discrepancies and, beside it, the one that the address names. */
export function DiscrepanciesScreen() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const snapshot = useSnapshot(search.of)
  const { readOnly, asOf } = snapshot
  const sync = useSyncActions()
  const { facility, of, cluster: groupId, group, accepted = false, order = 'time' } = search
  const kinds = pickedKinds(search.kinds)
  const view = useListView(search)
  const { copyRows, unread } = useCopyRows(now)
  const { clusters, rows, rowAt, changing, ready } = view
  const gridRef = useRef<HTMLDivElement>(null)
  // A menu gives the focus back to its button first.
  const focusList = (): void => void requestAnimationFrame(() => gridRef.current?.focus())
  const selection = useSelection({ ...view, order, onAssigned: focusList })
  const connections = useQuery(connectionQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const operators = useQuery(deskQueries.operators()).data ?? []
  const inView = (pairings.data ?? []).filter(
    (state) =>
      (facility === undefined || state.facility.id === facility) && (of === undefined || state.pairing.id === of),
  )
  const [mark, setMark] = useState<Mark>(search.at === undefined ? null : { row: search.at })
  const [groupMark, setGroupMark] = useState<number | null>(null)
  const [showWhy, setShowWhy] = useState(false)
  const [adding, setAdding] = useState(false)
  const [exporting, setExporting] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const exportRef = useRef<HTMLButtonElement>(null)

  const total = clusters.length + rows
  const change = useCallback(
    (part: Partial<DiscrepanciesSearch>, replace = true) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const marked = mark && 'row' in mark ? mark.row : null
  const locate = { filter: view.listed, order }
  const { range } = view
  const {
    index: openIndex,
    following,
    follow,
    unfollow,
    shut,
    panelRef,
    link,
  } = useOpenRow({
    ...{ search, marked, range, total: rows, rowAt, change },
    ...(ready && group === undefined ? { locate } : {}),
  })
  const followed = following ?? openIndex
  const active = followed === null ? lineOf(mark, clusters, rows) : clusters.length + followed
  const activeRow = active === null ? undefined : rowAt(active - clusters.length)
  const groupActive = groupMark === null || !view.groups?.length ? null : Math.min(groupMark, view.groups.length - 1)

  const filtered = Object.keys(view.filter).some(
    (key) => key !== 'facilityId' && key !== 'asOf' && key !== 'accepted' && key !== 'clusterId',
  )
  const words = !ready || changing ? null : wordsOf()
  const [note, setNote] = useState('')
  if (words !== null && words !== note) setNote(words)
  function wordsOf(): string {
    // Nobody knows what there was before anything was compared.
    if (snapshot.nothingYet) return ''
    if (view.groups) return groupTotalWords(view.groups, filtered)
    return totalWords({ rows, clusters, filtered, accepted })
  }

  // Who comes back from a group, by whatever way, stands on its line.
  const [shownGroup, setShownGroup] = useState<ClusterId | undefined>(groupId)
  if (shownGroup !== groupId) {
    setShownGroup(groupId)
    if (search.open === undefined) setMark(groupId === undefined && shownGroup ? { clusterId: shownGroup } : null)
  }

  const refilter = useCallback(
    (part: Partial<DiscrepanciesSearch>, replace = true) => {
      setMark(null)
      // A row picked under the old filters is none of the new list.
      unfollow()
      gridRef.current?.scrollTo({ top: 0 })
      change({ ...part, at: undefined }, replace)
    },
    [change, unfollow],
  )

  const openGroup = (clusterId: ClusterId): void => refilter({ cluster: clusterId, ...nothingOpen }, false)
  const leaveGroup = (): void => {
    unfollow()
    change({ cluster: undefined, ...nothingOpen }, false)
    gridRef.current?.focus()
  }
  /** What a group holds takes its place, one filter narrower; going back shows the groups again. */
  const openLine = ({ narrow }: DiscrepancyGroup): void => {
    refilter({ ...searchOf(narrow), group: undefined, ...nothingOpen }, false)
    focusList()
  }
  const pick = (line: number, how: Marking): void => {
    if (how === 'extend') selection.extend((active ?? line) - clusters.length, line - clusters.length)
    const row = rowAt(line - clusters.length)
    if (how === 'pick' && row) selection.toggle(row)
    // An open detail follows the mark, so the mark stays among the rows then.
    const moves = how !== 'open' && how !== 'focus'
    const at = moves && search.open !== undefined ? Math.max(line, clusters.length) : line
    if (at >= total) return
    const cluster = clusters[at]
    setMark(markOn(at, clusters))
    if (cluster) return moves ? undefined : openGroup(cluster.id)
    if (moves && search.open === undefined) return
    follow(at - clusters.length, how === 'focus')
  }
  const close = (): void => {
    if (active !== null) setMark(markOn(active, clusters))
    shut()
    gridRef.current?.focus()
  }
  const step = (key: 'j' | 'k', extending = false): boolean => {
    const next = view.groups ? rowForKey(key, groupActive, view.groups.length, 1) : rowForKey(key, active, total, 1)
    if (next === null) return false
    if (view.groups) setGroupMark(next)
    else pick(next, extending ? 'extend' : 'move')
    // The keys follow the mark, or Enter would still follow a link clicked before.
    if (!panelRef.current?.contains(document.activeElement)) gridRef.current?.focus()
    return true
  }
  /** After a decision: on to the next row where the open one has left the list, and the keys back to where they were. */
  const moveOn = (decided: DecisionTarget | null): void => {
    const named = decided?.of.by === 'fingerprint' ? decided.of.rows : []
    if (decided?.of.by === 'filter' || named.length > 1) {
      selection.clear()
      if (search.open !== undefined) close()
    } else if (named.some((one) => one.fingerprint === search.open) && openIndex !== null) {
      const next = rowAt(openIndex + 1) ?? rowAt(openIndex - 1)
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
    const row = rowAt(line - clusters.length)
    setMark(markOn(line, clusters))
    if (cluster) decideGroup(cluster, view.whole, cluster.rows)
    else if (row) decisions.decideRow(row)
  }
  /** What is listed of a group; nothing while the list of other filters is still shown. */
  const decideGroup = (cluster: Cluster, { asOf: _, ...filter }: DiscrepancyFilter, count: number): void => {
    if (view.seen) decisions.decideGroup({ cluster, filter, count, seen: view.seen }, accepted)
  }
  const decidePicked = (): void => {
    if (selection.target) decisions.decideMany(selection.target, accepted)
  }
  const copyPicked = (): void => void selection.rows?.().then(copyRows, unread)
  useKeys({
    j: () => step('j'),
    k: () => step('k'),
    J: () => step('j', true),
    K: () => step('k', true),
    x: () => (activeRow && !view.groups ? selection.toggle(activeRow) : false),
    '/': () => searchRef.current?.focus(),
    f: () => setAdding(true),
    w: () => (order === 'risk' ? setShowWhy((shown) => !shown) : false),
    e: () => {
      if (selection.count > 0) return decidePicked()
      return active === null || view.groups ? false : decide(active)
    },
    u: () => decisions.undo(),
    Escape: () => {
      if (search.open !== undefined) return close()
      if (selection.count > 0) return selection.clear()
      return groupId === undefined ? false : leaveGroup()
    },
  })
  useRowCommands({ row: view.groups ? undefined : activeRow, now, readOnly, onDecide: decisions.decideRow })
  useSelectionCommands({
    ...{ selection, operators, accepted, readOnly, matching: view.matching },
    onDecide: decidePicked,
    onCopy: copyPicked,
    onExport: () => setExporting(true),
  })
  const toggle = (kind: DiscrepancyKind): void => {
    const next = kinds.includes(kind) ? kinds.filter((known) => known !== kind) : [...kinds, kind]
    refilter({ kinds: next.length === 0 ? undefined : next.join(',') })
  }
  /** All open ones or all accepted ones, out of any group. */
  const relist = (toAccepted: boolean): void =>
    refilter({ cluster: undefined, accepted: toAccepted || undefined, ...nothingOpen })
  const clear = (): void => refilter({ ...noFilter, accepted: search.accepted, cluster: groupId })

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const shownLines = view.groups?.length ?? total
  const moment = asOf === undefined ? null : momentWords(asOf, snapshot.bar.zone, now)
  return (
    <Page
      title="Discrepancies"
      fixed
      actions={
        <Button ref={exportRef} variant="default" disabled={view.matching === 0} onClick={() => setExporting(true)}>
          Export
        </Button>
      }
      note={note}
    >
      <div className={beside.screen}>
        <BesideList open={search.open !== undefined && search.pairing !== undefined}>
          <ListFilters
            {...{
              search,
              view,
              pairings: pairings.data,
              inView,
              operators,
              now,
              readOnly,
              searchRef,
              adding,
              filtered,
            }}
            lane={rowAt(0)?.who ?? null}
            onAdding={setAdding}
            onKind={toggle}
            onClear={clear}
            onAccepted={() => relist(!accepted)}
            onChange={refilter}
          />
          {groupId !== undefined && asOf === undefined && ready && (
            <ClusterHead
              cluster={view.cluster}
              count={rows}
              accepted={accepted}
              now={now}
              readOnly={readOnly}
              onBack={leaveGroup}
              onDecide={() => view.cluster && decideGroup(view.cluster, view.filter, rows)}
            />
          )}
          <SideWarnings warnings={asOf === undefined ? sideWarnings(inView) : []} now={now} />
          {view.failed ? <ErrorBox error={view.failed} what="The list could not be read" onRetry={view.retry} /> : null}
          {!ready && !view.failed && <Loading waitingFor="the discrepancies" rows={12} />}
          {ready && shownLines === 0 && pairings.data && (
            <EmptyList
              pairings={inView}
              filtered={filtered}
              of={moment !== null ? 'snapshot' : accepted ? 'accepted' : groupId === undefined ? 'open' : 'group'}
              moment={moment}
              nothingYet={snapshot.nothingYet}
              accepted={view.counts?.accepted ?? 0}
              now={now}
              readOnly={readOnly}
              onClear={clear}
              onNow={snapshot.leave}
              onOpen={() => relist(false)}
              onAccepted={() => relist(true)}
              onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
              onSync={sync.start}
            />
          )}
          {view.groups && view.groups.length > 0 && (
            <GroupGrid
              gridRef={gridRef}
              groups={view.groups}
              pairings={pairings.data ?? []}
              active={groupActive}
              changing={changing}
              now={now}
              onMove={setGroupMark}
              onOpen={openLine}
            />
          )}
          {!view.groups && group === undefined && total > 0 && (
            <DiscrepancyGrid
              gridRef={gridRef}
              {...{ clusters, accepted, rows, rowAt, active, changing }}
              byRisk={order === 'risk'}
              allPicked={selection.whole && selection.count > 0}
              across={facility === undefined && of === undefined}
              now={now}
              readOnly={readOnly}
              isPicked={selection.isPicked}
              onRange={view.onRange}
              onMark={pick}
              onPickAll={selection.all}
              onCopy={(row) => copyRows([row])}
              onDecide={decide}
            />
          )}
          {showWhy && order === 'risk' && !view.groups && (
            <WhyHere
              about={activeRow ? rowTitle(activeRow, now) : null}
              risk={activeRow?.risk ?? null}
              onClose={() => setShowWhy(false)}
            />
          )}
          {selection.count > 0 && !view.groups && (
            <BulkBar
              count={selection.count}
              groups={selection.whole ? clusters : []}
              total={view.matching}
              accepted={accepted}
              operators={operators}
              readOnly={readOnly}
              busy={selection.assigning}
              {...(selection.rows ? { onCopy: copyPicked } : {})}
              onAll={selection.all}
              onClear={selection.clear}
              onDecide={decidePicked}
              onAssign={(to) => selection.assign(to, operators.find(({ id }) => id === to)?.name ?? 'nobody')}
            />
          )}
          <TimeBar {...snapshot.bar} />
        </BesideList>
        {search.open !== undefined && search.pairing !== undefined && (
          <Inspector
            pairingId={search.pairing}
            fingerprint={search.open}
            {...(asOf === undefined ? {} : { asOf })}
            panelRef={panelRef}
            index={openIndex}
            total={rows}
            link={link}
            now={now}
            readOnly={readOnly}
            groups={{ all: groupId === undefined ? view.allClusters : [], open: openGroup }}
            onDecide={decisions.decideRow}
            onShowAsOf={(as) => change({ as }, false)}
            onMove={(by) => step(by === 1 ? 'j' : 'k')}
            onClose={close}
          />
        )}
      </div>
      {exporting && (
        <ExportDialog
          filter={view.filter}
          order={order}
          total={view.matching}
          filtered={filtered || groupId !== undefined || facility !== undefined}
          asOf={moment}
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
