import { expect, it } from 'vitest'
import type { CalendarDensity } from '#contract/calendar'
import { CompareId, ResourceKey } from '#contract/ids'
import { addDays, Instant, LocalDate, ZoneId } from '#contract/time'
import { monthPlaceFor, monthShape, nextOpen } from './month-shape.ts'

const now = Instant.parse('2026-10-25T10:00:00.000Z')
const first = LocalDate.parse('2026-10-23')
const overlap = { kind: 'overlap', timeMoved: false, open: 1 } as const
const timeDiffers = { kind: 'differs', timeMoved: true, open: 1 } as const
const lane = (name: string, group: string) => ({ resource: ResourceKey.parse(name), name, group })

/** Four days of which the third has 25 hours, two groups and the lane of nobody. */
const density: CalendarDensity = {
  compareId: CompareId.parse('c-1'),
  comparedAt: now,
  window: { start: Instant.parse('2026-10-24T00:00:00.000Z'), end: Instant.parse('2026-11-20T00:00:00.000Z') },
  zone: ZoneId.parse('Europe/Warsaw'),
  leftSystem: 'Alder',
  rightSystem: 'Northgate rota',
  lanes: [lane('Ada Sample', 'Early'), lane('Bo Dummond', 'Late'), { resource: null, name: '', group: '' }],
  days: [0, 1, 2, 3].map((day) => addDays(first, day)),
  cells: [
    { lane: 0, day: 1, things: 4, open: 2, kinds: [overlap, timeDiffers] },
    { lane: 0, day: 2, things: 1, open: 0, kinds: [] },
    { lane: 2, day: 3, things: 2, open: 1, kinds: [timeDiffers] },
  ],
  kinds: [overlap, { ...timeDiffers, open: 2 }],
}
const shape = (part: Partial<Parameters<typeof monthShape>[0]> = {}) =>
  monthShape({ density, picked: [], laneText: '', onlyDiscrepancies: false, now, noun: 'shift', ...part })
const names = ({ rows }: ReturnType<typeof shape>) => rows.map(({ kind, name }) => `${kind} ${name}`)

it('says of each day what it is: weekday, today, a clock change, and whether it was judged', () => {
  const { days } = shape()
  expect(days.map(({ weekday, number, weekend, today }) => [weekday, number, weekend, today])).toEqual([
    ['Fr', '23', false, false],
    ['Sa', '24', true, false],
    ['Su', '25', true, true],
    ['Mo', '26', false, false],
  ])
  expect(days.map(({ change }) => change)).toEqual(['', '', '25-hour day', ''])
  expect(days.map(({ unjudged }) => unjudged)).toEqual([true, false, false, false])
  expect(days.map(({ open }) => open)).toEqual([0, 2, 0, 1])
})

it('tells what stands in a cell and what of it is open, the most urgent first', () => {
  const cells = shape().rows.flatMap((row) => (row.kind === 'lane' ? row.cells : []))
  expect(cells.map((cell) => cell?.words ?? '')).toEqual([
    '',
    'Sat 24 Oct, Ada Sample: 4 shifts, 2 open: 1 Double-booked, 1 Time differs',
    'Sun 25 Oct, Ada Sample: 1 shift, nothing open',
    '',
    ...['', '', '', ''],
    '',
    '',
    '',
    'Mon 26 Oct, Unassigned: 2 shifts, 1 open: 1 Time differs',
  ])
  expect(cells.map((cell) => cell?.level ?? 0).filter(Boolean)).toEqual([4, 1, 2])
})

it('shows only lanes that are asked for or that hold something open', () => {
  expect(names(shape())).toEqual([
    'group Early',
    'lane Ada Sample',
    'group Late',
    'lane Bo Dummond',
    'group Nobody booked',
    'lane Unassigned',
  ])
  expect(names(shape({ laneText: 'late' }))).toEqual(['group Late', 'lane Bo Dummond'])
  expect(names(shape({ onlyDiscrepancies: true }))).toEqual([
    'group Early',
    'lane Ada Sample',
    'group Nobody booked',
    'lane Unassigned',
  ])
})

it('counts only the picked kinds, with lanes and glyphs that follow', () => {
  const open = ({ rows }: ReturnType<typeof shape>) =>
    rows.flatMap((row) => (row.kind === 'lane' ? row.cells.map((cell) => cell?.open ?? 0) : []))
  const time = shape({ picked: ['time'], onlyDiscrepancies: true })
  expect([time.open, open(time)]).toEqual([2, [0, 1, 0, 0, 0, 0, 0, 1]])
  expect(time.days.map((day) => day.open)).toEqual([0, 1, 0, 1])
  const overlaps = shape({ picked: ['overlap', 'unverified'], onlyDiscrepancies: true })
  expect([overlaps.open, names(overlaps)]).toEqual([1, ['group Early', 'lane Ada Sample']])
})

it('moves by day and lane over the lines of groups, and by what is open', () => {
  const month = shape()
  expect(monthPlaceFor('ArrowDown', month, { row: 1, day: 2 })).toEqual({ row: 3, day: 2 })
  expect(monthPlaceFor('ArrowUp', month, { row: 1, day: 2 })).toEqual({ row: 1, day: 2 })
  expect(monthPlaceFor('End', month, { row: 1, day: 2 })).toEqual({ row: 1, day: 3 })
  expect(monthPlaceFor('x', month, { row: 1, day: 2 })).toBeNull()
  const second = nextOpen(month, nextOpen(month, null, 1), 1)
  expect([nextOpen(month, null, 1), second, second && nextOpen(month, second, 1)]).toEqual([
    { row: 1, day: 1 },
    { row: 5, day: 3 },
    null,
  ])
})
