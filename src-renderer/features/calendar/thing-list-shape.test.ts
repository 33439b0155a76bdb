import { expect, it } from 'vitest'
import { absentHere, type CalendarSpan } from '#contract/calendar'
import { CompareId, ResourceKey } from '#contract/ids'
import { Instant, LocalDate, ZoneId } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import { allLayers, laneGeometry } from './lane-geometry.ts'
import { listedThings } from './listed-shape.ts'
import { lineOfPick, oneZoneName, pickOf, thingAddress, thingAt, thingCells, versionsOf } from './thing-list-shape.ts'

const now = Instant.parse('2026-11-18T10:00:00.000Z')
const zone = ZoneId.parse('Europe/Warsaw')
const hours = (count: number): number => count * 3600
const only = fakeRow(0, now)
const doubled = fakeRow(7, now)

/** One day in Warsaw: a shift in sync, one that only the left system has, one after the judged window, a double booking. */
const span: CalendarSpan = {
  compareId: CompareId.parse('c-1'),
  comparedAt: now,
  window: { start: Instant.parse('2026-11-10T00:00:00.000Z'), end: Instant.parse('2026-11-18T19:00:00.000Z') },
  span: { start: Instant.parse('2026-11-17T23:00:00.000Z'), end: Instant.parse('2026-11-18T23:00:00.000Z') },
  zone,
  leftSystem: 'Alder',
  rightSystem: 'Northgate rota',
  lanes: [
    { resource: ResourceKey.parse('u-1'), name: 'Ada Sample', group: 'Early' },
    { resource: ResourceKey.parse('u-2'), name: 'Bo Dummond', group: 'Early' },
  ],
  labels: ['Early', 'Late'],
  things: {
    leftLane: [0, 1, 0],
    leftStart: [hours(8), hours(7), hours(21)],
    leftEnd: [hours(16), hours(15), hours(23)],
    leftVersion: [12, 13, 14],
    rightLane: [0, absentHere, 0],
    rightStart: [hours(8), 0, hours(21)],
    rightEnd: [hours(16), 0, hours(23)],
    rightVersion: [40, absentHere, 41],
    label: [0, 0, 1],
    mark: [absentHere, 0, absentHere],
  },
  discrepancies: [
    { row: only, lanes: [1] },
    { row: { ...doubled, span: { start: Instant.parse('2026-11-18T08:00:00.000Z'), end: now } }, lanes: [0] },
  ],
}
const geometry = laneGeometry({
  span,
  zone,
  days: [LocalDate.parse('2026-11-18')],
  zoom: 'fit',
  width: 1000,
  mode: 'paired',
  layers: allLayers,
  laneText: '',
  onlyDiscrepancies: false,
})
const lines = listedThings(geometry)
const zoneName = oneZoneName(span.span, zone)

it('lists everything the grid draws once, in order, with both systems’ times and what is known about it', () => {
  const words = lines.map((line) => {
    const { state, lane, left, right } = thingCells({ line, span, zone, zoneName, now })
    return [state, lane, left, right]
  })
  expect(words.toSpliced(2, 1)).toEqual([
    ['Missing in Northgate rota', 'Bo Dummond', 'Wed 18 Nov 07:00 to 15:00', 'none'],
    ['In sync', 'Ada Sample', 'Wed 18 Nov 08:00 to 16:00', 'Wed 18 Nov 08:00 to 16:00'],
    ['Not judged', 'Ada Sample', 'Wed 18 Nov 21:00 to 23:00', 'Wed 18 Nov 21:00 to 23:00'],
  ])
  expect(words[2]?.slice(0, 2)).toEqual(['Double-booked', 'Ada Sample'])
})

it('opens the discrepancy of a line, else the thing, and finds the line again', () => {
  const picks = lines.map((line) => pickOf(line, span))
  expect(picks).toEqual([
    { kind: 'mark', fingerprint: only.fingerprint },
    { kind: 'thing', thing: 0 },
    { kind: 'mark', fingerprint: doubled.fingerprint },
    { kind: 'thing', thing: 2 },
  ])
  expect(picks.map((pick) => lineOfPick(lines, pick, span))).toEqual([0, 1, 2, 3])
  expect(lineOfPick(lines, null, span)).toBeNull()
})

it('names a thing in the address by the versions of its sides', () => {
  const said = [0, 1].map((thing) => thingAddress(thing, span))
  expect(said).toEqual(['l12r40', 'l13'])
  expect([...said, 'r41'].map((address) => thingAt(address, span))).toEqual([0, 1, null])
  expect(versionsOf('r41')).toEqual({ left: null, right: 41 })
})

it('says the zone once where the clocks do not change within the days, and in each line where they do', () => {
  const autumn = { start: Instant.parse('2026-10-24T22:00:00.000Z'), end: Instant.parse('2026-10-25T23:00:00.000Z') }
  expect([zoneName, oneZoneName(autumn, zone)]).toEqual(['CET', ''])
})
