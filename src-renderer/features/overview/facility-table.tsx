import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { SystemAlert } from '#contract/alerts'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import { kindLook } from '../../format/kind-words.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { rowForKey } from '../../ui/row-for-key.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { FacilityRow } from './facility-row.tsx'
import classes from './overview.module.css'
import { counters, type FacilityLine } from './overview-shape.ts'

const rowHeight = 52
const headHeight = 38

type FacilityTableProps = {
  lines: readonly FacilityLine[]
  systems: readonly SystemAlert[]
  lastRunOf: (line: FacilityLine) => Run | undefined
  now: Instant
}

/** One row per facility, the one that needs a person most first. Arrows go from facility to facility. */
export function FacilityTable({ lines, systems, lastRunOf, now }: FacilityTableProps) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number | null>(null)
  const toFocus = useRef(false)
  const { items, height } = useVirtualRows({
    scrollRef,
    count: lines.length,
    rowHeight,
    overscan: 6,
    headHeight,
    active,
    onRange: () => {},
  })
  // A row that was out of view is only there once it has been scrolled to.
  useEffect(() => {
    if (!toFocus.current || active === null) return
    const name = scrollRef.current?.querySelector<HTMLElement>(`[data-row="${active}"] [data-name]`)
    if (!name) return
    toFocus.current = false
    name.focus({ preventScroll: true })
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('[data-row]')?.getAttribute('data-row') : null
    const next = rowForKey(event.key, row ? Number(row) : active, lines.length, 10)
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    toFocus.current = true
    setActive(next)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the links inside
    <div ref={scrollRef} className={classes.scroll} onKeyDown={onKeyDown}>
      <div
        role="table"
        aria-label="Facilities"
        aria-rowcount={lines.length + 1}
        className={classes.table}
        style={{ height: height + headHeight }}
      >
        <div role="row" className={`${classes.row} ${classes.head}`} aria-rowindex={1} style={{ height: headHeight }}>
          <div role="columnheader">Facility</div>
          {counters.map(({ name, kinds }) => (
            <div key={name} role="columnheader" className={classes.countHead}>
              {kinds[0] && <KindGlyph look={kindLook(kinds[0])} size={16} />}
              {name}
            </div>
          ))}
          <div role="columnheader" className={classes.countHead}>
            Alerts
          </div>
          <div role="columnheader" className={classes.countHead}>
            Follow-ups
          </div>
          <div role="columnheader" className={classes.sides}>
            Both systems
          </div>
          <div role="columnheader">Last 30 syncs</div>
        </div>
        {items.map(({ index, start }) => {
          const line = lines[index]
          return (
            line && (
              <FacilityRow
                key={line.facility.id}
                line={line}
                systems={systems}
                lastRun={lastRunOf(line)}
                index={index}
                now={now}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
