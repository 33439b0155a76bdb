import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DiscrepancyFilter, DiscrepancyKind, DiscrepancyRow } from '#contract/discrepancies'
import { Inspector } from '../features/detail/inspector.tsx'
import { DiscrepancyGrid } from '../features/discrepancies/discrepancy-grid.tsx'
import { EmptyList } from '../features/discrepancies/empty-list.tsx'
import { ExportDialog } from '../features/discrepancies/export-dialog.tsx'
import { FilterBar } from '../features/discrepancies/filter-bar.tsx'
import { kindChips, rowForKey, rowText, sideWarnings } from '../features/discrepancies/list-shape.ts'
import { SideWarnings } from '../features/discrepancies/side-warnings.tsx'
import { countOf } from '../format/count.ts'
import { connectionQueries } from '../queries/connections.ts'
import { discrepancyQueries, useDiscrepancyList } from '../queries/discrepancies.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import { Page } from '../ui/page.tsx'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import classes from './discrepancies-screen.module.css'
import { type DiscrepanciesSearch, pickedKinds } from './search.ts'
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
  const { facility, kinds: kindText, text, order = 'time' } = search
  const kinds = useMemo(() => pickedKinds(kindText), [kindText])
  const filter = useMemo(
    (): DiscrepancyFilter => ({
      ...(facility === undefined ? {} : { facilityId: facility }),
      ...(kinds.length === 0 ? {} : { kinds }),
      ...(text === undefined ? {} : { text }),
    }),
    [facility, kinds, text],
  )
  const [marked, setMarked] = useState<number | null>(search.at ?? null)
  const [range, setRange] = useState({ first: search.at ?? 0, last: (search.at ?? 0) + 40 })
  const list = useDiscrepancyList({ filter, order, ...range })
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

  const total = list.total ?? 0
  const openIndex = findOpen(search, marked, range, list.rowAt)
  const active = openIndex ?? (marked !== null && marked < total ? marked : null)

  const change = useCallback(
    (part: Partial<DiscrepanciesSearch>, replace = true) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const refilter = useCallback(
    (part: Partial<DiscrepanciesSearch>) => {
      setMarked(null)
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

  const pick = (index: number, how: 'move' | 'open' | 'focus'): void => {
    setMarked(index)
    if (how === 'move' && search.open === undefined) return
    if (how === 'focus' && search.open !== undefined && index === openIndex) panelRef.current?.focus()
    else focusPanel.current = how === 'focus'
    setFollow(index)
  }
  const close = (): void => {
    setMarked(active)
    setFollow(null)
    change({ open: undefined, pairing: undefined, at: undefined })
    gridRef.current?.focus()
  }
  const step = (key: 'j' | 'k'): boolean => {
    const next = rowForKey(key, active, total, 1)
    if (next !== null) pick(next, 'move')
    return next !== null
  }
  useKeys({
    j: () => step('j'),
    k: () => step('k'),
    '/': () => searchRef.current?.focus(),
    Escape: () => (search.open === undefined ? false : close()),
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
  const clear = (): void => refilter({ kinds: undefined, text: undefined })

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const filtered = kinds.length > 0 || text !== undefined
  const link = router.history.createHref(
    router.buildLocation({ to: '/discrepancies', search: { open: search.open, pairing: search.pairing } }).href,
  )
  return (
    <Page
      title="Discrepancies"
      fixed
      actions={
        <Button ref={exportRef} variant="default" disabled={total === 0} onClick={() => setExporting(true)}>
          Export
        </Button>
      }
      note={
        list.total === undefined
          ? ''
          : `${countOf(total, 'discrepancy', 'discrepancies')}${filtered ? ' under these filters' : ''}`
      }
    >
      <div className={classes.screen}>
        <div className={classes.list}>
          <FilterBar
            chips={kindChips(counts.data, kinds, inView)}
            text={text ?? ''}
            order={order}
            filtered={filtered}
            searchRef={searchRef}
            onKind={toggle}
            onText={onText}
            onOrder={(next) => refilter({ order: next === 'time' ? undefined : next })}
            onClear={clear}
          />
          <SideWarnings warnings={sideWarnings(inView)} now={now} />
          {list.error ? <ErrorBox error={list.error} what="The list could not be read" onRetry={list.retry} /> : null}
          {list.total === undefined && !list.error && <Loading waitingFor="the discrepancies" rows={12} />}
          {list.total === 0 && pairings.data && (
            <EmptyList
              pairings={inView}
              filtered={filtered}
              now={now}
              readOnly={readOnly}
              onClear={clear}
              onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
              onSync={sync.start}
            />
          )}
          {total > 0 && (
            <DiscrepancyGrid
              gridRef={gridRef}
              total={total}
              rowAt={list.rowAt}
              active={active}
              changing={list.changing}
              now={now}
              onRange={(first, last) => setRange({ first, last })}
              onPick={pick}
              onCopy={copy}
            />
          )}
        </div>
        {search.open !== undefined && search.pairing !== undefined && (
          <Inspector
            pairingId={search.pairing}
            fingerprint={search.open}
            panelRef={panelRef}
            index={openIndex}
            total={total}
            link={`${location.origin}${link.startsWith('/') ? '' : '/'}${link}`}
            now={now}
            onMove={(by) => step(by === 1 ? 'j' : 'k')}
            onClose={close}
          />
        )}
      </div>
      {exporting && (
        <ExportDialog
          filter={filter}
          order={order}
          total={total}
          filtered={filtered || facility !== undefined}
          onClose={() => {
            setExporting(false)
            exportRef.current?.focus()
          }}
        />
      )}
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
