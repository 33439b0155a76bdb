import { memo } from 'react'
import { countOf } from '../../format/count.ts'
import { sideMarks } from './box-words.ts'
import type { GroupRow as GroupRowShape, LaneGeometry, LaneRow as LaneRowShape } from './geometry-types.ts'
import classes from './grid.module.css'
import { BoxColumn, isOpen } from './lane-box.tsx'
import { laneName } from './lane-words.ts'

type Frame = { row: number; top: number; names: number; width: number }

/** The line above a group's lanes. */
export const GroupRow = memo(function GroupRow({ group, row, top, names, width }: Frame & { group: GroupRowShape }) {
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className={classes.group}
      style={{ top, height: group.height, width: names + width }}
    >
      <div role="rowheader" className={classes.groupName}>
        {group.name}
      </div>
    </div>
  )
})

type LaneRowProps = Frame & {
  geometry: LaneGeometry
  lane: LaneRowShape
  /** The columns in view. */
  first: number
  last: number
  active: number | null
  openMark: number | null
  openThing: number | null
}

/** A lane: its name, which stays in view, and the boxes of the columns in view. */
export const LaneRow = memo(function LaneRow(props: LaneRowProps) {
  const { geometry, lane, row, top, names, width, first, last, active, openMark, openThing } = props
  const { span, axis } = geometry
  const known = span.lanes[lane.lane]
  const name = known ? laneName(known) : ''
  const marks = sideMarks(span.leftSystem, span.rightSystem)
  const from = (axis.width * first) / Math.max(1, lane.columns.length)
  const columnPixels = axis.width / Math.max(1, lane.columns.length)
  const wide = lane.wide.filter((index) => {
    const box = lane.boxes[index]
    return box && box.x + box.width > from - columnPixels && box.x < (last + 2) * columnPixels
  })
  const shared = { geometry, lane, row }
  const columns = lane.columns.slice(first, last + 1)
  const opened = (boxes: readonly number[]): boolean =>
    boxes.some((index) => {
      const box = lane.boxes[index]
      return box !== undefined && isOpen(box, openMark, openThing)
    })
  const column = (key: string, boxes: readonly number[]) => {
    const open = opened(boxes)
    return (
      <BoxColumn
        key={key}
        {...shared}
        boxes={boxes}
        active={active !== null && boxes.includes(active) ? active : null}
        openMark={open ? openMark : null}
        openThing={open ? openThing : null}
      />
    )
  }
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className={classes.lane}
      style={{ top, height: lane.height, width: names + width }}
    >
      <div
        role="rowheader"
        className={classes.name}
        style={{ width: names, paddingTop: (Math.min(lane.height, 38) - 20) / 2 }}
      >
        <span className={classes.nameText} title={name}>
          {name}
        </span>
        {lane.open > 0 && (
          <span className={classes.count}>
            <span aria-hidden="true">{lane.open}</span>
            <span className="visually-hidden">, {countOf(lane.open, 'open discrepancy', 'open discrepancies')}</span>
          </span>
        )}
        {lane.tops.left !== null && (
          <span className={classes.side} style={{ top: lane.tops.left }} aria-hidden="true" title={span.leftSystem}>
            {marks.left}
          </span>
        )}
        {lane.tops.right !== null && (
          <span className={classes.side} style={{ top: lane.tops.right }} aria-hidden="true" title={span.rightSystem}>
            {marks.right}
          </span>
        )}
      </div>
      <div role="none" className={classes.boxes} style={{ width }}>
        {columns.map((boxes, index) => column(`${first + index}`, boxes))}
        {column('wide', wide)}
      </div>
    </div>
  )
})
