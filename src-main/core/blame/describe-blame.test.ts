import { describe, expect, it } from 'vitest'
import type { FieldDifference, OverlapMember } from '#contract/discrepancies'
import { RecordKey } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { type BlameInput, describeBlame } from './describe-blame.ts'

const at = (text: string) => Instant.parse(`${text}:00.000Z`)
const span = { start: at('2026-11-20T08:00'), end: at('2026-11-20T10:00') }
const zone = ZoneId.parse('Europe/London')
const naming = { systems: { left: 'Maple', right: 'Northgate' }, zone }

const say = (change: Partial<BlameInput>, zoned = zone): string =>
  describeBlame(
    {
      kind: 'differs',
      reason: null,
      side: null,
      differences: [],
      origin: null,
      members: [],
      span,
      who: 'Ann Example',
      ...change,
    },
    { ...naming, zone: zoned },
  )

const differs = (field: string, change: Partial<FieldDifference>): FieldDifference => ({
  field,
  left: 'a',
  right: 'b',
  blame: 'never-agreed',
  ...change,
})
const leftMoved = (field: string, day = '12T09:14') =>
  differs(field, { blame: 'left-moved', leftMovedAt: at(`2026-11-${day}`) })
const rightMoved = (field: string, day = '13T17:02') =>
  differs(field, { blame: 'right-moved', rightMovedAt: at(`2026-11-${day}`) })

describe('several fields in one sentence', () => {
  it.each<[string, FieldDifference[], string]>([
    [
      'one side moved two at once',
      [leftMoved('start'), leftMoved('end')],
      'Maple moved the start and the end on 12 November 09:14; Northgate is unchanged.',
    ],
    [
      'a time and a text are changed, not moved',
      [leftMoved('start'), leftMoved('label')],
      'Maple changed the start and the label on 12 November 09:14; Northgate is unchanged.',
    ],
    [
      'at two moments: the newest is told',
      [leftMoved('start', '14T08:00'), leftMoved('end')],
      'Maple moved the start and the end last on 14 November 08:00; Northgate is unchanged.',
    ],
    [
      'one moment is not known: none is told',
      [leftMoved('start'), differs('end', { blame: 'left-moved' })],
      'Maple moved the start and the end; Northgate is unchanged.',
    ],
    [
      'a worker’s id and name are the worker',
      [rightMoved('worker'), rightMoved('workerName')],
      'Northgate changed the worker on 13 November 17:02; Maple is unchanged.',
    ],
    [
      'each side moved something of its own',
      [rightMoved('label'), leftMoved('start')],
      'Maple moved the start on 12 November 09:14; Northgate changed the label on 13 November 17:02.',
    ],
    [
      'moved and never agreed',
      [leftMoved('start'), differs('label', {}), differs('requirements', {})],
      'Maple moved the start on 12 November 09:14; Maple and Northgate never agreed on the label and the requirements, as far as Plumbline has read them.',
    ],
    [
      'both moved it within one read',
      [{ ...leftMoved('start'), ...rightMoved('start', '12T09:14'), blame: 'both-moved' }],
      'Both moved the start on 12 November 09:14, each differently.',
    ],
    [
      'both moved one field, one side another',
      [leftMoved('label'), differs('start', { blame: 'both-moved' })],
      'Maple changed the label on 12 November 09:14; both moved the start, each differently.',
    ],
    [
      'a field of a later recipe is called by its name',
      [leftMoved('room')],
      'Maple changed the room on 12 November 09:14; Northgate is unchanged.',
    ],
  ])('%s', (_, differences, sentence) => expect(say({ differences })).toBe(sentence))

  it('names the years where the moments are of two', () =>
    expect(
      say({
        differences: [
          differs('start', {
            blame: 'both-moved',
            leftMovedAt: at('2026-12-31T23:30'),
            rightMovedAt: at('2027-01-01T09:00'),
          }),
        ],
      }),
    ).toBe(
      'Both moved the start, each differently: Maple on 31 December 2026 23:30, Northgate on 1 January 2027 09:00.',
    ))

  it('speaks in the facility’s wall clock, which may be of another day', () =>
    expect(say({ differences: [leftMoved('start', '12T23:14')] }, ZoneId.parse('Asia/Kolkata'))).toBe(
      'Maple moved the start on 13 November 04:44; Northgate is unchanged.',
    ))
})

describe('a record of one side', () => {
  it('is plainly told where nothing was recorded of how it came about', () => {
    expect(say({ kind: 'only-right', side: 'left' })).toBe('Northgate has it; Maple does not.')
    expect(say({ kind: 'only-left', side: 'right', origin: { how: 'deleted', side: 'right', at: null } })).toBe(
      'Northgate deleted it; Maple still has it.',
    )
  })
})

describe('a double booking', () => {
  const member = (label: string, left: string | null, right: string | null): OverlapMember => ({
    leftKey: left === null ? null : RecordKey.parse(left),
    rightKey: right === null ? null : RecordKey.parse(right),
    matchedBy: left === null || right === null ? null : 'reference',
    label,
    span,
  })
  const both = [member('Day ward', 'l1', 'r1'), member('Night ward', 'l2', 'r2')]

  it('names the person, the time shared and both bookings', () =>
    expect(say({ kind: 'overlap', members: both })).toBe(
      'Ann Example is booked twice from 08:00 to 10:00: Day ward and Night ward.',
    ))
  it('says where a booking stands that only one system has', () =>
    expect(say({ kind: 'overlap', members: [member('Day ward', 'l1', null), member('', null, 'r2')], who: '' })).toBe(
      'The same worker is booked twice from 08:00 to 10:00: Day ward (at Maple) and a booking without a label (at Northgate).',
    ))
  it('is only suspected where a read missed one of the two', () =>
    expect(say({ kind: 'unverified', reason: 'not-read-again', side: 'right', members: both })).toBe(
      'Ann Example may be booked twice from 08:00 to 10:00: Day ward and Night ward; the newest read of Northgate did not reach both.',
    ))
  it('is told once of a name that stands for too many bookings', () => {
    const members = Array.from({ length: 21 }, (_, n) => member('Day ward', `l${n}`, `r${n}`))
    expect(say({ kind: 'overlap', members })).toBe(
      'Ann Example is booked at least 21 times at once from 08:00 to 10:00, so the name stands for no one person; where so many stand, its bookings are not held against each other.',
    )
  })
  it('gives the dates where it runs past midnight', () =>
    expect(
      say({ kind: 'overlap', members: both, span: { start: at('2026-11-20T23:30'), end: at('2026-11-21T00:30') } }),
    ).toBe('Ann Example is booked twice from 20 November 23:30 to 21 November 00:30: Day ward and Night ward.'))
  it('gives the offsets in the night when the clock shows an hour twice', () =>
    expect(
      say({ kind: 'overlap', members: both, span: { start: at('2026-10-25T00:30'), end: at('2026-10-25T01:30') } }),
    ).toBe('Ann Example is booked twice from 01:30 (+01:00) to 01:30 (+00:00): Day ward and Night ward.'))
})

it('tells who holds it more than once', () => {
  expect(say({ kind: 'duplicate', side: 'right' })).toBe('Northgate holds more than one record for it.')
  expect(say({ kind: 'duplicate' })).toBe('Both systems hold more than one record for it.')
})

it.each([
  ['refused-record', 'Part of the record at Northgate could not be read, so it is not known who moved what.'],
  ['absence-not-proven', 'Whether Northgate has it is not known: it was not read completely.'],
  ['not-read-again', 'Whether anything moved at Northgate is not known: the newest read did not reach this record.'],
  ['listed-not-got', 'Missing from the list of Northgate, which returns it when asked for it alone.'],
  ['linked-one-way', 'One system names this record’s id and the other does not name it back.'],
  [null, 'Not verified, so it is not known who moved what.'],
] as const)('claims nothing of what is unverified: %s', (reason, sentence) =>
  expect(say({ kind: 'unverified', reason, side: 'right', differences: [leftMoved('start')] })).toBe(sentence),
)
