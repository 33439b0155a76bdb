import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import type { DiscrepancyAlert } from '#contract/alerts'
import type { DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { type Act, AlertGrid } from '../features/alerts/alert-grid.tsx'
import { acknowledgeAllWords, acknowledgeWords, alertCells, orderWords } from '../features/alerts/alert-shape.ts'
import { NoAlerts } from '../features/alerts/no-alerts.tsx'
import { SelectionBar } from '../features/alerts/selection-bar.tsx'
import { SystemAlerts } from '../features/alerts/system-alerts.tsx'
import { Inspector } from '../features/detail/inspector.tsx'
import { type Acknowledged, countOfAlerts, useAlertList } from '../queries/alerts.ts'
import { connectionQueries } from '../queries/connections.ts'
import { pairingQueries } from '../queries/facilities.ts'
import { useNow, useReadOnlyReason } from '../queries/workspace.ts'
import beside from '../ui/beside.module.css'
import { BesideList } from '../ui/beside-list.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Page } from '../ui/page.tsx'
import { rowForKey } from '../ui/row-for-key.ts'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useCommands } from '../ui/use-commands.ts'
import { useKeys } from '../ui/use-keys.ts'
import { WhyHere } from '../ui/why-here.tsx'
import type { AlertsSearch } from './search.ts'
import { useAlertActions } from './use-alert-actions.ts'
import { useDecisions } from './use-decisions.tsx'
import { useOpenRow } from './use-open-row.ts'
import { useRowCommands } from './use-row-commands.ts'

const route = getRouteApi('/alerts')

/** What needs a person: systems that are not known well enough, then alerts by urgency, and the open one's detail. */
export function AlertsScreen() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const now = useNow()
  const readOnly = useReadOnlyReason()
  const { facility } = search
  const [marked, setMarked] = useState<number | null>(search.at ?? null)
  const [range, setRange] = useState({ first: search.at ?? 0, last: (search.at ?? 0) + 30 })
  const list = useAlertList(facility, range)
  const actions = useAlertActions(facility)
  const [showWhy, setShowWhy] = useState(false)
  const [asking, setAsking] = useState<Acknowledged | null>(null)
  const connections = useQuery(connectionQueries.list())
  const pairings = useQuery(pairingQueries.list())
  const gridRef = useRef<HTMLDivElement>(null)

  const total = list.head?.total ?? 0
  const doubleBooked = list.head?.doubleBooked ?? 0
  const change = useCallback(
    (part: Partial<AlertsSearch>, replace = true) => void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const rowAt = (index: number): DiscrepancyRow | undefined => list.rowAt(index)?.row
  const { index: openIndex, panelRef, ...opened } = useOpenRow({ search, marked, range, total, rowAt, change })
  const active = opened.following ?? openIndex ?? (marked !== null && total > 0 ? Math.min(marked, total - 1) : null)
  const activeAlert = active === null ? undefined : list.rowAt(active)

  const move = (index: number): void => {
    setMarked(index)
    if (search.open !== undefined) opened.follow(index)
  }
  const open = (index: number, focus: boolean): void => {
    setMarked(index)
    opened.follow(index, focus)
  }
  const close = (): void => {
    setMarked(active)
    opened.shut()
    gridRef.current?.focus()
  }
  /** Selects every row between the mark and this one; rows that are not loaded are not in view either. */
  const extend = (index: number): void => {
    const from = active ?? index
    const [low, high] = [Math.min(from, index), Math.max(from, index)]
    const rows = Array.from({ length: high - low + 1 }, (_, i) => rowAt(low + i))
    actions.pick(rows.filter((row) => row !== undefined))
    move(index)
  }
  /** Once these have left the list: what comes next has moved up to the place of the open one. */
  const moveOn = (gone: readonly string[]): void => {
    if (search.open === undefined || !gone.includes(search.open)) return
    if (active === null || total <= gone.length) return close()
    setMarked(active)
    opened.follow(active)
  }
  const acknowledge = (what: Acknowledged): void =>
    actions.acknowledge(what, ({ changed }) => {
      setAsking(null)
      if (changed > 0) return
      if ('refs' in what) moveOn(what.refs.map(({ fingerprint }) => fingerprint))
      else if (openIndex !== null) close()
    })
  const decisions = useDecisions({
    now,
    readOnly,
    onDone: (decided) => {
      if (decided?.of.by === 'fingerprint') moveOn(decided.of.rows.map(({ fingerprint }) => fingerprint))
      // A dialog keeps the focus to itself until it is gone.
      requestAnimationFrame(() => (panelRef.current ?? gridRef.current)?.focus())
    },
  })
  const ask = (what: Acknowledged): void => {
    if (readOnly !== null) return
    if (countOfAlerts(what) === 1) acknowledge(what)
    else if (countOfAlerts(what) > 1) setAsking(what)
  }
  const askAll = (): void => {
    // The list of another facility may still be shown.
    if (list.head && !list.changing) ask({ seen: list.head.seen, total })
  }
  const act = (index: number, what: Act): void => {
    const alert = list.rowAt(index)
    if (what === 'move') return move(index)
    if (what === 'open' || what === 'focus') return open(index, what === 'focus')
    if (what === 'extend') return extend(index)
    if (!alert) return
    if (what === 'acknowledge') return ask({ refs: [alert.row] })
    move(index)
    if (what === 'pick') actions.toggle(alert.row)
    else setShowWhy((shown) => !(shown && index === active))
  }
  const step = (key: 'j' | 'k', extending = false): boolean => {
    const next = rowForKey(key, active, total, 1)
    if (next === null) return false
    if (extending) extend(next)
    else move(next)
    // The keys follow the mark, or Enter would still follow a link clicked before.
    if (!panelRef.current?.contains(document.activeElement)) gridRef.current?.focus()
    return true
  }
  useKeys({
    j: () => step('j'),
    k: () => step('k'),
    J: () => step('j', true),
    K: () => step('k', true),
    x: () => (activeAlert ? actions.toggle(activeAlert.row) : false),
    a: () => {
      if (actions.picked.length === 0 && !activeAlert) return false
      ask({ refs: actions.picked.length > 0 ? actions.picked : activeAlert ? [activeAlert.row] : [] })
    },
    w: () => setShowWhy((shown) => !shown),
    e: () => (activeAlert ? decisions.decideRow(activeAlert.row) : false),
    u: () => decisions.undo(),
    Escape: () => {
      if (search.open !== undefined) return close()
      if (actions.picked.length === 0) return false
      actions.clear()
    },
  })

  useRowCommands({
    row: activeAlert?.row,
    now,
    readOnly,
    onDecide: decisions.decideRow,
    onAcknowledge: (row) => ask({ refs: [row] }),
  })
  useCommands([
    ...(actions.picked.length === 0
      ? []
      : [
          {
            id: 'acknowledge-selected',
            group: 'Alerts',
            name: acknowledgeWords(actions.picked.length),
            keys: 'a',
            off: readOnly,
            run: () => ask({ refs: actions.picked }),
          },
        ]),
    {
      id: 'alerts-why',
      group: 'Alerts',
      name: 'Why it stands here',
      keys: 'w',
      off: null,
      run: () => setShowWhy(true),
    },
  ])

  if (connections.data?.length === 0) return <Navigate to="/" replace />
  const inView = (pairings.data ?? []).filter((state) => facility === undefined || state.facility.id === facility)
  return (
    <Page title="Alerts" fixed note={list.head && orderWords(total, doubleBooked)}>
      <div className={beside.screen}>
        <BesideList open={search.open !== undefined && search.pairing !== undefined}>
          <SystemAlerts
            systems={list.head?.systems ?? []}
            now={now}
            readOnly={readOnly}
            busyId={actions.busySystem}
            onAcknowledge={actions.acknowledgeSystem}
          />
          {list.error ? <ErrorBox error={list.error} what="The alerts could not be read" onRetry={list.retry} /> : null}
          {!list.head && !list.error && <Loading waitingFor="the alerts" rows={10} />}
          {list.head && total === 0 && pairings.data && (
            <NoAlerts
              pairings={inView}
              doubtful={(list.head?.systems ?? []).length > 0}
              now={now}
              onFacilities={() => void navigate({ to: '/facilities', search: { facility } })}
            />
          )}
          {total > 0 && (
            <>
              <AlertGrid
                gridRef={gridRef}
                total={total}
                doubleBooked={doubleBooked}
                alertAt={list.rowAt}
                isPicked={({ row }) => actions.isPicked(row)}
                active={active}
                changing={list.changing}
                readOnly={readOnly !== null}
                now={now}
                onRange={(first, last) => setRange({ first, last })}
                onAct={act}
              />
              {showWhy && (
                <WhyHere
                  about={activeAlert ? namedWords(activeAlert, now) : null}
                  risk={activeAlert?.risk ?? null}
                  onClose={() => setShowWhy(false)}
                />
              )}
              <SelectionBar
                picked={actions.picked.length}
                total={total}
                readOnly={readOnly}
                busy={actions.busy}
                onAll={askAll}
                onClear={actions.clear}
                onAcknowledge={() => ask({ refs: actions.picked })}
              />
            </>
          )}
        </BesideList>
        {search.open !== undefined && search.pairing !== undefined && (
          <Inspector
            pairingId={search.pairing}
            fingerprint={search.open}
            panelRef={panelRef}
            index={openIndex}
            total={total}
            link={opened.link}
            now={now}
            readOnly={readOnly}
            onDecide={decisions.decideRow}
            onAcknowledge={(row) => ask({ refs: [row] })}
            onMove={(by) => step(by === 1 ? 'j' : 'k')}
            onClose={close}
          />
        )}
      </div>
      <Confirm
        opened={asking !== null}
        title={asking === null ? '' : `${askWords(asking)}?`}
        yes="Acknowledge"
        no="Keep them"
        busy={actions.busy}
        onNo={() => setAsking(null)}
        onYes={() => asking && acknowledge(asking)}
      >
        {asking && 'seen' in asking && 'What was found after this list was read stays. '}
        They stay quiet until one of their values moves; that cannot be taken back. They stay in Discrepancies, and
        nothing is written to either system.
      </Confirm>
      {decisions.dialog}
    </Page>
  )
}

const askWords = (what: Acknowledged): string =>
  'refs' in what ? acknowledgeWords(what.refs.length) : acknowledgeAllWords(what.total)

/** An alert in a line. */
function namedWords(alert: DiscrepancyAlert, now: Instant): string {
  const { kind, who, when } = alertCells(alert, now)
  return `${kind}, ${who}, ${when}`
}
