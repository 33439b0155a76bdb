import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CalendarSpan } from '#contract/calendar'
import type { Fingerprint } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import { addDays, fromMs, type Instant, type LocalDate, type Span, toMs, wallClock, ZoneId } from '#contract/time'
import type { CalendarPick } from '../features/calendar/calendar-grid-props.ts'
import { familyChips, layerNames, layersOf, namesIn } from '../features/calendar/chips-shape.ts'
import { laneGeometry } from '../features/calendar/lane-geometry.ts'
import { listedThings } from '../features/calendar/listed-shape.ts'
import { familiesOfKinds, markFamilies, openFamilies } from '../features/calendar/mark-family.ts'
import { type MonthShape, monthShape } from '../features/calendar/month-shape.ts'
import { type Range, rangeOf } from '../features/calendar/range-shape.ts'
import { thingAt } from '../features/calendar/thing-list-shape.ts'
import { deskZone } from '../format/instant.ts'
import { calendarQueries } from '../queries/calendar.ts'
import type { CalendarSearch } from './calendar-search.ts'

type CalendarInput = {
  search: CalendarSearch
  state: PairingState | undefined
  asOf: Instant | undefined
  now: Instant
  /** Pixels there are for the time axis; null as long as nobody knows, and nothing is drawn. */
  width: number | null
  /** What a thing is called in the middle of a sentence. */
  noun: string
}

/** What the calendar draws for an address: the days in view, what stands in them, and how each way of drawing sees it. */
export function useCalendar({ search, state, asOf, now, width, noun }: CalendarInput) {
  const { kinds, hide, side, lanes: laneText = '', only = false, mode = 'paired', zoom, view = 'week' } = search
  const list = search.list ?? false
  const drawnAs = list ? 'list' : view === 'month' ? 'month' : 'grid'
  const pairingId = state?.pairing.id
  const facilityZone = state?.facility.zone ?? utc
  const zone = useMemo(
    () => (drawnAs === 'month' || search.zone === undefined ? facilityZone : search.zone === 'utc' ? utc : mine()),
    [drawnAs, search.zone, facilityZone],
  )
  const today = wallClock(now, zone).date
  const date = search.date ?? today
  const range = useMemo(() => rangeOf({ view, date, zone }), [view, date, zone])

  const span = useQuery(calendarQueries.span(drawnAs === 'month' ? undefined : pairingId, range.span, asOf))
  const density = useQuery(
    calendarQueries.density(drawnAs === 'month' ? pairingId : undefined, range.from, range.days, asOf),
  )
  const asked = drawnAs === 'month' ? density : span

  const picked = useMemo(() => namesIn(markFamilies, kinds), [kinds])
  const hidden = useMemo(() => namesIn(layerNames, hide), [hide])
  const layers = useMemo(() => layersOf(picked, hidden, side), [picked, hidden, side])
  const data = drawnAs === 'month' ? undefined : span.data
  const geometry = useMemo(
    () =>
      data && width !== null
        ? laneGeometry({
            span: data,
            zone,
            days: datesOf(data.span, zone),
            zoom: drawnAs === 'grid' ? (zoom ?? 'fit') : 'fit',
            width,
            mode,
            layers,
            laneText,
            onlyDiscrepancies: only,
          })
        : null,
    [data, drawnAs, zone, zoom, width, mode, layers, laneText, only],
  )
  const lines = useMemo(() => (geometry && drawnAs === 'list' ? listedThings(geometry) : null), [geometry, drawnAs])
  const month = useMemo(
    (): MonthShape | null =>
      density.data && drawnAs === 'month'
        ? monthShape({ density: density.data, picked, laneText, onlyDiscrepancies: only, now, noun })
        : null,
    [density.data, drawnAs, picked, laneText, only, now, noun],
  )
  const marks = useMemo((): Fingerprint[] => {
    const order = lines ?? geometry?.order ?? []
    const found = order.flatMap(({ mark }) => (mark === null ? [] : (data?.discrepancies[mark]?.row.fingerprint ?? [])))
    return [...new Set(found)]
  }, [geometry, lines, data])
  const open = useMemo(() => openPick(search, data), [search, data])
  const systems = useMemo(() => ({ left: state?.left.system ?? '', right: state?.right.system ?? '' }), [state])
  const counted = drawnAs === 'month' ? density.data : undefined
  const chips = useMemo(() => {
    const open = data
      ? openFamilies(data.discrepancies.map(({ row }) => row))
      : counted
        ? familiesOfKinds(counted.kinds)
        : null
    return open ? familyChips({ open, picked, systems }) : []
  }, [data, counted, picked, systems])
  return {
    drawnAs,
    zone,
    today,
    date,
    range,
    asked,
    data,
    density: drawnAs === 'month' ? density.data : undefined,
    hidden,
    geometry: drawnAs === 'grid' ? geometry : null,
    lines,
    month,
    /** The discrepancies drawn, in the order of `j` and `k`. */
    marks,
    open,
    systems,
    chips,
    /** Something narrows what is drawn. */
    filtered: picked.length > 0 || hidden.length > 0 || side !== undefined || laneText !== '' || only,
    ...placeOf({ asked: asked.data, data, cells: density.data?.cells.length ?? 0, drawnAs }),
  } as const
}

const utc = ZoneId.parse('UTC')
const mine = (): ZoneId => ZoneId.parse(deskZone())

/** The days that a span from midnight to midnight holds. */
function datesOf(span: Span, zone: ZoneId): LocalDate[] {
  const last = wallClock(fromMs(toMs(span.end) - 1), zone).date
  const dates = [wallClock(span.start, zone).date]
  for (let next = dates[0]; next !== undefined && next < last; dates.push(next)) next = addDays(next, 1)
  return dates
}

/** What the address names, where it is in view. */
function openPick({ open, thing }: CalendarSearch, data: CalendarSpan | undefined): CalendarPick | null {
  if (open !== undefined) return { kind: 'mark', fingerprint: open }
  const at = thing === undefined || data === undefined ? null : thingAt(thing, data)
  return at === null ? null : { kind: 'thing', thing: at }
}

type PlaceInput = {
  asked: { compareId: unknown; window: Span | null } | undefined
  data: CalendarSpan | undefined
  cells: number
  drawnAs: 'grid' | 'list' | 'month'
}

/** How the days in view stand to what was compared. */
function placeOf({ asked, data, cells, drawnAs }: PlaceInput) {
  const things = drawnAs === 'month' ? cells : (data?.things.mark.length ?? 0) + (data?.discrepancies.length ?? 0)
  return {
    compared: asked !== undefined && asked.compareId !== null,
    window: asked?.window ?? null,
    empty: things === 0,
  }
}

/** How far around an empty span is looked for something. */
const nearDays = 180

/** The days nearest before and after an empty span on which something stands; nothing is asked while it is not empty. */
export function useNearest({ pairing, range, asOf, empty }: NearestInput): Nearest {
  const density = useQuery(
    calendarQueries.density(
      empty ? pairing : undefined,
      addDays(range.from, -nearDays),
      range.days + 2 * nearDays,
      asOf,
    ),
  )
  const { days = [], cells = [] } = density.data ?? {}
  const held = [...new Set(cells.map(({ day }) => day))].sort((a, b) => a - b).flatMap((day) => days[day] ?? [])
  return {
    before: held.findLast((date) => date < range.from) ?? null,
    after: held.find((date) => date >= addDays(range.from, range.days)) ?? null,
  }
}

type NearestInput = {
  pairing: PairingState['pairing']['id'] | undefined
  range: Range
  asOf: Instant | undefined
  empty: boolean
}
type Nearest = { before: LocalDate | null; after: LocalDate | null }
