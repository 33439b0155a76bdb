import { describe, expect, it } from 'vitest'
import type { FieldDifference } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import { recipes } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { Instant, ZoneId } from '#contract/time'
import { blameField } from './blame-field.ts'
import { describeBlame } from './describe-blame.ts'
import { findOrigin } from './find-origin.ts'

const naming = { systems: { left: 'Maple', right: 'Northgate' }, zone: ZoneId.parse('Europe/London') }
const leftMovedAt = Instant.parse('2026-11-12T09:14:00.000Z')
const rightMovedAt = Instant.parse('2026-11-13T17:02:00.000Z')
const row = {
  kind: 'differs' as const,
  reason: null,
  side: null,
  differences: [],
  origin: null,
  members: [],
  span: { start: leftMovedAt, end: rightMovedAt },
  who: 'Ann Example',
}

/** What both agreed on, what one of them moves it to, and what the other does; the words of the sentence. */
const fields: readonly { name: string; values: [FieldValue, FieldValue, FieldValue]; verb: string; noun: string }[] = [
  {
    name: 'start',
    values: ['2026-11-20T08:00:00.000Z', '2026-11-20T09:00:00.000Z', '2026-11-20T07:30:00.000Z'],
    verb: 'moved',
    noun: 'the start',
  },
  {
    name: 'end',
    values: ['2026-11-20T16:00:00.000Z', '2026-11-20T17:00:00.000Z', '2026-11-20T15:30:00.000Z'],
    verb: 'moved',
    noun: 'the end',
  },
  { name: 'worker', values: [null, 'u-17', 'u-18'], verb: 'changed', noun: 'the worker id' },
  { name: 'workerName', values: ['Ann Example', 'Bo Invented', null], verb: 'changed', noun: 'the worker’s name' },
  { name: 'label', values: ['Day ward', 'Night ward', 'Theatre'], verb: 'changed', noun: 'the label' },
  { name: 'requirements', values: ['RN', 'RN, lead', ''], verb: 'changed', noun: 'the requirements' },
]

type Seen = { base: FieldValue | undefined; left?: FieldValue; right?: FieldValue }

/** The sentence for one field of a record as both sides hold it now; a side without the key has no record. */
function told(field: string, { base, left, right }: Seen, coveredBefore = true): string {
  if (left !== undefined && right !== undefined) {
    const blame = blameField({ base, left, right })
    if (blame === 'agree') return 'agree'
    const difference: FieldDifference = {
      field,
      left,
      right,
      blame,
      ...(blame === 'left-moved' || blame === 'both-moved' ? { leftMovedAt } : {}),
      ...(blame === 'right-moved' || blame === 'both-moved' ? { rightMovedAt } : {}),
    }
    return describeBlame({ ...row, differences: [difference] }, naming)
  }
  const present: SideName = left === undefined ? 'right' : 'left'
  const lacking: SideName = left === undefined ? 'left' : 'right'
  const origin = findOrigin({
    present,
    lacking,
    heldBefore: base !== undefined,
    lackingEndedAt: lacking === 'left' ? leftMovedAt : rightMovedAt,
    presentSinceAt: present === 'left' ? leftMovedAt : rightMovedAt,
    coveredBefore,
  })
  return describeBlame({ ...row, kind: present === 'left' ? 'only-left' : 'only-right', side: lacking, origin }, naming)
}

it('the table has every field the recipe compares', () =>
  expect(fields.map((one) => one.name)).toEqual(recipes.shifts.fields.map((one) => one.name)))

describe.each(fields)('who moved $noun', ({ name, values: [was, now, other], verb, noun }) => {
  it.each<[string, Seen, string]>([
    ['nobody: both are the same', { base: was, left: was, right: was }, 'agree'],
    [
      'the left side',
      { base: was, left: now, right: was },
      `Maple ${verb} ${noun} on 12 November 09:14; Northgate is unchanged.`,
    ],
    [
      'the right side',
      { base: was, left: was, right: now },
      `Northgate ${verb} ${noun} on 13 November 17:02; Maple is unchanged.`,
    ],
    ['both alike, which is no discrepancy', { base: was, left: now, right: now }, 'agree'],
    [
      'both, each to something else',
      { base: was, left: now, right: other },
      `Both ${verb} ${noun}, each differently: Maple on 12 November 09:14, Northgate on 13 November 17:02.`,
    ],
    ['nobody: equal without a base', { base: undefined, left: now, right: now }, 'agree'],
    [
      'not known: they never agreed',
      { base: undefined, left: was, right: now },
      `Maple and Northgate never agreed on ${noun}, as far as Plumbline has read them.`,
    ],
    [
      'created on the left',
      { base: undefined, left: now },
      'Maple created it on 12 November 09:14; Northgate never had it.',
    ],
    [
      'created on the right',
      { base: undefined, right: now },
      'Northgate created it on 13 November 17:02; Maple never had it.',
    ],
    [
      'deleted by the left',
      { base: was, right: was },
      'Maple deleted it on 12 November 09:14; Northgate still has it.',
    ],
    [
      'deleted by the right',
      { base: was, left: was },
      'Northgate deleted it on 13 November 17:02; Maple still has it.',
    ],
    [
      'deleted by the left while the right moved it',
      { base: was, right: now },
      'Maple deleted it on 12 November 09:14; Northgate still has it.',
    ],
  ])('%s', (_, seen, sentence) => expect(told(name, seen)).toBe(sentence))

  it('does not call created what no earlier complete read of that side could have shown', () =>
    expect(told(name, { base: undefined, left: now }, false)).toBe(
      'Maple has it, Northgate does not; they never agreed on it, as far as Plumbline has read them.',
    ))
})

it('takes an agreed empty value for a base, and an unknown one for none', () => {
  expect(blameField({ base: null, left: null, right: 'u-17' })).toBe('right-moved')
  expect(blameField({ base: undefined, left: null, right: 'u-17' })).toBe('never-agreed')
})

it('says nothing of a moment that is not known any more', () => {
  const lone = { present: 'left', lacking: 'right', lackingEndedAt: null, presentSinceAt: null } as const
  expect(findOrigin({ ...lone, heldBefore: true, coveredBefore: true })).toEqual({
    how: 'deleted',
    side: 'right',
    at: null,
  })
  expect(findOrigin({ ...lone, heldBefore: false, coveredBefore: true })).toEqual({
    how: 'created',
    side: 'left',
    at: null,
  })
})
