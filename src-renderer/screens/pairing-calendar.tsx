import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Fingerprint } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import { type LocalDate, spansMeet } from '#contract/time'
import classes from '../features/calendar/calendar.module.css'
import { CalendarGrid } from '../features/calendar/calendar-grid.tsx'
import type { CalendarPick, PickHow } from '../features/calendar/calendar-grid-props.ts'
import {
  AllHidden,
  EmptySpan,
  NeverCompared,
  NothingByThen,
  UnjudgedNote,
} from '../features/calendar/calendar-states.tsx'
import { namesIn, toggled } from '../features/calendar/chips-shape.ts'
import { emptyWords } from '../features/calendar/empty-shape.ts'
import type { LaneGeometry } from '../features/calendar/geometry-types.ts'
import { KindFilters } from '../features/calendar/kind-filters.tsx'
import { markFamilies } from '../features/calendar/mark-family.ts'
import { MonthGrid } from '../features/calendar/month-grid.tsx'
import { type CalendarView, rangeWords, steppedDate } from '../features/calendar/range-shape.ts'
import { ThingList } from '../features/calendar/thing-list.tsx'
import { thingAddress, thingState, versionsOf } from '../features/calendar/thing-list-shape.ts'
import { Toolbar } from '../features/calendar/toolbar.tsx'
import { timeWidth } from '../features/calendar/use-grid-window.ts'
import { Inspector } from '../features/detail/inspector.tsx'
import { ThingInspector } from '../features/detail/thing-inspector.tsx'
import { sideWarnings } from '../features/discrepancies/list-shape.ts'
import { SideWarnings } from '../features/discrepancies/side-warnings.tsx'
import { TimeBar } from '../features/time-travel/time-bar.tsx'
import { dateWords } from '../format/calendar-date.ts'
import { deskZone, momentWords, offsetOf, zoneNameOf } from '../format/instant.ts'
import { placeLink } from '../format/place-link.ts'
import { errorToTell } from '../queries/windowed-list.ts'
import { useHostKind, useNow } from '../queries/workspace.ts'
import beside from '../ui/beside.module.css'
import { BesideList } from '../ui/beside-list.tsx'
import { ErrorBox, Loading } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import type { CalendarSearch } from './calendar-search.ts'
import { useCalendar, useNearest } from './use-calendar.ts'
import { useCalendarCommands } from './use-calendar-commands.ts'
import { useDecisions } from './use-decisions.tsx'
import { useReachedMark } from './use-reached-mark.ts'
import { useRowCommands } from './use-row-commands.ts'
import { useSnapshot } from './use-snapshot.ts'
import { useSyncActions } from './use-sync-actions.ts'

const route = getRouteApi('/calendar')

type PairingCalendarProps = { state: PairingState; states: readonly PairingState[] }

/** The calendar of one pairing; `states` are all of its facility. */
export function PairingCalendar({ state, states }: PairingCalendarProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const now = useNow()
  const { pairing, facility } = state
  const recipe = recipes[pairing.recipeId]
  const snapshot = useSnapshot(pairing.id)
  const { asOf, readOnly } = snapshot
  const sync = useSyncActions()
  // Known once the screen stands, before anything is drawn into it.
  const [width, setWidth] = useState<number | null>(null)
  const { reached, reach, forget } = useReachedMark(search.open)
  const marked = reached === null ? search : { ...search, open: reached, thing: undefined }
  const calendar = useCalendar({ search: marked, state, asOf, now, width, noun: recipe.kind })
  const { drawnAs, zone, range, asked, data, geometry, lines, month, marks, open, systems, filtered } = calendar
  const { view } = range
  const words = rangeWords(range)
  const gridRef = useRef<HTMLDivElement>(null)
  const panelRef = useRef<HTMLElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const focusPanel = useRef(false)

  useLayoutEffect(() => setWidth(gridRef.current && timeWidth(gridRef.current.clientWidth)), [])

  const change = useCallback(
    (part: Partial<CalendarSearch>, replace = true) => {
      forget()
      void navigate({ search: (old) => ({ ...old, ...part }), replace })
    },
    [navigate, forget],
  )
  const goTo = (date: LocalDate | undefined, to: Partial<CalendarSearch> = {}): void =>
    change({ date, ...nothingOpen, ...to }, false)
  const setView = (next: CalendarView): void =>
    change({ view: next === 'week' ? undefined : next, date: calendar.date, zoom: undefined }, false)
  const turn = (step: 1 | -1): void => goTo(steppedDate({ view, date: calendar.date }, step))
  const onLanes = useCallback((text: string) => change({ lanes: text.trim() === '' ? undefined : text }), [change])
  const clear = (): void =>
    change({ kinds: undefined, hide: undefined, side: undefined, lanes: undefined, only: undefined })

  const opened = search.open ?? search.thing
  useEffect(() => {
    if (opened === undefined || !focusPanel.current) return
    focusPanel.current = false
    panelRef.current?.focus()
  }, [opened])
  const focusGrid = (): void => gridOf(gridRef.current)?.focus({ preventScroll: true })
  // Arrows hold at once where nobody holds the focus: on coming here by a key, and from one way of drawing to another.
  const drawn = asked.data === undefined || width === null ? null : drawnAs
  useEffect(() => {
    if (drawn !== null && document.activeElement === document.body)
      gridOf(gridRef.current)?.focus({ preventScroll: true })
  }, [drawn])
  const pick = (chosen: CalendarPick, how: PickHow): void => {
    if (!data) return
    const next =
      chosen.kind === 'mark'
        ? { open: chosen.fingerprint, thing: undefined }
        : { open: undefined, thing: thingAddress(chosen.thing, data) }
    const shown = next.open === search.open && next.thing === search.thing
    if (how === 'focus' && shown) panelRef.current?.focus()
    else focusPanel.current = how === 'focus'
    if (!shown) change(next, opened !== undefined)
  }
  const close = (): void => {
    change(nothingOpen)
    focusGrid()
  }
  const placeOf = (open: Fingerprint | undefined): number | null => {
    const place = open === undefined ? -1 : marks.indexOf(open)
    return place === -1 ? null : place
  }
  const step = (by: 1 | -1): boolean => {
    if (drawnAs === 'month' || marks.length === 0) {
      focusGrid()
      return false
    }
    const markAt = placeOf(marked.open)
    const last = marks.length - 1
    const to = markAt === null ? (by === 1 ? 0 : last) : Math.max(0, Math.min(last, markAt + by))
    const fingerprint = marks[to]
    if (fingerprint === undefined) return false
    reach(fingerprint, () => pick({ kind: 'mark', fingerprint }, 'open'))
    if (!panelRef.current?.contains(document.activeElement)) focusGrid()
    return true
  }
  const decisions = useDecisions({
    now,
    readOnly,
    // A dialog keeps the focus to itself until it is gone.
    onDone: () => requestAnimationFrame(() => (panelRef.current ? panelRef.current.focus() : focusGrid())),
  })
  const openRow = data?.discrepancies.find(({ row }) => row.fingerprint === marked.open)?.row
  useRowCommands({ row: openRow, now, readOnly, onDecide: decisions.decideRow })
  const zoom = (by: 1 | -1 | 'fit'): void => {
    if (geometry) change({ zoom: by === 'fit' ? undefined : zoomed(geometry, by) })
  }
  const setMode = (mode: 'paired' | 'overlay'): void => change({ mode: mode === 'paired' ? undefined : mode })
  const setList = (list: boolean): void => change({ list: list || undefined }, false)
  useCalendarCommands({
    view,
    list: drawnAs === 'list',
    mode: search.mode ?? 'paired',
    onToday: () => goTo(undefined),
    onTurn: turn,
    onView: setView,
    onList: setList,
    onMode: setMode,
  })
  useKeys({
    t: () => goTo(undefined),
    '[': () => turn(-1),
    ']': () => turn(1),
    '1': () => setView('day'),
    '2': () => setView('week'),
    '3': () => setView('month'),
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    o: () => (drawnAs === 'grid' ? setMode(search.mode === 'overlay' ? 'paired' : 'overlay') : false),
    j: () => step(1),
    k: () => step(-1),
    '/': () => searchRef.current?.focus(),
    e: () => (openRow ? decisions.decideRow(openRow) : false),
    u: () => decisions.undo(),
    Escape: () => (opened === undefined ? false : close()),
  })

  const failed = errorToTell(asked)
  const notCompared = asked.data !== undefined && !calendar.compared
  const empty =
    calendar.window &&
    emptyWords({
      ...{ title: words.title, span: range.span, window: calendar.window, systems, now },
      zone: facility.zone,
    })
  const nearest = useNearest({
    pairing: pairing.id,
    range,
    asOf,
    empty: calendar.compared && calendar.empty && !asked.isPlaceholderData && empty?.way === null,
  })
  const near = (date: LocalDate | null) => (date === null ? null : { words: dateWords(date), go: () => goTo(date) })
  const way = empty?.way ?? null
  const hidden = lines ? lines.length === 0 : month ? month.lanes === 0 : geometry?.lanes === 0
  const { href } = router.buildLocation({
    to: '/calendar',
    search: { facility: facility.id, as: asOf, of: search.of, date: calendar.date, ...pickedOf(search) },
  })
  const link = placeLink(useHostKind(), location.origin, router.history.createHref(href))
  return (
    <div className={beside.screen}>
      <BesideList open={search.open !== undefined || search.thing !== undefined} className={classes.column}>
        <header className={classes.bar}>
          <Toolbar
            {...words}
            date={calendar.date}
            view={view}
            mode={search.mode ?? 'paired'}
            list={drawnAs === 'list'}
            clock={search.zone ?? 'facility'}
            clocks={[
              {
                value: 'facility',
                label: `${facility.zone}, UTC${offsetOf(now, facility.zone)}`,
                short: zoneNameOf(now, facility.zone),
              },
              { value: 'mine', label: `My clock, ${deskZone()}`, short: 'My clock' },
              { value: 'utc', label: 'UTC', short: 'UTC' },
            ]}
            hidden={calendar.hidden}
            side={search.side ?? 'both'}
            systems={systems}
            pairings={states.map((one) => ({
              value: one.pairing.id,
              label: `${one.left.system} and ${one.right.system}`,
            }))}
            pairing={pairing.id}
            zoom={geometry && { out: zoomed(geometry, -1) !== search.zoom, in: zoomed(geometry, 1) !== search.zoom }}
            onStep={turn}
            onDate={goTo}
            onView={setView}
            onMode={setMode}
            onList={setList}
            onClock={(clock) => change({ zone: clock === 'facility' ? undefined : clock, date: calendar.date })}
            onLayer={(layer) => change({ hide: toggled(calendar.hidden, layer) })}
            onSide={(side) => change({ side: side === 'both' ? undefined : side })}
            onPairing={(id) => change({ of: id, ...nothingOpen }, false)}
            onZoom={zoom}
          />
          <KindFilters
            chips={calendar.chips}
            lanes={search.lanes ?? ''}
            laneWord={recipe.resourceWord}
            only={search.only ?? false}
            filtered={filtered}
            searchRef={searchRef}
            onFamily={(family) => change({ kinds: toggled(namesIn(markFamilies, search.kinds), family) })}
            onLanes={onLanes}
            onOnly={(only) => change({ only: only || undefined })}
            onClear={clear}
            onLeave={focusGrid}
          />
        </header>
        <SideWarnings warnings={sideWarnings([state])} now={now} />
        {calendar.window && !calendar.empty && !spansMeet(calendar.window, range.span) && (
          <UnjudgedNote window={calendar.window} state={state} now={now} />
        )}
        {failed ? (
          <ErrorBox error={failed} what="The calendar could not be read" onRetry={() => void asked.refetch()} />
        ) : null}
        <div ref={gridRef} className={classes.area}>
          {asked.data === undefined && !failed && <Loading waitingFor="the calendar" rows={14} />}
          {notCompared && asOf === undefined && (
            <NeverCompared state={state} readOnly={readOnly} onSync={() => sync.start(state)} />
          )}
          {notCompared && asOf !== undefined && (
            <NothingByThen moment={momentWords(asOf, facility.zone, now)} onNow={snapshot.leave} />
          )}
          {calendar.compared && calendar.empty && empty && (
            <EmptySpan
              words={empty}
              before={near(way === null ? nearest.before : way.back ? way.date : null)}
              after={near(way === null ? nearest.after : way.back ? null : way.date)}
            />
          )}
          {calendar.compared && !calendar.empty && hidden && (
            <AllHidden what={`${words.title} holds something, and none of it is shown.`} onClear={clear} />
          )}
          {calendar.compared && !calendar.empty && !hidden && (
            <>
              {geometry && (
                <CalendarGrid
                  geometry={geometry}
                  now={now}
                  open={open}
                  changing={asked.isPlaceholderData}
                  onPick={pick}
                  onZoom={(pixels) => change({ zoom: Math.round(pixels * 100) / 100 })}
                  onWidth={setWidth}
                />
              )}
              {lines && data && (
                <ThingList
                  span={data}
                  lines={lines}
                  title={words.title}
                  laneWord={recipe.resourceWord}
                  labelWord={recipe.kind.charAt(0).toUpperCase() + recipe.kind.slice(1)}
                  zone={zone}
                  now={now}
                  open={open}
                  changing={asked.isPlaceholderData}
                  onPick={pick}
                />
              )}
              {month && (
                <MonthGrid
                  month={month}
                  title={words.title}
                  laneWord={recipe.resourceWord}
                  changing={asked.isPlaceholderData}
                  onDay={(date) => goTo(date, { view: 'day' })}
                />
              )}
            </>
          )}
        </div>
        <TimeBar {...snapshot.bar} />
      </BesideList>
      {search.open !== undefined && (
        <Inspector
          pairingId={pairing.id}
          fingerprint={search.open}
          {...(asOf === undefined ? {} : { asOf })}
          panelRef={panelRef}
          index={placeOf(search.open)}
          total={marks.length}
          link={link}
          now={now}
          readOnly={readOnly}
          onDecide={decisions.decideRow}
          onShowAsOf={snapshot.bar.onPick}
          onMove={step}
          onClose={close}
        />
      )}
      {search.open === undefined && search.thing !== undefined && (
        <ThingInspector
          pairingId={pairing.id}
          {...versionsOf(search.thing)}
          {...(asOf === undefined ? {} : { asOf })}
          systems={systems}
          state={open?.kind === 'thing' && data ? thingState(open.thing, data) : 'Record'}
          zone={zone}
          now={now}
          link={link}
          panelRef={panelRef}
          onClose={close}
        />
      )}
      {decisions.dialog}
    </div>
  )
}

const gridOf = (area: HTMLElement | null): HTMLElement | null => area?.querySelector('[role="grid"]') ?? null

const nothingOpen = { open: undefined, thing: undefined } as const

const pickedOf = ({ open, thing }: CalendarSearch): Pick<CalendarSearch, 'open' | 'thing'> => ({ open, thing })

/** The next zoom in or out, as the address says it: nothing where all days fit. */
function zoomed({ zoomSteps, axis }: LaneGeometry, by: 1 | -1): number | undefined {
  const shown = axis.pixelsPerHour
  const next =
    by === 1
      ? (zoomSteps.find((one) => one > shown * 1.01) ?? zoomSteps.at(-1))
      : (zoomSteps.findLast((one) => one < shown * 0.99) ?? zoomSteps[0])
  return next === zoomSteps[0] ? undefined : next
}
