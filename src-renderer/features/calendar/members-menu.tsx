import { Menu } from '@mantine/core'
import { IconZoomIn } from '@tabler/icons-react'
import { countOf } from '../../format/count.ts'
import { KindGlyph } from '../../ui/glyph.tsx'
import { markLine, thingLine } from './box-words.ts'
import type { LaneBox, LaneGeometry } from './geometry-types.ts'
import classes from './grid.module.css'
import { familyLook, markFamily } from './mark-family.ts'

/** More are seen only by zooming in. */
const listed = 30

/** The item that has the focus once the menu is open. */
const first = (index: number) => (index === 0 ? { 'data-autofocus': true } : {})

export type OpenMembers = { box: LaneBox; left: number; top: number }

type MembersProps = {
  geometry: LaneGeometry
  opened: OpenMembers | null
  onClose: () => void
  onMark: (mark: number) => void
  onThing: (thing: number) => void
  /** Null where it cannot be zoomed in any further. */
  onZoom: ((box: LaneBox) => void) | null
}

/** What a numbered pill, or a bar that no zoom takes apart, stands for: each to be opened. */
export function MembersMenu({ geometry, opened, onClose, onMark, onThing, onZoom }: MembersProps) {
  if (!opened) return null
  const { box, left, top } = opened
  const marks = box.kind === 'pill' ? box.marks.slice(0, listed) : []
  const things = box.kind === 'pill' ? [] : box.things.slice(0, listed)
  const more = (box.kind === 'pill' ? box.marks.length : box.things.length) - listed
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      width={360}
      returnFocus={false}
      shadow="md"
      // Without keys: the very Enter that opens it would close it again.
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <span className={classes.menuAt} style={{ left, top }} />
      </Menu.Target>
      <Menu.Dropdown
        mah={360}
        style={{ overflowY: 'auto' }}
        aria-label="Close together"
        // Single keys of the screen must not act while one of these is chosen.
        onKeyDown={(event) => event.stopPropagation()}
      >
        {marks.map((mark, index) => {
          const row = geometry.span.discrepancies[mark]?.row
          if (!row) return null
          return (
            <Menu.Item
              key={row.fingerprint}
              {...first(index)}
              leftSection={<KindGlyph look={familyLook(markFamily(row))} />}
              onClick={() => onMark(mark)}
            >
              {markLine(geometry, mark)}
            </Menu.Item>
          )
        })}
        {things.map((thing, index) => (
          <Menu.Item key={thing} {...first(index)} onClick={() => onThing(thing)}>
            {thingLine(geometry, thing)}
          </Menu.Item>
        ))}
        {more > 0 && <Menu.Label>{`and ${countOf(more, 'more', 'more')}: zoom in, or use the list`}</Menu.Label>}
        {onZoom && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconZoomIn size={15} />} onClick={() => onZoom(box)}>
              Zoom in here
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
