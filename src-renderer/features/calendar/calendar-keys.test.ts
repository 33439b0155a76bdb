import { describe, expect, it } from 'vitest'
import { LocalDate } from '#contract/time'
import { careHomeWeek, type FakeThing, fakeSpan } from '../../testing/fake-calendar-span.ts'
import { boxName } from './box-words.ts'
import {
  boxAt,
  type CalendarKey,
  firstPlace,
  markNumber,
  movePlace,
  nextPlace,
  type Place,
  placeOfMark,
  stepMark,
  zoomStep,
} from './calendar-keys.ts'
import { allLayers, type GeometryInput, type LaneGeometry, laneGeometry } from './lane-geometry.ts'

const monday = LocalDate.parse('2026-11-16')
const hour = 3600
const at = (from: number, to: number, lane = 0) => ({ lane, start: from * hour, end: to * hour })

const geometryOf = (things: readonly FakeThing[], asked: Partial<GeometryInput> = {}): LaneGeometry => {
  const span = asked.span ?? fakeSpan({ groups: ['Days', 'Nights'], lanes: 3, things: () => [...things] })
  return laneGeometry({
    span,
    zone: span.zone,
    days: [monday],
    zoom: 60,
    width: 1,
    mode: 'paired',
    layers: allLayers,
    laneText: '',
    onlyDiscrepancies: false,
    ...asked,
  })
}

// Two in the first lane and one in the second agree; one is missing right, one left; the third lane has a moved one.
const things: FakeThing[] = [
  { left: at(8, 10), right: at(8, 10), label: 'a' },
  { left: at(12, 14), right: at(12, 14), label: 'b' },
  { left: at(15, 17), right: null, label: 'c', kind: 'only-left' },
  { left: at(9, 11, 1), right: at(9, 11, 1), label: 'd' },
  { left: null, right: at(13, 15, 1), label: 'e', kind: 'only-right' },
  { left: at(8, 10, 2), right: at(9, 11, 2), label: 'f', kind: 'differs', moved: 'time' },
]

/** Where a place stands: label, side and kind of its box. */
function stands(geometry: LaneGeometry, place: Place | null): string {
  const found = place && boxAt(geometry, place)
  const row = found && geometry.rows[found.row]
  const box = row?.kind === 'lane' ? row.boxes[found?.box ?? -1] : undefined
  const label = geometry.span.labels[geometry.span.things.label[box?.things[0] ?? -1] ?? -1] ?? ''
  return box ? `${label} ${box.slot}${box.kind === 'thing' ? '' : ` ${box.kind}`}` : 'nowhere'
}

function walk(
  geometry: LaneGeometry,
  keys: readonly CalendarKey[],
  from: Place | null = firstPlace(geometry),
): string[] {
  let place = from
  return keys.map((key) => {
    place = nextPlace(geometry, place, key)
    return stands(geometry, place)
  })
}

describe('moving in the calendar by keys', () => {
  it('begins with the first box, and stays at the ends', () => {
    const geometry = geometryOf(things)
    expect(stands(geometry, firstPlace(geometry))).toBe('a left')
    expect(walk(geometry, ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight'])).toEqual([
      'a left',
      'a left',
      'b left',
      'c left',
      'c left',
    ])
    expect(firstPlace(geometryOf([]))).toBeNull()
    expect(nextPlace(geometryOf([]), null, 'ArrowRight')).toBeNull()
  })

  it('goes down along the sides, left, right, next lane, and back up the same way', () => {
    const down = walk(geometryOf(things), [
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
      'ArrowDown',
    ])
    expect(down).toEqual(['a right', 'd left', 'd right', 'f left', 'f right', 'f right'])
    const geometry = geometryOf(things)
    const last = placeOfMark(geometry, 2)
    expect(walk(geometry, ['ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp'], last)).toEqual([
      'f right',
      'f left',
      'd right',
      'd left',
      'a right',
    ])
  })

  it('stops at the empty place on the side that lacks a record', () => {
    const geometry = geometryOf(things)
    expect(walk(geometry, ['End', 'ArrowDown', 'ArrowDown', 'Home', 'ArrowRight'])).toEqual([
      'c left',
      'c right gap',
      'e left gap',
      'd left',
      'e left gap',
    ])
  })

  it('has one row per lane in overlay', () => {
    expect(walk(geometryOf(things, { mode: 'overlay' }), ['ArrowDown', 'ArrowDown', 'ArrowUp'])).toEqual([
      'd both',
      'f both',
      'd both',
    ])
  })

  it('passes a pill from either side and goes on along the same one', () => {
    const pins: FakeThing[] = [0, 1].map((index) => ({
      left: at(10 + index / 10, 10.1 + index / 10),
      right: at(10 + index / 10, 10.1 + index / 10),
      label: 'p',
      kind: 'duplicate',
    }))
    const geometry = geometryOf([things[0], ...pins, things[1]].filter((thing) => thing !== undefined))
    expect(walk(geometry, ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowUp'])).toEqual([
      'a right',
      'p both pill',
      'b right',
      'b left',
    ])
  })

  it('steps by discrepancy, pair by pair, lane after lane', () => {
    const geometry = geometryOf(things)
    const names: string[] = []
    let open = stepMark(geometry, { open: null }, 1)
    for (let count = 0; count < 4 && open; count += 1) {
      names.push(open)
      open = stepMark(geometry, { open }, 1)
    }
    expect(names).toEqual(['f-2', 'f-4', 'f-5', 'f-5'])
    expect(open && stepMark(geometry, { open }, -1)).toBe('f-4')
    expect(open && markNumber(geometry, open)).toBe(2)
    expect(stepMark(geometryOf([]), { open: null }, 1)).toBeNull()
  })

  it('steps on from where the mark stands where nothing is open', () => {
    const geometry = geometryOf(things)
    const place = nextPlace(geometry, nextPlace(geometry, firstPlace(geometry), 'End'), 'ArrowDown')
    const onD = nextPlace(geometry, nextPlace(geometry, place, 'ArrowDown'), 'Home')
    expect(stands(geometry, onD)).toBe('d left')
    expect(stepMark(geometry, { open: null, place: onD }, 1)).toBe('f-4')
    expect(stepMark(geometry, { open: null, place: onD }, -1)).toBe('f-2')
  })

  it('stays on what it stood on while zoom, mode and layers change', () => {
    const near = geometryOf(things)
    const place = nextPlace(near, firstPlace(near), 'ArrowRight')
    expect(stands(geometryOf(things, { zoom: 4 }), place)).toBe('b left')
    expect(stands(geometryOf(things, { mode: 'overlay' }), place)).toBe('b both')
    const found = { ...allLayers, inSync: false }
    expect(stands(geometryOf(things, { layers: found }), place)).toBe('c left')
    expect(stands(geometryOf(things, { laneText: 'nobody of that name' }), place)).toBe('nowhere')
  })

  it('keeps lane and time in another span of the same lanes', () => {
    const geometry = geometryOf(things)
    const place = placeOfMark(geometry, 2)
    const span = { ...geometry.span, lanes: geometry.span.lanes.toReversed() }
    expect(place && movePlace(place, geometry.span, span)).toMatchObject({ lane: 1, at: 8 * hour, mark: null })
    expect(place && movePlace(place, geometry.span, { ...span, lanes: [] })).toBeNull()
  })

  it('reaches every box of a week by the arrows alone', () => {
    const span = careHomeWeek()
    const geometry = geometryOf([], { span, zoom: 20 })
    for (const [row, lane] of geometry.rows.entries()) {
      if (lane.kind === 'group') continue
      const reached = new Set<number>()
      for (const side of ['left', 'right'] as const) {
        let place: Place | null = { lane: lane.lane, side, at: -1e9, kind: 'thing', mark: null, thing: null }
        place = nextPlace(geometry, place, 'Home')
        for (let count = 0; count <= lane.boxes.length && place; count += 1) {
          const stood = boxAt(geometry, place)
          if (stood?.row === row) reached.add(stood.box)
          place = nextPlace(geometry, place, 'ArrowRight')
        }
      }
      expect(reached.size).toBe(lane.boxes.length)
    }
  })

  it('zooms step by step from all days on', () => {
    const geometry = geometryOf(things, { width: 480, zoom: 'fit' })
    const [fit = 0, next = 0] = geometry.zoomSteps
    expect(zoomStep(geometry, 1)).toBe(next)
    expect(zoomStep(geometry, -1)).toBe(fit)
    expect(zoomStep(geometryOf(things, { zoom: 360 }), 1)).toBe(360)
  })
})

describe('what a box is called', () => {
  const names = (geometry: LaneGeometry, lane: number): string[] =>
    geometry.rows.flatMap((row) =>
      row.kind === 'lane' && row.lane === lane ? row.boxes.map((box) => boxName(geometry, row, box)) : [],
    )

  it('says side, kind, label, who and both times with day and zone', () => {
    const geometry = geometryOf(things)
    expect(names(geometry, 2)).toEqual([
      'Alder: Time differs. f, Cleo Mockingham. Alder: Mon 16 Nov 08:00 to 10:00 GMT. Northgate rota: Mon 16 Nov 09:00 to 11:00 GMT',
      'Northgate rota: Time differs. f, Cleo Mockingham. Alder: Mon 16 Nov 08:00 to 10:00 GMT. Northgate rota: Mon 16 Nov 09:00 to 11:00 GMT',
    ])
    expect(names(geometry, 0)[0]).toBe('Alder: In sync. a, Ada Sample. Mon 16 Nov 08:00 to 10:00 GMT in both systems')
    expect(names(geometry, 1)[2]).toBe(
      'Not in Alder: Missing in Alder. e, Bo Sample. Alder: none. Northgate rota: Mon 16 Nov 13:00 to 15:00 GMT',
    )
  })

  it('names the other lane of a changed worker, and what goes on beyond the days shown', () => {
    const changed: FakeThing = {
      left: at(20, 30, 0),
      right: at(20, 30, 1),
      label: 'n',
      kind: 'differs',
      moved: 'field',
    }
    expect(names(geometryOf([changed]), 0)[0]).toBe(
      'Alder: Field differs: shift. n, Ada Sample. Alder: Mon 16 Nov 20:00 to Tue 06:00 GMT. Northgate rota: Mon 16 Nov 20:00 to Tue 06:00 GMT, under Bo Sample. It goes on after the days shown',
    )
  })

  it('counts what a bar holds and names what a pill holds', () => {
    const quarter = (index: number): FakeThing => ({
      left: at(8 + index / 4, 8.25 + index / 4),
      right: at(8 + index / 4, 8.25 + index / 4),
      label: 'q',
    })
    const wrong = { ...quarter(8), kind: 'duplicate' } as const
    const geometry = geometryOf([...[0, 1, 2].map(quarter), wrong, { ...quarter(9), kind: 'unverified' }], { zoom: 20 })
    expect(names(geometry, 0)).toEqual([
      'Alder: 3 in sync. Ada Sample. Mon 16 Nov 08:00 to 08:45 GMT',
      'Northgate rota: 3 in sync. Ada Sample. Mon 16 Nov 08:00 to 08:45 GMT',
      '2 discrepancies close together. Ada Sample. Duplicate, q, Mon 16 Nov 10:00. Not verified, q, Mon 16 Nov 10:15',
    ])
  })
})
