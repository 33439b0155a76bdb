import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeRow } from '../../testing/fake-rows.ts'
import {
  extended,
  isPicked,
  namedAtMost,
  nothingPicked,
  pickedCount,
  type Selection,
  selectedWords,
  toggled,
} from './selection-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const row = (index: number) => fakeRow(index, now)
const all: Selection = { how: 'all', seen: { at: now, compares: [] }, total: 100_000, except: new Map() }

describe('what is selected in a long list', () => {
  it('takes a row in and out again', () => {
    const one = toggled(nothingPicked, row(1))
    expect([pickedCount(one), isPicked(one, row(1)), isPicked(one, row(2))]).toEqual([1, true, false])
    expect(pickedCount(toggled(one, row(1)))).toBe(0)
  })

  it('says how many of them stand under the lines of groups', () => {
    expect(selectedWords(3, [])).toBe('3 selected')
    expect(selectedWords(62, [{ rows: 18 }])).toBe('62 selected, 18 of them in 1 group')
  })

  it('leaves single rows out of all that match, without naming the others', () => {
    const but = toggled(toggled(all, row(1)), row(2))
    expect([pickedCount(but), isPicked(but, row(1)), isPicked(but, row(3))]).toEqual([99_998, false, true])
    expect(pickedCount(extended(but, [row(1), row(2), row(3)]))).toBe(100_000)
  })

  it('counts a row that is extended over twice only once', () => {
    const rows = [row(1), row(2), row(3)]
    expect(pickedCount(extended(extended(nothingPicked, rows), rows))).toBe(3)
  })

  it('stays as it is where more rows would have to be named than one act takes', () => {
    const most = extended(
      nothingPicked,
      Array.from({ length: namedAtMost }, (_, index) => row(index)),
    )
    expect(pickedCount(most)).toBe(namedAtMost)
    expect([toggled(most, row(9999)), extended(most, [row(9999)])]).toEqual([most, most])
    expect(pickedCount(toggled(most, row(0)))).toBe(namedAtMost - 1)
  })
})
