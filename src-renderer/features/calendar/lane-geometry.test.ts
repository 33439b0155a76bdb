import { describe, expect, it } from 'vitest'
import { addDays, LocalDate } from '#contract/time'
import { careHomeWeek, clinicWeek, type FakeThing, fakeSpan } from '../../testing/fake-calendar-span.ts'
import { allLayers, type GeometryInput, type LaneBox, type LaneRow, laneGeometry } from './lane-geometry.ts'
import { listedThings } from './listed-shape.ts'

const monday = LocalDate.parse('2026-11-16')
const week = Array.from({ length: 7 }, (_, index) => addDays(monday, index))
const hour = 3600

type Asked = Partial<Omit<GeometryInput, 'span'>>

const geometryOf = (span: GeometryInput['span'], asked: Asked = {}) =>
  laneGeometry({
    span,
    zone: span.zone,
    days: week,
    zoom: 'fit',
    width: 1200,
    mode: 'paired',
    layers: allLayers,
    laneText: '',
    onlyDiscrepancies: false,
    ...asked,
  })

/** A span of two workers with these things on its Monday, shown for that day; hours from midnight. */
const dayOf = (things: readonly FakeThing[], asked: Asked = {}) =>
  geometryOf(fakeSpan({ groups: [''], lanes: 2, things: () => [...things] }), {
    days: [monday],
    zoom: 60,
    width: 1,
    ...asked,
  })

const at = (from: number, to: number, lane = 0) => ({ lane, start: from * hour, end: to * hour })
const agreed = (from: number, to: number): FakeThing => ({ left: at(from, to), right: at(from, to), label: 'Visit' })

const lanesOf = (geometry: ReturnType<typeof geometryOf>): LaneRow[] =>
  geometry.rows.filter((row) => row.kind === 'lane')
const firstLane = (geometry: ReturnType<typeof geometryOf>): LaneRow => {
  const lane = lanesOf(geometry)[0]
  if (!lane) throw new Error('no lane is drawn')
  return lane
}
const said = ({ kind, slot, family, things, marks }: LaneBox) =>
  `${kind} ${slot} ${family ?? ''} ${things.length}/${marks.length}`
const boxesOf = (geometry: ReturnType<typeof geometryOf>): string[] => firstLane(geometry).boxes.map(said)

describe('the lanes of the calendar', () => {
  it('draws an agreeing pair on both sides, the left one above, and one box in overlay', () => {
    const paired = firstLane(dayOf([agreed(8, 10)]))
    expect(paired.boxes.map(({ slot, y, height, state }) => ({ slot, y, height, state }))).toEqual([
      { slot: 'left', y: 2, height: 16, state: 'in-sync' },
      { slot: 'right', y: 20, height: 16, state: 'in-sync' },
    ])
    expect(paired.height).toBe(38)
    const overlay = firstLane(dayOf([agreed(8, 10)], { mode: 'overlay' }))
    expect([overlay.boxes.map(said), overlay.height]).toEqual([['thing both  1/0'], 24])
  })

  it('shows the empty place on the side that lacks a record', () => {
    expect(boxesOf(dayOf([{ left: at(8, 10), right: null, label: '', kind: 'only-left' }]))).toEqual([
      'thing left missing-right 1/1',
      'gap right missing-right 1/1',
    ])
    expect(boxesOf(dayOf([{ left: null, right: at(8, 10), label: '', kind: 'only-right' }]))).toEqual([
      'gap left missing-left 1/1',
      'thing right missing-left 1/1',
    ])
  })

  it('claims no empty place for what is not verified', () => {
    expect(boxesOf(dayOf([{ left: at(8, 10), right: null, label: '', kind: 'unverified' }]))).toEqual([
      'thing left unverified 1/1',
    ])
  })

  it('shows moved times where each side has them, and in overlay what both cover', () => {
    const moved: FakeThing = { left: at(8, 10), right: at(9, 11), label: '', kind: 'differs', moved: 'time' }
    expect(firstLane(dayOf([moved])).boxes.map(({ slot, start, end }) => [slot, start / hour, end / hour])).toEqual([
      ['left', 8, 10],
      ['right', 9, 11],
    ])
    const overlay = firstLane(dayOf([moved], { mode: 'overlay' })).boxes[0]
    expect([overlay?.start, overlay?.end, overlay?.shared]).toEqual([8 * hour, 11 * hour, { x: 60, width: 60 }])
  })

  it('shows a pair whose worker was changed in both lanes, each naming the other', () => {
    const changed: FakeThing = { left: at(8, 10, 0), right: at(8, 10, 1), label: '', kind: 'differs', moved: 'field' }
    const lanes = lanesOf(dayOf([changed]))
    expect(lanes.map((lane) => lane.boxes.map((box) => `${said(box)} ${box.elsewhere}`)).slice(0, 2)).toEqual([
      ['thing left field 1/1 1', 'gap right field 1/1 1'],
      ['gap left field 1/1 0', 'thing right field 1/1 0'],
    ])
    expect(dayOf([changed]).order).toHaveLength(1)
  })

  it('stacks what overlaps on a side, so that the row grows and nothing is hidden', () => {
    const lane = firstLane(dayOf([agreed(8, 12), agreed(10, 14), agreed(12, 13)]))
    expect(lane.boxes.filter(({ slot }) => slot === 'left').map(({ start, level }) => [start / hour, level])).toEqual([
      [8, 0],
      [10, 1],
      [12, 0],
    ])
    expect(lane.height).toBe(2 + 4 * 18)
  })

  it('frames the time two shifts share over both sides', () => {
    const overlap: FakeThing = { left: at(10, 12), right: at(10, 12), label: '', kind: 'overlap' }
    const lane = firstLane(dayOf([agreed(8, 12), agreed(10, 14), overlap]))
    const frame = lane.boxes.find(({ kind }) => kind === 'frame')
    expect([frame?.slot, frame?.family, frame?.y, frame?.height, frame?.start]).toEqual([
      'both',
      'overlap',
      1,
      lane.height - 3,
      10 * hour,
    ])
    expect(lane.open).toBe(1)
  })

  it('keeps words clear of the frame over them: before it where they have room, else inside beside its sign, else after', () => {
    const overlap: FakeThing = { left: at(10, 11), right: at(10, 11), label: '', kind: 'overlap' }
    const { boxes } = firstLane(dayOf([agreed(8, 11), agreed(10, 14), agreed(16, 17), overlap]))
    expect(boxes.filter(({ slot }) => slot !== 'right').map(({ start, inset }) => [start / hour, inset])).toEqual([
      [8, { left: 0, right: 63 }],
      [10, { left: 63, right: 0 }],
      [10, { left: 0, right: 0 }],
      [16, { left: 0, right: 0 }],
    ])
    const long: FakeThing = { left: at(10, 12), right: at(10, 12), label: '', kind: 'overlap' }
    const within = firstLane(dayOf([agreed(8, 12), agreed(10, 12), long])).boxes.filter(({ kind }) => kind === 'thing')
    expect(within.map(({ inset }) => inset.left)).toEqual([0, 0, 17, 17])
  })

  it('drops what lies outside of the days and marks what their edge cuts', () => {
    const things = [agreed(-6, -1), agreed(-2, 6), agreed(22, 30), agreed(25, 30)]
    expect(
      firstLane(dayOf(things)).boxes.map(({ start, cutStart, cutEnd }) => [start / hour, cutStart, cutEnd]),
    ).toEqual([
      [-2, true, false],
      [-2, true, false],
      [22, false, true],
      [22, false, true],
    ])
  })

  it('makes one quiet bar of neighbours in sync below 40 pixels each, broken by gaps and discrepancies', () => {
    const quarter = (index: number): FakeThing => agreed(8 + index / 4, 8.25 + index / 4)
    const wrong: FakeThing = { ...quarter(8), kind: 'differs', moved: 'field' }
    const things = [...[0, 1, 2, 3, 6, 7].map(quarter), wrong, quarter(9)]
    const merged = dayOf(things, { zoom: 60 })
    expect(merged.merged).toBe(true)
    expect(
      firstLane(merged)
        .boxes.filter(({ slot }) => slot !== 'right')
        .map(said),
    ).toEqual(['bar left  4/0', 'bar left  2/0', 'thing left field 1/1', 'thing left  1/0'])
    expect(dayOf(things, { zoom: 160 }).merged).toBe(false)
  })

  it('never draws a discrepancy thinner than 14 pixels, and makes one numbered pill of those that would touch', () => {
    const wrong = (from: number, kind: FakeThing['kind'] = 'differs'): FakeThing => ({
      ...agreed(from, from + 0.1),
      kind,
      moved: 'field',
    })
    const alone = dayOf([wrong(8), wrong(12)], { zoom: 30 })
    expect(firstLane(alone).boxes.map(({ kind, width }) => [kind, width])).toEqual([
      ['thing', 14],
      ['thing', 14],
      ['thing', 14],
      ['thing', 14],
    ])
    const close = dayOf([wrong(8), wrong(8.2), wrong(8.4, 'duplicate'), wrong(12)], { zoom: 30 })
    expect(boxesOf(close)).toEqual(['pill both  3/3', 'thing left field 1/1', 'thing right field 1/1'])
    const alike = dayOf([wrong(8), wrong(8.2)], { zoom: 30 })
    expect(boxesOf(alike)).toEqual(['pill both field 2/2'])
  })

  it('keeps a pair whole in its pill though its halves stand apart', () => {
    const moved: FakeThing = { left: at(8, 8.1), right: at(8.3, 8.4), label: '', kind: 'differs', moved: 'time' }
    const other: FakeThing = { ...agreed(8.5, 8.6), kind: 'duplicate' }
    expect(boxesOf(dayOf([moved, other], { zoom: 30 }))).toEqual(['pill both  2/2'])
  })

  it('does not call in sync what no compare judged', () => {
    const span = fakeSpan({
      groups: [''],
      lanes: 1,
      things: () => [agreed(8, 10), { left: at(12, 13), right: null, label: '' }],
    })
    const later = { start: span.span.end, end: span.span.end }
    const states = (geometry: ReturnType<typeof geometryOf>) => firstLane(geometry).boxes.map(({ state }) => state)
    expect(states(geometryOf(span, { days: [monday], zoom: 60 }))).toEqual(['in-sync', 'in-sync', 'unjudged'])
    expect(states(geometryOf({ ...span, window: later }, { days: [monday], zoom: 60 }))).toEqual([
      'unjudged',
      'unjudged',
      'unjudged',
    ])
  })

  it('leaves out what the layers hide, and lanes by text or without a discrepancy', () => {
    const missing: FakeThing = { left: at(12, 14), right: null, label: '', kind: 'only-left' }
    const things = [agreed(8, 10), missing, { ...agreed(8, 10), left: at(8, 10, 1), right: at(8, 10, 1) }]
    const layers = (change: Partial<typeof allLayers>) =>
      boxesOf(dayOf(things, { layers: { ...allLayers, ...change } }))
    expect(layers({ inSync: false })).toEqual(['thing left missing-right 1/1', 'gap right missing-right 1/1'])
    expect(layers({ hidden: new Set(['missing-right']) })).toEqual(['thing left  1/0', 'thing right  1/0'])
    expect(layers({ sides: 'left' })).toEqual(['thing left  1/0', 'thing left missing-right 1/1'])
    expect(layers({ sides: 'right' })).toEqual(['thing right  1/0'])
    expect(lanesOf(dayOf(things, { onlyDiscrepancies: true })).map(({ lane }) => lane)).toEqual([0])
    expect(lanesOf(dayOf(things, { laneText: ' BO s' })).map(({ lane }) => lane)).toEqual([1])
    expect(lanesOf(dayOf(things, { laneText: 'unass' })).map(({ lane }) => lane)).toEqual([2])
  })

  it('names groups once, and puts those whom nobody is booked for last', () => {
    const rows = geometryOf(careHomeWeek()).rows
    expect(rows.flatMap((row) => (row.kind === 'group' ? [row.name] : []))).toEqual([
      'Early',
      'Late',
      'Night',
      'Nobody booked',
    ])
    expect(rows.at(-1)).toMatchObject({ kind: 'lane', lane: 24 })
    expect(
      rows.every(
        (row, index) => index === 0 || row.top === (rows[index - 1]?.top ?? 0) + (rows[index - 1]?.height ?? 0),
      ),
    ).toBe(true)
  })

  it('lists exactly what the grid draws, each thing once, at any zoom and in either mode', () => {
    const span = careHomeWeek()
    const all = listedThings(geometryOf(span))
    expect(new Set(all.map(({ thing, mark }) => `${thing} ${mark}`)).size).toBe(all.length)
    for (const asked of [{ zoom: 240 }, { mode: 'overlay' }] as const) {
      const listed = listedThings(geometryOf(span, asked))
      expect(new Set(listed.map(({ thing, mark }) => `${thing} ${mark}`))).toEqual(
        new Set(all.map(({ thing, mark }) => `${thing} ${mark}`)),
      )
    }
  })

  it('keeps a full clinic’s week to few boxes at a glance, and to few per column and lane when near', () => {
    const span = clinicWeek()
    const fit = geometryOf(span)
    expect(lanesOf(fit).reduce((sum, lane) => sum + lane.boxes.length, 0)).toBeLessThan(5000)
    for (const zoom of fit.zoomSteps) {
      const geometry = geometryOf(span, { zoom })
      const fullest = lanesOf(geometry).map(
        ({ columns, wide }) => Math.max(...columns.map((boxes) => boxes.length)) + wide.length,
      )
      expect(Math.max(...fullest)).toBeLessThan(48)
    }
  })

  it('finds each box of a lane in the column it starts in, or among the wide ones', () => {
    for (const lane of lanesOf(geometryOf(careHomeWeek(), { zoom: 240 }))) {
      const found = [...lane.columns.flat(), ...lane.wide].sort((a, b) => a - b)
      expect(found).toEqual(lane.boxes.map((_, index) => index))
      const astray = lane.columns.flatMap((boxes, column) =>
        boxes.filter((index) => Math.floor((lane.boxes[index]?.x ?? -1) / 320) !== column),
      )
      expect(astray).toEqual([])
    }
  })
})
