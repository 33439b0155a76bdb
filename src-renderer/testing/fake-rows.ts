import type {
  DiscrepancyDetail,
  DiscrepancyKind,
  DiscrepancyRow,
  FieldDifference,
  Origin,
  OverlapMember,
  TimelineEntry,
} from '#contract/discrepancies'
import {
  ClusterId,
  CompareId,
  FacilityId,
  Fingerprint,
  PairingId,
  RecordKey,
  ResourceKey,
  type SideName,
} from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import { recipes } from '#contract/recipes'
import { fromMs, type Instant, toMs, ZoneId } from '#contract/time'

const kinds: readonly DiscrepancyKind[] = [
  'only-left',
  'only-right',
  'differs',
  'differs',
  'differs',
  'duplicate',
  'unverified',
  'overlap',
]
const first = ['Ada', 'Bo', 'Cleo', 'Dov', 'Edda', 'Finn', 'Gwen', 'Hal', 'Isla', 'Jory']
const last = ['Sample', 'Mockingham', 'Placeholder', 'Dummond', 'Exampleton', 'Specimen', 'Pretendergast']

export const fakeFacilities = [
  { id: FacilityId.parse('f-1'), name: 'Northgate Care Home', zone: ZoneId.parse('Europe/London') },
  { id: FacilityId.parse('f-2'), name: 'Harbour Lane Clinic', zone: ZoneId.parse('America/New_York') },
] as const
export const fakePairingIds = [PairingId.parse('p-1'), PairingId.parse('p-2')] as const
export const leftSystem = 'Alder'
export const rightSystem = 'Northgate rota'

const hour = 3_600_000

function differencesOf(index: number, start: Instant, who: string): FieldDifference[] {
  const moved = fromMs(toMs(start) + hour / 4)
  const time: FieldDifference = {
    field: 'start',
    left: start,
    right: moved,
    base: start,
    blame: 'right-moved',
    rightMovedAt: start,
  }
  const worker: FieldDifference = { field: 'workerName', left: null, right: who, blame: 'never-agreed' }
  const label: FieldDifference = {
    field: 'label',
    left: 'Early, ward 2',
    right: 'Early, ward 3',
    base: 'Early, ward 2',
    blame: 'right-moved',
    rightMovedAt: start,
  }
  return [[time], [worker], [label], [time, label]][index % 4] ?? [time]
}

function originOf(kind: DiscrepancyKind, at: Instant): Origin | null {
  if (kind === 'only-left') return { how: 'created', side: 'left', at }
  return kind === 'only-right' ? { how: 'deleted', side: 'left', at } : null
}

/** Two shifts of one worker: one in both systems, one in the partner's alone, sharing six hours. */
function membersOf(index: number, start: Instant): OverlapMember[] {
  const keys = { left: RecordKey.parse(`0b7c1d52-${index}`), right: RecordKey.parse(`NG-${10_000 + index}`) }
  return [
    { leftKey: keys.left, rightKey: keys.right, matchedBy: 'rule', label: 'Early, ward 2', span: span(start, 0, 8) },
    {
      leftKey: null,
      rightKey: RecordKey.parse(`NG-${50_000 + index}`),
      matchedBy: null,
      label: 'Long day',
      span: span(start, 2, 14),
    },
  ]
}

const span = (start: Instant, from: number, to: number) => ({
  start: fromMs(toMs(start) + from * hour),
  end: fromMs(toMs(start) + to * hour),
})

function blameOf(kind: DiscrepancyKind, differences: readonly FieldDifference[]): string {
  if (kind === 'only-left') return `${leftSystem} created it on 12 November, seen 09:14.`
  if (kind === 'only-right') return `${leftSystem} deleted it on 12 November, seen 09:14.`
  if (kind === 'overlap') return 'Both have stood since both systems were first read.'
  if (differences.some(({ blame }) => blame === 'right-moved'))
    return `${rightSystem} moved the start on 12 November, seen 09:14; ${leftSystem} is unchanged.`
  return kind === 'differs' ? 'Both systems have never agreed on the worker.' : ''
}

/** The row of that number: the same one for the same number and instant, all people invented. */
export function fakeRow(index: number, now: Instant): DiscrepancyRow {
  const place = index % 2 === 0 ? 0 : 1
  const facility = fakeFacilities[place]
  const kind = kinds[index % kinds.length] ?? 'differs'
  const start = fromMs(Math.floor(toMs(now) / hour) * hour + (index - 200) * (hour / 4))
  const who = index % 11 === 0 ? '' : `${first[index % first.length]} ${last[index % last.length]}`
  const side: SideName | null =
    kind === 'only-left' || kind === 'duplicate' || kind === 'unverified'
      ? 'right'
      : kind === 'only-right'
        ? 'left'
        : null
  const differences = kind === 'differs' ? differencesOf(Math.floor(index / 8), start, who || 'Ada Sample') : []
  const members = kind === 'overlap' ? membersOf(index, start) : []
  return {
    fingerprint: Fingerprint.parse(`fp-${index}`),
    pairingId: fakePairingIds[place],
    facilityId: facility.id,
    kind,
    reason: kind === 'unverified' ? 'refused-record' : null,
    side,
    differences,
    origin: originOf(kind, start),
    members,
    blame: blameOf(kind, differences),
    span: kind === 'overlap' ? span(start, 2, 8) : span(start, 0, 8),
    zone: facility.zone,
    who,
    label: kind === 'overlap' ? 'Early, ward 2 and Long day' : 'Early, ward 2',
    leftKey:
      kind === 'only-right' ? null : RecordKey.parse(`0b7c1d52-9f1e-4f0a-8a44-${String(index).padStart(12, '0')}`),
    rightKey: kind === 'only-left' ? null : RecordKey.parse(`NG-${10_000 + index}`),
    leftSystem,
    rightSystem,
    facility: facility.name,
    firstSeenAt: fromMs(toMs(now) - (index % 90) * hour),
    matchedBy: matchedBy(kind, index),
    clusterId: clusterOf(index),
    accepted: false,
    acknowledged: index % 13 === 0,
    assignee: null,
    resource: who === '' ? null : ResourceKey.parse(`u-${index % 70}`),
    bornIn: CompareId.parse(`fake.${fakePairingIds[place]}.1`),
  }
}

/** Every fifth pair of those that differ was found without ids. */
function matchedBy(kind: DiscrepancyKind, index: number): MatchedBy | null {
  if (kind !== 'differs') return null
  return index % 5 === 0 ? 'rule' : 'reference'
}

export const fakeClusterIds = [ClusterId.parse('cl-1'), ClusterId.parse('cl-2')] as const

/** 36 moved starts at the first facility and 9 renamed shifts at the second share a cause. */
function clusterOf(index: number): ClusterId | null {
  const cause = Math.floor(index / 8) % 4
  if (cause === 0 && index >= 208 && index < 800 && [2, 4].includes(index % 8)) return fakeClusterIds[0]
  if (cause === 2 && index < 288 && index % 8 === 3) return fakeClusterIds[1]
  return null
}

const fieldBlame = ({ blame }: FieldDifference, label: string): string =>
  blame === 'right-moved'
    ? `${rightSystem} moved the ${label} on 12 November, seen 09:14; ${leftSystem} is unchanged.`
    : `Both systems have never agreed on the ${label}.`

/** What happened to it across three syncs. */
function timelineOf(row: DiscrepancyRow, now: Instant): TimelineEntry[] {
  const seen = (hours: number): Instant => fromMs(toMs(row.firstSeenAt) - hours * hour)
  return [
    { at: seen(48), about: 'record', side: 'left', tell: `${leftSystem} created it.`, asOf: seen(48) },
    { at: seen(47), about: 'record', side: 'right', tell: `${rightSystem} created it.`, asOf: seen(47) },
    { at: seen(0), about: 'discrepancy', side: null, tell: 'Both systems came to say something else.', asOf: seen(0) },
    { at: now, about: 'person', side: null, tell: 'Bo Mockingham took it on.', asOf: null },
  ]
}

/** The detail of a row: fields, evidence and stored records that fit it. */
export function fakeDetail(row: DiscrepancyRow, now: Instant): DiscrepancyDetail {
  const values = {
    start: row.span.start,
    end: row.span.end,
    worker: 'u-17',
    workerName: row.who,
    label: row.label,
    requirements: 'RN',
  }
  const compared = row.kind === 'overlap' ? [] : recipes.shifts.fields
  const fields = compared.map(({ name, label, type, group }) => {
    const difference = row.differences.find((known) => known.field === name)
    const value = values[name as keyof typeof values] ?? ''
    return {
      field: name,
      label,
      type,
      group,
      trusted: recipes.shifts.trusted[group],
      ...(row.leftKey === null ? {} : { left: difference ? difference.left : value }),
      ...(row.rightKey === null ? {} : { right: difference ? difference.right : value }),
      ...(difference?.base === undefined ? {} : { base: difference.base }),
      differs: difference !== undefined,
      ignored: name === 'requirements',
      blame: difference === undefined ? '' : fieldBlame(difference, label.toLowerCase()),
      hint: difference?.field === 'start' ? 'Exactly 15 minutes apart.' : '',
    }
  })
  const record = (key: RecordKey) => ({
    key,
    span: row.span,
    written: { start: row.span.start.replace('.000Z', 'Z'), end: row.span.end.replace('.000Z', 'Z') },
    fields: { worker: 'u-17', workerName: row.who, label: row.label, requirements: 'RN' },
    vendorVersion: '3',
    readAt: now,
    unread: false,
    refusedPointer: row.kind === 'unverified' ? '/data/17/attributes/endTime' : null,
  })
  return {
    row,
    compareId: CompareId.parse('c-1'),
    comparedAt: now,
    open: row.fingerprint !== 'fp-3',
    closed: row.fingerprint === 'fp-3' ? 'resolved' : null,
    fields,
    left: row.leftKey === null ? [] : [record(row.leftKey)],
    right: row.rightKey === null ? [] : [record(row.rightKey)],
    evidence: [
      { at: now, side: 'left', how: 'list', answer: 'present', tell: `${leftSystem} listed it.` },
      {
        at: now,
        side: 'right',
        how: 'get',
        answer: 'absent',
        tell: `${rightSystem}, asked for this record alone, does not know it.`,
      },
    ],
    certainty: 'Both systems were read completely, so this is certain as of the last comparison.',
    match: null,
    links: [],
    risk: {
      score: 6,
      parts: [
        { name: 'Kind', factor: 2, tell: 'A shift that only one system knows may be left without anybody.' },
        { name: 'Start', factor: 3, tell: 'It starts within a day.' },
      ],
    },
    acceptance: null,
    movedSinceAccepted: false,
    seenIn: { first: row.firstSeenAt, found: 9, compares: 9 },
    timeline: timelineOf(row, now),
    notes: [],
  }
}
