import { describe, expect, it } from 'vitest'
import { recipes } from '#contract/recipes'
import type { ValueDifference } from '../compare/differing-fields.ts'
import { causeOf, readCause } from './cause-of.ts'
import { eligibleFor, mayBeScoped } from './eligible-for.ts'

const { fields } = recipes.shifts
const differs = (...differences: ValueDifference[]) => causeOf({ kind: 'differs', side: null, differences, fields })
const lone = (kind: 'only-left' | 'only-right', side: 'left' | 'right') =>
  causeOf({ kind, side, differences: [], fields })

const at = (time: string) => `2026-03-${time}:00.000Z`
const start = (left: string, right: string) => ({ field: 'start', left: at(left), right: at(right) })

describe('what a discrepancy could share with others', () => {
  it('is the minutes between two times, whenever they are', () => {
    const one = differs(start('02T07:00', '02T08:00'))
    expect(one).toBe(differs(start('29T22:00', '29T23:00')))
    expect(one).not.toBe(differs(start('02T08:00', '02T07:00')))
    expect(readCause(one ?? '')).toEqual({ parts: [{ field: 'start', minutes: 60 }] })
  })

  it('is both values of any other field', () => {
    const early = differs({ field: 'label', left: 'Early', right: 'E' })
    expect(early).not.toBe(differs({ field: 'label', left: 'E', right: 'Early' }))
    expect(early).not.toBe(differs({ field: 'requirements', left: 'Early', right: 'E' }))
  })

  it('is that one side is empty, whatever the other holds', () => {
    const open = differs({ field: 'worker', left: null, right: 'w-1' })
    expect(open).toBe(differs({ field: 'worker', left: '', right: 'w-2' }))
    expect(open).not.toBe(differs({ field: 'worker', left: 'w-1', right: null }))
  })

  it('is everything that differs, so that no other difference is done away with', () => {
    const moved = start('02T07:00', '02T08:00')
    expect(differs(moved, { field: 'label', left: 'A', right: 'B' })).not.toBe(differs(moved))
  })

  it('is which side lacks it', () => expect(lone('only-left', 'right')).not.toBe(lone('only-right', 'left')))

  it.each(['duplicate', 'overlap', 'unverified'] as const)('is nothing for %s', (kind) =>
    expect(causeOf({ kind, side: 'right', differences: [start('02T07:00', '02T08:00')], fields })).toBeNull(),
  )
})

describe('which records could have shown it', () => {
  const of = (cause: string | null) => eligibleFor(readCause(cause ?? ''))

  it('are those that hold the value it starts from', () =>
    expect(of(differs(start('02T07:00', '02T08:00'), { field: 'label', left: 'A', right: 'B' }))).toEqual({
      side: 'left',
      field: { name: 'label', value: 'A' },
      paired: true,
    }))

  it('are those that hold anything where the other side is empty', () => {
    const filled = { field: { name: 'worker', filled: true }, paired: true }
    expect(of(differs({ field: 'worker', left: null, right: 'w' }))).toEqual({ side: 'right', ...filled })
    expect(of(differs({ field: 'worker', left: 'w', right: null }))).toEqual({ side: 'left', ...filled })
  })

  it('are all pairs for times, and all of the side that has them for lone records', () => {
    expect(of(differs(start('02T07:00', '02T08:00')))).toEqual({ side: 'left', field: null, paired: true })
    expect(of(lone('only-left', 'right'))).toEqual({ side: 'left', field: null, paired: false })
    expect(of(lone('only-right', 'left'))).toEqual({ side: 'right', field: null, paired: false })
  })

  it('may be those of one label or worker, unless the cause starts from one value already', () => {
    const scoped = (cause: string | null) => mayBeScoped(readCause(cause ?? ''))
    expect(scoped(differs(start('02T07:00', '02T08:00')))).toBe(true)
    expect(scoped(lone('only-left', 'right'))).toBe(true)
    expect(scoped(differs({ field: 'worker', left: null, right: 'w' }))).toBe(true)
    expect(scoped(differs({ field: 'label', left: 'A', right: 'B' }))).toBe(false)
  })
})
