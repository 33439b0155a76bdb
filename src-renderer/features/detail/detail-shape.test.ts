import { describe, expect, it } from 'vitest'
import type { FieldDifference } from '#contract/discrepancies'
import { Instant } from '#contract/time'
import { fakeDetail, fakeRow } from '../../testing/fake-rows.ts'
import {
  closedWords,
  fieldLines,
  followUpText,
  namesMoments,
  saysItTwice,
  seenWords,
  storedJson,
} from './detail-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const start = Instant.parse('2026-11-21T09:00:00.000Z')
const later = Instant.parse('2026-11-21T09:15:00.000Z')
const started: FieldDifference = {
  field: 'start',
  left: start,
  right: later,
  base: start,
  blame: 'right-moved',
  rightMovedAt: later,
}
const moved = fakeDetail({ ...fakeRow(2, now), kind: 'differs', differences: [started] }, now)

describe('the field table', () => {
  it('puts what differs first and what is not compared last', () => {
    const lines = fieldLines(moved, now)
    expect([lines[0]?.field, lines.at(-1)?.field]).toEqual(['start', 'requirements'])
  })

  it('marks only the words that differ, on the facility’s clock, beside what was last agreed', () => {
    const [line] = fieldLines(moved, now)
    const marks = (tokens: { text: string; differs: boolean }[] = []) =>
      tokens.filter((token) => token.differs).map(({ text }) => text)
    expect([marks(line?.left), marks(line?.right), line?.base]).toEqual([['09:00'], ['09:15'], 'Sat 21 Nov 09:00 GMT'])
  })

  it('says under a differing field who moved it, what the clocks say and whom the pairing trusts for it', () => {
    const told = { ...moved, row: { ...moved.row, blame: 'Something moved.' } }
    const [line, same] = fieldLines(told, now)
    expect([line?.remark, line?.trusted, same?.remark]).toEqual([
      'Northgate rota moved the start on 12 November, seen 09:14; Alder is unchanged. Exactly 15 minutes apart.',
      'Alder',
      '',
    ])
  })

  it('does not repeat under the field what stands on top already', () => {
    const [field] = moved.fields
    const [line] = fieldLines({ ...moved, row: { ...moved.row, blame: field?.blame ?? '' } }, now)
    expect(line?.remark).toBe('Exactly 15 minutes apart.')
  })

  it('explains what its times are only where one is named', () => {
    const { leftMovedAt: _, rightMovedAt: __, ...neverAgreed } = started
    const silent = {
      ...moved,
      row: { ...moved.row, differences: [{ ...neverAgreed, blame: 'never-agreed' as const }] },
    }
    expect([namesMoments(moved), namesMoments(silent)]).toEqual([true, false])
  })

  it('says once what the row and the certainty both say', () => {
    const refused = fakeDetail({ ...fakeRow(6, now), kind: 'unverified' }, now)
    const overlap = fakeDetail({ ...fakeRow(6, now), kind: 'overlap' }, now)
    // Of a closed one the certainty says that it is closed, and nothing else.
    expect([saysItTwice(refused), saysItTwice({ ...refused, open: false }), saysItTwice(overlap)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('says not readable on a side whose record was refused', () => {
    const { left, right, ...refused } = fakeDetail({ ...fakeRow(6, now), kind: 'unverified' }, now)
    const fields = refused.fields.map(({ right: _, ...field }) => field)
    const lines = fieldLines({ ...refused, left, right, fields }, now)
    expect(new Set(lines.map((line) => line.right.map(({ text }) => text).join('')))).toEqual(new Set(['not readable']))
  })

  it('says no record, not an empty value, on the side that has none', () => {
    const lines = fieldLines(fakeDetail({ ...fakeRow(0, now), kind: 'only-left', rightKey: null }, now), now)
    expect(new Set(lines.map((line) => line.right.map(({ text }) => text).join('')))).toEqual(new Set(['no record']))
  })
})

describe('what is said of a closed one', () => {
  it('does not call it resolved where it only left the window', () => {
    const left = closedWords({ ...moved, open: false, closed: 'left-the-window' })
    expect([left?.title, closedWords(moved)]).toEqual(['Left the window', null])
  })
})

it('gives one stored record as an object and several as a list', () => {
  const [record] = moved.left
  expect(record && JSON.parse(storedJson([record])).id).toBe(record?.key)
  expect(record && JSON.parse(storedJson([record, record])).length).toBe(2)
})

describe('how steadily it was seen', () => {
  const first = Instant.parse('2026-11-12T09:14:00.000Z')

  it('names the first moment and in how many syncs it stood', () => {
    const words = (found: number, compares: number) => seenWords({ first, found, compares }, moved.row.zone, now)
    expect([words(9, 9), words(1, 1), words(0, 0)]).toEqual([
      'First seen Thu 12 Nov 09:14, seen in 9 of 9 syncs',
      'First seen Thu 12 Nov 09:14, seen in 1 of 1 sync',
      'First seen Thu 12 Nov 09:14',
    ])
  })
})

describe('the text of a follow-up', () => {
  it('names place, time, person and both systems, and asks for one thing without calling anybody wrong', () => {
    const row = { ...fakeRow(0, now), who: 'Ada Sample' }
    expect(followUpText(row, now)).toMatch(
      /^Northgate Care Home, Thu 19 Nov .* GMT, Ada Sample: Alder .*, Northgate rota none[.] Please enter it in Northgate rota, or tell us that it should not be in Alder[.]$/,
    )
    expect(followUpText(moved.row, now)).toMatch(/Please say which is right, Alder or Northgate rota[.]$/)
  })
})
