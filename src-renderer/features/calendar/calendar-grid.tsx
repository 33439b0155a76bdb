import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { wallClock } from '#contract/time'
import { secondsFrom } from './axis-shape.ts'
import { BoxTip, useBoxTip } from './box-tip.tsx'
import { boxWords } from './box-words.ts'
import type { CalendarGridProps, PickHow } from './calendar-grid-props.ts'
import {
  type BoxAt,
  boxAt,
  isCalendarKey,
  movePlace,
  nextPlace,
  type Place,
  placeFrom,
  placeOf,
  placeOfMark,
  zoomStep,
} from './calendar-keys.ts'
import type { LaneBox } from './geometry-types.ts'
import classes from './grid.module.css'
import { GridBackdrop, GridHeader } from './grid-header.tsx'
import { boxId } from './lane-box.tsx'
import { columnWidth, laneAt } from './lane-geometry.ts'
import { GroupRow, LaneRow } from './lane-row.tsx'
import { MembersMenu, type OpenMembers } from './members-menu.tsx'
import { useGridPlace } from './use-grid-place.ts'
import { useGridWindow } from './use-grid-window.ts'

const tipAfterMs = 250
const tipAfterKeyMs = 350

/** The box's row and number that an event came from. */
function boxOfEvent(target: EventTarget | null): (BoxAt & { element: Element }) | null {
  const element = target instanceof Element ? target.closest('[data-box]') : null
  const [row, box] = (element?.getAttribute('data-box') ?? '').split(':').map(Number)
  return element && row !== undefined && box !== undefined ? { row, box, element } : null
}

/** Both systems' schedule lane by lane, drawn only where it is in view; one tab stop, moved in by keys. */
export function CalendarGrid({ geometry, now, open, changing, onPick, onZoom, onWidth }: CalendarGridProps) {
  const { axis, rows, span } = geometry
  const areaRef = useRef<HTMLDivElement>(null)
  const gridRef = useRef<HTMLDivElement>(null)
  const { names, items, first, last, reveal } = useGridWindow({ gridRef, geometry, onWidth })
  const [place, setPlace] = useState<Place | null>(null)
  const [members, setMembers] = useState<OpenMembers | null>(null)
  const tip = useBoxTip(areaRef)
  const { later } = tip

  const openMark = useMemo(
    () =>
      open?.kind === 'mark' ? span.discrepancies.findIndex(({ row }) => row.fingerprint === open.fingerprint) : -1,
    [open, span],
  )
  const openThing = open?.kind === 'thing' ? open.thing : null
  const [placed, setPlaced] = useState(span)
  if (placed !== span) {
    setPlaced(span)
    setPlace(place && movePlace(place, placed, span))
  }
  // What is opened elsewhere (by `j`, by an address) takes the mark along.
  const opened = open?.kind === 'mark' && openMark !== -1 ? open.fingerprint : null
  const [followed, setFollowed] = useState<string | null>(null)
  if (followed !== opened) {
    setFollowed(opened)
    const at = opened === null ? null : placeOfMark(geometry, openMark)
    const stands = place && boxAt(geometry, place)
    const standing = stands && laneAt(geometry, stands)?.boxes[stands.box]
    if (at && !standing?.marks.includes(openMark)) setPlace(at)
  }

  const nowSeconds = secondsFrom(span.span, now)
  const nowShown = nowSeconds >= axis.start && nowSeconds < axis.end
  const nowX = nowShown ? axis.xOf(nowSeconds) : null
  const nowWords = nowShown ? axis.clock.timeAt(nowSeconds) : ''
  const nowMark = useMemo(() => (nowX === null ? null : { x: nowX, words: nowWords }), [nowX, nowWords])
  const today = wallClock(now, axis.zone).date
  const { note, holdNext } = useGridPlace({ gridRef, geometry, names, begin: nowShown ? nowSeconds : null })

  const here = place && boxAt(geometry, place)
  const hereBox = here && laneAt(geometry, here)?.boxes[here.box]
  const mounted =
    here &&
    hereBox &&
    items.some(({ index }) => index === here.row) &&
    hereBox.x + hereBox.width > first * columnWidth &&
    hereBox.x < (last + 1) * columnWidth

  const revealed = useRef(place)
  useEffect(() => {
    const at = place && boxAt(geometry, place)
    if (revealed.current === place || !at) return
    revealed.current = place
    reveal(at)
  }, [place, geometry, reveal])

  const zoomAt = useCallback(
    (step: 1 | -1, x: number) => {
      const grid = gridRef.current
      const next = zoomStep(geometry, step)
      if (!grid || next === axis.pixelsPerHour) return
      holdNext(axis.secondsAt(grid.scrollLeft + x), x)
      onZoom(next)
    },
    [geometry, axis, holdNext, onZoom],
  )
  useEffect(() => {
    const grid = gridRef.current
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey || !grid) return
      // Not passive, because the browser would zoom the whole page.
      event.preventDefault()
      if (event.deltaY !== 0)
        zoomAt(event.deltaY < 0 ? 1 : -1, event.clientX - grid.getBoundingClientRect().left - names)
    }
    grid?.addEventListener('wheel', onWheel, { passive: false })
    return () => grid?.removeEventListener('wheel', onWheel)
  }, [zoomAt, names])

  const canZoom = zoomStep(geometry, 1) > axis.pixelsPerHour
  const zoomTo = (box: LaneBox): void => {
    const wanted = box.kind === 'bar' ? geometry.aloneFrom : axis.pixelsPerHour * 2
    const next = geometry.zoomSteps.find((step) => step >= wanted) ?? geometry.zoomSteps.at(-1) ?? axis.pixelsPerHour
    holdNext(box.start, 40)
    onZoom(next)
  }
  const showMembers = (box: LaneBox, at: BoxAt): void => {
    const element = document.getElementById(boxId(at.row, at.box))?.getBoundingClientRect()
    const area = areaRef.current?.getBoundingClientRect()
    if (element && area) setMembers({ box, left: element.left - area.left, top: element.bottom - area.top })
  }
  const pickMark = (mark: number, how: PickHow): void => {
    const row = span.discrepancies[mark]?.row
    if (row) onPick({ kind: 'mark', fingerprint: row.fingerprint }, how)
  }
  const pick = (at: BoxAt, how: PickHow): void => {
    const box = laneAt(geometry, at)?.boxes[at.box]
    const [mark, more] = box?.marks ?? []
    const [thing] = box?.things ?? []
    if (!box) return
    if (box.kind === 'bar' && canZoom) return zoomTo(box)
    if (box.kind === 'bar' || more !== undefined) return showMembers(box, at)
    if (mark !== undefined) return pickMark(mark, how)
    if (thing !== undefined) onPick({ kind: 'thing', thing }, how)
  }

  const placeInView = (): Place | null => {
    const { scrollTop = 0, scrollLeft = 0 } = gridRef.current ?? {}
    return placeFrom(geometry, scrollTop, axis.secondsAt(scrollLeft))
  }

  const onClick = (event: MouseEvent): void => {
    const at = boxOfEvent(event.target)
    if (!at) return
    tip.hide()
    const box = laneAt(geometry, at)?.boxes[at.box]
    const reached = placeOf(geometry, at, place?.side ?? 'left')
    // Already in view where it was clicked: the grid stays where it is.
    revealed.current = reached
    if (box) setPlace(reached)
    pick(at, 'open')
  }
  const tellBox = useCallback(
    (at: BoxAt & { element: Element }, afterMs: number) => {
      const lane = laneAt(geometry, at)
      const box = lane?.boxes[at.box]
      if (lane && box) later(at.element, () => boxWords(geometry, lane, box), afterMs)
    },
    [geometry, later],
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey || event.shiftKey) return
    if (event.key === 'Escape') return tip.hide()
    if ((event.key === 'Enter' || event.key === ' ') && here) {
      event.preventDefault()
      tip.hide()
      return pick(here, event.key === 'Enter' ? 'focus' : 'open')
    }
    if (!isCalendarKey(event.key)) return
    event.preventDefault()
    tip.hide()
    setPlace(here ? nextPlace(geometry, place, event.key) : placeInView())
    setKeyed((count) => count + 1)
  }
  // A box that keys led to says what it is once it stands still.
  const [keyed, setKeyed] = useState(0)
  const hereId = here && mounted ? boxId(here.row, here.box) : null
  useEffect(() => {
    const element = keyed === 0 || hereId === null ? null : document.getElementById(hereId)
    const at = element && boxOfEvent(element)
    if (at) tellBox(at, tipAfterKeyMs)
  }, [keyed, hereId, tellBox])

  const onPointerOver = (event: PointerEvent): void => {
    const at = boxOfEvent(event.target)
    if (at && event.pointerType !== 'touch') tellBox(at, tipAfterMs)
    else tip.leave()
  }

  const laneNames: CSSProperties & Record<'--lane-names', string> = { '--lane-names': `${names}px` }
  return (
    <div ref={areaRef} className={classes.area}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid of time has no table element */}
      <div
        ref={gridRef}
        role="grid"
        tabIndex={0}
        aria-label={`Calendar of ${span.leftSystem} and ${span.rightSystem}`}
        aria-rowcount={rows.length + 1}
        aria-busy={changing}
        {...(hereId === null ? {} : { 'aria-activedescendant': hereId })}
        className={changing ? `${classes.grid} ${classes.changing}` : classes.grid}
        style={laneNames}
        onScroll={() => {
          note()
          tip.hide()
        }}
        onFocus={(event) => {
          // A click says by itself where the mark goes.
          if (place === null && event.currentTarget.matches(':focus-visible')) setPlace(placeInView())
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerOver={onPointerOver}
        onPointerLeave={tip.leave}
      >
        <GridHeader geometry={geometry} names={names} now={nowMark} today={today} />
        <div role="rowgroup" className={classes.body} style={{ height: geometry.height, width: names + axis.width }}>
          <GridBackdrop axis={axis} names={names} height={geometry.height} />
          {nowX !== null && <div className={classes.nowLine} style={{ left: names + nowX }} aria-hidden="true" />}
          {items.map(({ index }) => {
            const row = rows[index]
            const frame = { row: index, top: row?.top ?? 0, names, width: axis.width }
            if (!row) return null
            if (row.kind === 'group') return <GroupRow key={`group ${row.name}`} group={row} {...frame} />
            const active = here?.row === index ? here.box : null
            return (
              <LaneRow
                key={`lane ${row.lane}`}
                geometry={geometry}
                lane={row}
                {...frame}
                first={first}
                last={last}
                active={active}
                openMark={openMark === -1 ? null : openMark}
                openThing={openThing}
              />
            )
          })}
        </div>
      </div>
      <BoxTip tip={tip} />
      <MembersMenu
        geometry={geometry}
        opened={members}
        onClose={() => {
          setMembers(null)
          gridRef.current?.focus({ preventScroll: true })
        }}
        onMark={(mark) => pickMark(mark, 'focus')}
        onThing={(thing) => onPick({ kind: 'thing', thing }, 'focus')}
        onZoom={canZoom ? zoomTo : null}
      />
    </div>
  )
}
