import { describe, expect, it } from 'vitest'
import type { DiscrepancyRow, OverlapMember } from '#contract/discrepancies'
import { CompareId, FacilityId, Fingerprint, PairingId, RecordKey } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { describeCertainty } from './describe-certainty.ts'

const at = Instant.parse('2026-11-20T08:00:00.000Z')
const span = { start: at, end: Instant.parse('2026-11-20T10:00:00.000Z') }
const member = (left: string | null, right: string | null): OverlapMember => ({
  leftKey: left === null ? null : RecordKey.parse(left),
  rightKey: right === null ? null : RecordKey.parse(right),
  matchedBy: left === null || right === null ? null : 'reference',
  label: 'Day ward',
  span,
})

const row = (change: Partial<DiscrepancyRow>): DiscrepancyRow => ({
  fingerprint: Fingerprint.parse('p|overlap|a|b'),
  pairingId: PairingId.parse('p'),
  facilityId: FacilityId.parse('f'),
  kind: 'overlap',
  reason: null,
  side: null,
  differences: [],
  origin: null,
  matchedBy: null,
  members: [],
  blame: '',
  clusterId: null,
  bornIn: CompareId.parse('g.p.1'),
  accepted: false,
  acknowledged: false,
  assignee: null,
  resource: null,
  span,
  zone: ZoneId.parse('Europe/London'),
  who: 'Ann Example',
  label: 'Day ward',
  leftKey: null,
  rightKey: null,
  leftSystem: 'Maple',
  rightSystem: 'Northgate',
  facility: 'Invented House',
  firstSeenAt: at,
  ...change,
})
const say = (change: Partial<DiscrepancyRow>, open = true) =>
  describeCertainty({ row: row(change), evidence: [], window: span, open })

describe('a double booking', () => {
  it('was read, both times', () =>
    expect(say({ members: [member('l1', 'r1'), member('l2', null)] })).toBe(
      'Both bookings were read, and they take the same time of the same worker.',
    ))
  it('that no system holds whole is one that no system can warn of', () =>
    expect(say({ members: [member('l1', null), member(null, 'r2')] })).toBe(
      'Both bookings were read, and they take the same time of the same worker. One stands at Maple and the other at Northgate, so neither system can see it by itself.',
    ))
  it('of a name with too many bookings at once says what that hides, and what to do', () => {
    const members = Array.from({ length: 21 }, (_, n) => member(`l${n}`, `r${n}`))
    expect(say({ label: '250 bookings at once', members })).toBe(
      '250 bookings at once, of which the first 21 are shown. A worker with so many is an agency or a placeholder, and double bookings among them cannot be told: enter who really works, or accept this difference where the name is meant.',
    )
  })
  it('says where one of its bookings is a guess, whatever the other rests on', () => {
    const known = 'Both bookings were read, and they take the same time of the same worker.'
    const guess = { ...member('l1', 'r1'), matchedBy: 'rule' as const }
    const decided = { ...member('l2', 'r2'), matchedBy: 'person' as const }
    expect(say({ members: [guess, decided] })).toBe(
      `${known} That records of both systems are one of these bookings is in part a guess: neither names the other, and they are taken for the same by worker and time.`,
    )
    expect(say({ members: [member('l1', 'r1'), decided] })).toBe(
      `${known} That records of both systems are one of these bookings is in part what a person said, not what their ids say.`,
    )
  })
  it('is only suspected where one of the two was missed', () =>
    expect(
      say({
        kind: 'unverified',
        reason: 'not-read-again',
        side: 'right',
        members: [member('l1', 'r1'), member('l2', 'r2')],
      }),
    ).toBe(
      'Northgate was read only in part, and one of these bookings was not among what was read. It may have changed there.',
    ))
})

describe('a pair without ids', () => {
  const differs = {
    kind: 'differs',
    differences: [{ field: 'label', left: 'Day', right: 'Night', blame: 'never-agreed' }],
  } as const
  const known = 'Both systems were read; they differ in one field.'

  it('is said to be a guess where the rule found it, and a person’s word where one said so', () => {
    const say2 = (matchedBy: DiscrepancyRow['matchedBy'], open = true) =>
      say({ ...differs, differences: [...differs.differences], matchedBy }, open)
    expect([say2('reference'), say2('rule'), say2('person')]).toEqual([
      known,
      `${known} The pair itself is a guess: neither record names the other, and they are taken for the same by worker and time.`,
      `${known} That both records are the same is what a person said, not what their ids say.`,
    ])
    expect(say2('rule', false)).toBe('Closed: the last compare did not find it any more.')
  })
})

describe('the moments of changes', () => {
  const difference = { field: 'label', left: 'Day', right: 'Night', blame: 'right-moved' } as const

  it('are explained once, where one is told', () => {
    expect(say({ kind: 'differs', differences: [{ ...difference, rightMovedAt: at }] })).toBe(
      'Both systems were read; they differ in one field. Times of changes are those of the first read that showed them.',
    )
    expect(say({ kind: 'only-left', side: 'right', origin: { how: 'deleted', side: 'right', at } })).toBe(
      'Northgate does not list it, by one list read. The next complete read, at least five minutes later, confirms it. Times of changes are those of the first read that showed them.',
    )
  })
  it('are not mentioned where none is told', () => {
    expect(say({ kind: 'differs', differences: [{ ...difference, blame: 'never-agreed' }] })).toBe(
      'Both systems were read; they differ in one field.',
    )
    expect(say({ kind: 'differs', differences: [{ ...difference, rightMovedAt: at }] }, false)).toBe(
      'Closed: the last compare did not find it any more.',
    )
  })
})
