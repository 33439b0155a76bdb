import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DiscrepancyKind, DiscrepancyRow } from '#contract/discrepancies'
import type { ClusterId } from '#contract/ids'
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
import { Page } from '../ui/page.tsx'
import { rowForKey } from '../ui/row-for-key.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import classes from './discrepancies-screen.module.css'
import { type DiscrepanciesSearch, filterOf, pickedKinds } from './search.ts'
import { useDecisions } from './use-decisions.tsx'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/discrepancies')

/** The list of discrepancies and, beside it, the one that the address names. */
export function DiscrepanciesScreen() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const sync = useSyncActions()
  const { facility, kinds: kindText, text, cluster: groupId, accepted = false, order = 'time' } = search
  const kinds = useMemo(() => pickedKinds(kindText), [kindText])
  const base = useMemo(
    () => filterOf({ facility, kinds: kindText, text, accepted: accepted || undefined }),
    [facility, kindText, text, accepted],
  )
  const filter = useMemo(() => (groupId === undefined ? base : { ...base, clusterId: groupId }), [base, groupId])
  // Rows of a group stand under its line, so that nothing is listed twice; who searches looks for rows.
  const grouped = groupId === undefined && text === undefined
  const listed = useMemo(() => (grouped ? { ...filter, outsideClusters: true } : filter), [filter, grouped])
  const [mark, setMark] = useState<Mark>(search.at === undefined ? null : { row: search.at })
  const [range, setRange] = useState({ first: search.at ?? 0, last: (search.at ?? 0) + 40 })
  const list = useDiscrepancyList({ filter: listed, order, ...range })
  const wholeGroups = useMemo(
    () => filterOf({ facility, kinds: kindText, accepted: accepted || undefined }),
    [facility, kindText, accepted],
  )
  const groups = useQuery(discrepancyQueries.clusters(wholeGroups))
  const counts = useQuery(discrepancyQueries.counts(filter))
  const connections = useQuery(connectionQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const inView = (pairings.data ?? []).filter((state) => facility === undefined || state.facility.id === facility)
  const gridRef = useRef<HTMLDivElement>(null)
  const panelRef = useRef<HTMLElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const focusPanel = useRef(false)
  const [exporting, setExporting] = useState(false)
  const exportRef = useRef<HTMLButtonElement>(null)

  // The list without its groups would be short of their rows: it is shown once both are there.
  const head = groups.data && list.head
  const clusters = useMemo(() => (grouped ? (groups.data ?? []) : []), [grouped, groups.data])
  const group = groups.data?.find(({ id }) => id === groupId)
  const rows = head?.total ?? 0
  const total = clusters.length + rows
  const openIndex = findOpen(search, mark && 'row' in mark ? mark.row : null, range, list.rowAt)
  const active = openIndex === null ? lineOf(mark, clusters, rows) : clusters.length + openIndex

  const filtered = kinds.length > 0 || text !== undefined
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

  const change = useCallback(
    (part: Partial<DiscrepanciesSearch>, replace = true) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const refilter = useCallback(
    (part: Partial<DiscrepanciesSearch>) => {
      setMark(null)
      gridRef.current?.scrollTo({ top: 0 })
      change({ ...part, at: undefined })
    },
    [change],
  )
  const onText = useCallback((typed: string) => refilter({ text: typed.trim() === '' ? undefined : typed }), [refilter])

  // A row picked by key may lie in a window that is still on its way; the address follows when it is there.
  const [follow, setFollow] = useState<number | null>(null)
  const followed = follow === null ? undefined : list.rowAt(follow)
  const settled = followed !== undefined && followed.fingerprint === search.open
  useEffect(() => {
    if (follow === null || followed === undefined || settled) return
    change({ open: followed.fingerprint, pairing: followed.pairingId, at: follow }, search.open !== undefined)
  }, [follow, followed, settled, change, search.open])
  if (settled) setFollow(null)
  useEffect(() => {
    if (search.open === undefined || !focusPanel.current) return
    focusPanel.current = false
    panelRef.current?.focus()
  }, [search.open])

  const openGroup = (clusterId: ClusterId): void => {
    setFollow(null)
    gridRef.current?.scrollTo({ top: 0 })
    change({ cluster: clusterId, open: undefined, pairing: undefined, at: undefined }, false)
  }
  const leaveGroup = (): void => {
    setFollow(null)
    change({ cluster: undefined, open: undefined, pairing: undefined, at: undefined }, false)
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
    const row = at - clusters.length
    if (how === 'focus' && search.open !== undefined && row === openIndex) panelRef.current?.focus()
    else focusPanel.current = how === 'focus'
    setFollow(row)
  }
  const close = (): void => {
    if (active !== null) setMark(markOn(active, clusters))
    setFollow(null)
    change({ open: undefined, pairing: undefined, at: undefined })
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
    const gone = decided?.of.by === 'fingerprint' && decided.of.fingerprints.some((one) => one === search.open)
    if (gone && openIndex !== null) {
      const next = list.rowAt(openIndex + 1) ?? list.rowAt(openIndex - 1)
      setMark({ row: openIndex })
      if (next) change({ open: next.fingerprint, pairing: next.pairingId, at: openIndex })
      else change({ open: undefined, pairing: undefined, at: undefined })
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
    refilter({ cluster: undefined, accepted: toAccepted || undefined, open: undefined, pairing: undefined })
  const clear = (): void => refilter({ kinds: undefined, text: undefined })

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const failed = list.error ?? errorToTell(groups)
  const exported = rows + clusters.reduce((sum, cluster) => sum + cluster.rows, 0)
  const link = router.history.createHref(
    router.buildLocation({ to: '/discrepancies', search: { open: search.open, pairing: search.pairing } }).href,
  )
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
      <div className={classes.screen}>
        <div className={classes.list}>
          <FilterBar
            chips={kindChips(counts.data, kinds, inView)}
            text={text ?? ''}
            order={order}
            filtered={filtered}
            accepted={{ count: counts.data?.accepted ?? 0, shown: accepted }}
            searchRef={searchRef}
            onKind={toggle}
            onText={onText}
            onOrder={(next) => refilter({ order: next === 'time' ? undefined : next })}
            onClear={clear}
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
            link={`${location.origin}${link.startsWith('/') ? '' : '/'}${link}`}
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

type RowAt = (index: number) => DiscrepancyRow | undefined

/** The place of the open discrepancy in the list as it is now: where it was opened, else among the rows at hand. */
function findOpen(
  search: DiscrepanciesSearch,
  marked: number | null,
  range: { first: number; last: number },
  rowAt: RowAt,
): number | null {
  if (search.open === undefined) return null
  const isOpen = (index: number): boolean => rowAt(index)?.fingerprint === search.open
  for (const guess of [search.at, marked]) if (guess != null && isOpen(guess)) return guess
  for (let index = range.first; index <= range.last; index++) if (isOpen(index)) return index
  return null
}
