import { expect, it } from 'vitest'
import { type MarkedField, valueMoved, valuesStand, writeValuesMark } from './values-mark.ts'

const records = [[['m-1', 'read']], [['r-1', 'read']]]
const start: MarkedField = { name: 'start', values: ['08:00', '08:00'], differs: false }
const label: MarkedField = { name: 'label', values: ['Day', 'Night'], differs: true }
const decided = writeValuesMark(records, [start, label])

it('stands while the same records hold the same values', () => {
  expect(valuesStand(decided, writeValuesMark(records, [start, label]))).toBe(true)
})

it.each([
  ['the left value moves', [start, { ...label, values: ['Late', 'Night'] }]],
  ['the right value moves', [start, { ...label, values: ['Day', 'Late'] }]],
  ['both sides swap their values', [start, { ...label, values: ['Night', 'Day'] }]],
  ['a value that agrees moves on both sides alike', [{ ...start, values: ['09:00', '09:00'] }, label]],
  ['a value goes', [start, { ...label, values: ['Day', null] }]],
] as [string, MarkedField[]][])('falls when %s', (_, fields) => {
  expect(valuesStand(decided, writeValuesMark(records, fields))).toBe(false)
})

it('falls when another record with the same values takes the place of one', () => {
  const replaced = [[['m-1', 'read']], [['r-2', 'read']]]
  expect(valuesStand(decided, writeValuesMark(replaced, [start, label]))).toBe(false)
})

it('stands when a field is ignored from now on, and when one that agrees is compared again', () => {
  const without = writeValuesMark(records, [label])
  expect([valuesStand(decided, without), valuesStand(without, decided)]).toEqual([true, true])
})

it('falls when a field is compared again in which both sides differ: nobody decided about that', () => {
  expect(valuesStand(writeValuesMark(records, [start]), decided)).toBe(false)
})

it('knows a value that moved from other records, from fields compared otherwise, and from nothing known', () => {
  const moved = writeValuesMark(records, [start, { ...label, values: ['Late', 'Night'] }])
  const replaced = writeValuesMark([[['m-1', 'read']], []], [start, { ...label, values: ['Late', 'Night'] }])
  const without = writeValuesMark(records, [label])
  expect([moved, replaced, without, decided].map((now) => valueMoved(decided, now))).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect([valueMoved('', moved), valueMoved(decided, '')]).toEqual([false, false])
})

it('shows no value', () => {
  expect(decided).not.toMatch(/08:00|Day|Night|m-1|r-1/)
})

it('stands for nothing where an earlier version wrote no mark', () => {
  expect(valuesStand('', decided)).toBe(false)
})
