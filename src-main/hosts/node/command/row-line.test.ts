import { expect, it } from 'vitest'
import type { DiscrepancyRow } from '#contract/discrepancies'
import { CompareId, FacilityId, Fingerprint, PairingId, RecordKey } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { rowLine } from './row-line.ts'

const at = Instant.parse('2026-11-20T08:00:00.000Z')
const row: DiscrepancyRow = {
  fingerprint: Fingerprint.parse('p|pair|a'),
  pairingId: PairingId.parse('p'),
  facilityId: FacilityId.parse('f'),
  kind: 'differs',
  reason: null,
  side: null,
  differences: [],
  origin: null,
  matchedBy: 'reference',
  members: [],
  blame: 'Maple moved the start.',
  clusterId: null,
  accepted: false,
  acknowledged: false,
  assignee: null,
  resource: null,
  span: { start: at, end: at },
  zone: ZoneId.parse('Europe/London'),
  who: 'Ann Invented',
  label: 'Day ward',
  leftKey: RecordKey.parse('m-1'),
  rightKey: RecordKey.parse('r-1'),
  leftSystem: 'Maple',
  rightSystem: 'Northgate',
  facility: 'Invented House',
  firstSeenAt: at,
  bornIn: CompareId.parse('g.p.1'),
}

it('says that a pair is a guess or a person’s word, and nothing where ids say it', () => {
  const parts = (['rule', 'person', 'reference'] as const).map((matchedBy) =>
    rowLine({ ...row, matchedBy }, { names: false })
      .split(' | ')
      .slice(4),
  )
  const [ids, seen] = ['Maple m-1, Northgate r-1', 'first seen 2026-11-20 08:00 +00:00\n']
  expect(parts).toEqual([
    [ids, 'matched by rule (a guess)', seen],
    [ids, 'matched by a person', seen],
    [ids, seen],
  ])
})
