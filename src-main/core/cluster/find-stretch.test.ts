import { describe, expect, it } from 'vitest'
import { addDays, LocalDate, startOfDay, toMs, ZoneId } from '#contract/time'
import { canAdd, findStretch, type Moment, makeDayAt, slotMs, tooManyFor } from './find-stretch.ts'

const zone = ZoneId.parse('America/New_York')
const monday = LocalDate.parse('2026-03-02')
const hour = 3_600_000

/** Days from Monday on, a record every four hours from 02:00 on; `x` shows the cause, `-` does not. */
const days = (...shown: string[]): Moment[] =>
  shown.flatMap((marks, day) =>
    marks.split('').map((mark, n) => ({
      at: toMs(startOfDay(addDays(monday, day), zone)) + (2 + 4 * n) * hour,
      affected: mark === 'x' ? 1 : 0,
      eligible: 1,
    })),
  )

const found = (...shown: string[]) => {
  const stretch = findStretch(days(...shown), makeDayAt(zone))
  return stretch && [stretch.since, stretch.until, stretch.rows, stretch.of, stretch.before, stretch.after]
}

describe('where a cause is the rule', () => {
  it.each<[string, string[], unknown]>([
    [
      'since a day to the end',
      ['----', '----', 'xxxx', 'xxxx'],
      ['2026-03-04', '2026-03-05', 8, 8, '2026-03-03', null],
    ],
    ['on all days', ['xxxx', 'xxxx'], ['2026-03-02', '2026-03-03', 8, 8, null, null]],
    [
      'for some days only',
      ['----', 'xxxx', 'xx-x', '----'],
      ['2026-03-03', '2026-03-04', 7, 8, '2026-03-02', '2026-03-05'],
    ],
    [
      'over a day without records',
      ['----', 'xxxx', '', 'xxxx'],
      ['2026-03-03', '2026-03-05', 8, 8, '2026-03-02', null],
    ],
    [
      'with one record in eight that does not show it',
      ['----', 'xxxx', '-xxx'],
      ['2026-03-03', '2026-03-04', 7, 8, '2026-03-02', null],
    ],
  ])('%s', (_, shown, expected) => expect(found(...shown)).toEqual(expected))

  it('begins in the middle of a day where the rest of that day shows it without exception', () =>
    expect(found('----', '-xxx', 'xxxx', 'xxxx')).toEqual(['2026-03-03', '2026-03-05', 11, 12, '2026-03-02', null]))

  it('takes in the end of a day of which only the smaller part shows it', () =>
    expect(found('----', '---xxx', 'xxxx')).toEqual(['2026-03-03', '2026-03-04', 7, 7, '2026-03-03', null]))

  it.each([
    ['scattered', ['x---', '-x--', '---x', 'x---', '--x-', 'x--x']],
    ['half of all records', ['x-x-', '-x-x', 'xx--', 'x-x-']],
    ['four only', ['xxxx', '----']],
    ['nothing at all', []],
  ])('is nowhere: %s', (_, shown) => expect(found(...shown)).toBeNull())

  it('leaves out a stray row of the day before, even the last one', () => {
    expect(found('----', '---x', 'xxxx', 'xxxx')?.slice(0, 4)).toEqual(['2026-03-04', '2026-03-05', 8, 8])
    expect(found('----', '--xx', 'xxxx', 'xxxx')?.slice(0, 4)).toEqual(['2026-03-04', '2026-03-05', 8, 8])
  })

  it('is told by the local day, which another zone would call the next', () => {
    const late = days('-', '-', 'xxxxxx').map((one) => ({ ...one, at: one.at + 18 * hour }))
    expect(findStretch(late, makeDayAt(ZoneId.parse('UTC')))?.since).not.toBe(findStretch(late, makeDayAt(zone))?.since)
  })

  it('ends where the last of its moments ends', () => {
    const stretch = findStretch(days('xxxxx'), makeDayAt(zone))
    expect(stretch && stretch.endMs - stretch.startMs).toBe(16 * hour + slotMs)
  })
})

it('is nowhere where no days add enough, which a few records too many on each of them tell', () => {
  for (const rows of [1, 2, 5, 8]) {
    expect(canAdd(rows, tooManyFor(rows))).toBe(0)
    expect(canAdd(rows, tooManyFor(rows) - 1)).toBeGreaterThan(0)
    expect(canAdd(rows, 0)).toBe(rows)
  }
})
