import type { DiscrepancyDetail, DiscrepancyKind, DiscrepancyRow, FieldDifference } from '#contract/discrepancies'
import { CompareId, FacilityId, Fingerprint, PairingId, RecordKey, type SideName } from '#contract/ids'
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
  const time: FieldDifference = { field: 'start', left: start, right: moved, base: start }
  const worker: FieldDifference = { field: 'workerName', left: null, right: who }
  const label: FieldDifference = {
    field: 'label',
    left: 'Early, ward 2',
    right: 'Early, ward 3',
    base: 'Early, ward 2',
  }
  return [[time], [worker], [label], [time, label]][index % 4] ?? [time]
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
  return {
    fingerprint: Fingerprint.parse(`fp-${index}`),
    pairingId: fakePairingIds[place],
    facilityId: facility.id,
    kind,
    reason: kind === 'unverified' ? 'refused-record' : null,
    side,
    differences: kind === 'differs' ? differencesOf(Math.floor(index / 7), start, who || 'Ada Sample') : [],
    span: { start, end: fromMs(toMs(start) + 8 * hour) },
    zone: facility.zone,
    who,
    label: 'Early, ward 2',
    leftKey:
      kind === 'only-right' ? null : RecordKey.parse(`0b7c1d52-9f1e-4f0a-8a44-${String(index).padStart(12, '0')}`),
    rightKey: kind === 'only-left' ? null : RecordKey.parse(`NG-${10_000 + index}`),
    leftSystem,
    rightSystem,
    facility: facility.name,
    firstSeenAt: fromMs(toMs(now) - (index % 90) * hour),
  }
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
  const fields = recipes.shifts.fields.map(({ name, label, type }) => {
    const difference = row.differences.find((known) => known.field === name)
    const value = values[name as keyof typeof values] ?? ''
    return {
      field: name,
      label,
      type,
      ...(row.leftKey === null ? {} : { left: difference ? difference.left : value }),
      ...(row.rightKey === null ? {} : { right: difference ? difference.right : value }),
      ...(difference?.base === undefined ? {} : { base: difference.base }),
      differs: difference !== undefined,
      ignored: name === 'requirements',
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
  }
}
