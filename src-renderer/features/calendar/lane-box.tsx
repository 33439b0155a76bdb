import { IconArrowsUpDown } from '@tabler/icons-react'
import { memo } from 'react'
import { Glyph } from '../../ui/glyph.tsx'
import classes from './box.module.css'
import { boxName } from './box-words.ts'
import type { LaneBox, LaneGeometry, LaneRow } from './geometry-types.ts'
import { familyLook } from './mark-family.ts'
import { nameWidth } from './words-room.ts'

/** Beside the words of every box. */
const edge = 3

/** The id of a box's element: by its row and number in the geometry drawn. */
export const boxId = (row: number, box: number): string => `box-${row}-${box}`

function looks(box: LaneBox, active: boolean, open: boolean): string {
  const { family, kind, state, mode } = { ...box, mode: box.shared ? 'shared' : '' }
  const all = [
    classes.box,
    classes[kind],
    classes[state],
    family ? classes[familyLook(family).family] : '',
    family ? classes[`is-${family}`] : '',
    mode === '' ? '' : classes.shared,
    box.pin ? classes.pin : '',
    box.accepted && state === 'found' ? classes.accepted : '',
    box.cutStart ? classes.cutStart : '',
    box.cutEnd ? classes.cutEnd : '',
    active ? classes.active : '',
    open ? classes.open : '',
  ]
  return all.filter(Boolean).join(' ')
}

function Inside({ geometry, box }: { geometry: LaneGeometry; box: LaneBox }) {
  const { span } = geometry
  if (box.kind === 'gap') return null
  if (box.kind === 'pill') return <b className={classes.number}>{box.marks.length}</b>
  const glyph =
    box.family === null ? null : <Glyph name={familyLook(box.family).glyph} size={12} className={classes.glyph ?? ''} />
  if (box.kind === 'frame') return <span className={classes.badge}>{glyph}</span>
  const [thing] = box.things
  const { left, right } = box.inset
  const label =
    box.kind === 'bar' ? `${box.things.length}` : thing === undefined ? '' : span.labels[span.things.label[thing] ?? -1]
  return (
    <>
      {box.shared && <i className={classes.common} style={{ left: box.shared.x, width: box.shared.width }} />}
      {glyph}
      {box.kind !== 'bar' && box.width - left - right >= nameWidth && <span className={classes.label}>{label}</span>}
      {box.elsewhere !== null && box.width >= 34 && (
        <IconArrowsUpDown size={11} className={classes.elsewhere} aria-hidden />
      )}
    </>
  )
}

type BoxProps = { geometry: LaneGeometry; lane: LaneRow; row: number; index: number; active: boolean; open: boolean }

/** One box; clicks and the tooltip are the grid's, which knows it by `data-box`. */
function Box({ geometry, lane, row, index, active, open }: BoxProps) {
  const box = lane.boxes[index]
  if (!box) return null
  const { left, right } = box.inset
  const room = left + right > 0 ? { paddingLeft: left + edge, paddingRight: right + edge } : {}
  return (
    // biome-ignore lint/a11y/useSemanticElements: a lane of time has no table cells
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
    <div
      role="gridcell"
      id={boxId(row, index)}
      data-box={`${row}:${index}`}
      className={looks(box, active, open)}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height, ...room }}
      aria-label={boxName(geometry, lane, box)}
      aria-selected={open}
    >
      <Inside geometry={geometry} box={box} />
    </div>
  )
}

type ColumnProps = {
  geometry: LaneGeometry
  lane: LaneRow
  row: number
  /** The boxes' numbers. */
  boxes: readonly number[]
  /** The box the mark stands on, where it is one of these; and the discrepancy and thing shown beside. */
  active: number | null
  openMark: number | null
  openThing: number | null
}

export const isOpen = (box: LaneBox, mark: number | null, thing: number | null): boolean =>
  (mark !== null && box.marks.includes(mark)) || (thing !== null && box.kind === 'thing' && box.things.includes(thing))

/** The boxes that start in one column of the axis: scrolling sideways mounts a column and leaves the others alone. */
export const BoxColumn = memo(function BoxColumn(props: ColumnProps) {
  const { geometry, lane, row, boxes, active, openMark, openThing } = props
  return boxes.map((index) => {
    const box = lane.boxes[index]
    const open = box !== undefined && isOpen(box, openMark, openThing)
    return (
      <Box key={index} geometry={geometry} lane={lane} row={row} index={index} active={index === active} open={open} />
    )
  })
})
