import { stringify } from 'csv-stringify/sync'
import type { Acceptance, DiscrepancyOrder, DiscrepancyRow } from '#contract/discrepancies'
import {
  blameWithoutNames,
  isPersonField,
  kindInWords,
  localWithOffset,
  matchedByInWords,
  pairRestsOn,
  withoutNames,
} from '#contract/discrepancy-words'
import { recipes } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { Instant } from '#contract/time'
import { type ExportHeader, type Moment, momentOf } from './export-header.ts'

/** A row with who accepted it; null where the file is not about accepted ones. */
export type ExportedRow = DiscrepancyRow & { acceptance: Acceptance | null }

/** Turns header and rows into the text of a file, part by part. */
export type ExportText = {
  head(header: ExportHeader): string
  /** `first` is true for the first row of the file. */
  rows(rows: readonly ExportedRow[], first: boolean): string
  tail: string
}

/** `accepted`: the file is about accepted ones, so it says by whom, why and until when. */
type ExportStyle = { withNames: boolean; accepted: boolean }

// What a vendor sends may begin like a formula, which a spreadsheet would run (T13), or hold a line break of either kind.
const style = { escape_formulas: true, record_delimiter: 'windows', quote_record_delimiter: true } as const

const csv = (rows: readonly (readonly string[])[]): string => stringify([...rows.map((row) => [...row])], style)

const both = (moment: Moment | null): string => (moment === null ? 'never' : `${moment.local} (${moment.utc})`)

function sideLines(side: ExportHeader['pairings'][number]['left']): string[][] {
  const complete = [side.completeness, ...side.reasons].join(': ')
  return [
    [`${side.system} read at`, both(side.readAt)],
    [`${side.system} completeness`, complete],
    ...(side.failure === null ? [] : [[`${side.system} last attempt`, side.failure]]),
  ]
}

const orderWords: Readonly<Record<DiscrepancyOrder, string>> = {
  time: 'by start',
  'first-seen': 'newest first',
  risk: 'most urgent first',
}

/** A snapshot is of what was found, before anybody decided about it. */
function acceptedInWords({ snapshotOf, filter }: ExportHeader): string {
  if (snapshotOf !== null) return 'included'
  return filter.accepted ? 'only accepted ones' : 'left out'
}

/** The header block in two columns, name and value: a spreadsheet shows it, and no comment sign breaks its reading. */
function headerLines(header: ExportHeader): string[][] {
  const { resource, assignedTo, within } = header.filter
  return [
    ['Plumbline export', header.exportedAt],
    ...(header.snapshotOf === null ? [] : [['Snapshot of', both(header.snapshotOf)]]),
    ['Rows', String(header.rows)],
    ['Kinds', header.filter.kinds.join(', ') || 'all'],
    ['Text', header.filter.text ?? 'any'],
    ['Accepted', acceptedInWords(header)],
    ...(header.filter.clusterId === null ? [] : [['Group', header.filter.clusterId]]),
    ...(header.filter.outsideClusters ? [['Groups', 'their rows are left out']] : []),
    ...(resource === null ? [] : [['Lane', resource.of ?? 'nobody booked']]),
    ...(assignedTo === null ? [] : [['Given to', assignedTo.name ?? 'nobody']]),
    ...(within === null ? [] : [['Within', `${both(within.start)} to ${both(within.end)}`]]),
    ['Order', orderWords[header.order]],
    ['Names of people', header.names ? 'included' : 'left out'],
    ...header.pairings.flatMap((one) => [
      ['Facility', `${one.facility}: ${one.left.system} and ${one.right.system}`],
      ['Time zone', one.zone],
      ['Compared', both(one.comparedAt)],
      ['Window', one.window === null ? 'none' : `${both(one.window.start)} to ${both(one.window.end)}`],
      ...sideLines(one.left),
      ...sideLines(one.right),
    ]),
  ]
}

const columns = [
  'Start',
  'End',
  'Time zone',
  'Start UTC',
  'End UTC',
  'Facility',
  'Kind',
  'Left system',
  'Left id',
  'Right system',
  'Right id',
  'Matched by',
  'Shift',
  'Worker',
  'Differences',
  'Blame',
  'First seen',
  'First seen UTC',
  'Discrepancy id',
] as const

const comparedFields = Object.values(recipes).flatMap((recipe) => recipe.fields)

function valueText(value: FieldValue, row: DiscrepancyRow): string {
  if (value === null || value === '') return 'none'
  const instant = Instant.safeParse(value)
  return instant.success ? localWithOffset(instant.data, row.zone) : String(value)
}

function differencesText(row: DiscrepancyRow, withNames: boolean): string {
  const told = row.differences.map(({ field, left, right }) => {
    const label = comparedFields.find(({ name }) => name === field)?.label ?? field
    if (!withNames && isPersonField(field)) return `${label}: name left out`
    return `${label}: ${row.leftSystem} ${valueText(left, row)}, ${row.rightSystem} ${valueText(right, row)}`
  })
  return told.join('; ')
}

/** Both records of a double booking, where each stands on that side. */
const keysOf = (row: DiscrepancyRow, side: 'leftKey' | 'rightKey'): string =>
  row.members.length === 0 ? (row[side] ?? '') : row.members.flatMap((one) => one[side] ?? []).join(' ')

/** Why somebody accepted it is written by hand and may name a person, so it goes where names go. */
const acceptanceColumns = ({ withNames }: ExportStyle): string[] => [
  'Accepted at',
  'Accepted until',
  ...(withNames ? ['Accepted by', 'Accepted because'] : []),
]

function acceptanceCells({ acceptance, zone }: ExportedRow, { withNames }: ExportStyle): string[] {
  if (acceptance === null) return withNames ? ['', '', '', ''] : ['', '']
  const { at, until, by, reason } = acceptance
  const end = until === null ? 'a value moves' : localWithOffset(until, zone)
  return [localWithOffset(at, zone), end, ...(withNames ? [by, reason] : [])]
}

const csvRow = (row: ExportedRow, style: ExportStyle): string[] => [
  localWithOffset(row.span.start, row.zone),
  localWithOffset(row.span.end, row.zone),
  row.zone,
  row.span.start,
  row.span.end,
  row.facility,
  kindInWords(row.kind, { left: row.leftSystem, right: row.rightSystem }),
  row.leftSystem,
  keysOf(row, 'leftKey'),
  row.rightSystem,
  keysOf(row, 'rightKey'),
  matchedByInWords(pairRestsOn(row)),
  row.label,
  ...(style.withNames ? [row.who] : []),
  differencesText(row, style.withNames),
  style.withNames ? row.blame : blameWithoutNames(row),
  localWithOffset(row.firstSeenAt, row.zone),
  row.firstSeenAt,
  row.fingerprint,
  ...(style.accepted ? acceptanceCells(row, style) : []),
]

/** Without it Excel reads UTF-8 as the computer's own code page, and names with accents come out wrong. */
const byteOrderMark = '\uFEFF'

/** A spreadsheet (RFC 4180, UTF-8 with a byte order mark): the header block, an empty line, the column names, the rows. */
export const csvText = (style: ExportStyle): ExportText => ({
  head: (header) => {
    const named = columns.filter((column) => style.withNames || column !== 'Worker')
    return `${byteOrderMark}${csv(headerLines(header))}\r\n${csv([[...named, ...(style.accepted ? acceptanceColumns(style) : [])]])}`
  },
  rows: (rows) => csv(rows.map((row) => csvRow(row, style))),
  tail: '',
})

/** One JSON document: `header` and `rows`; each row with its span on the facility's clock as well. */
export const jsonText = ({ withNames, accepted }: ExportStyle): ExportText => ({
  head: (header) => `{"header":${JSON.stringify(header)},"rows":[\n`,
  rows: (rows, first) => {
    const texts = rows.map(({ acceptance, ...row }) => {
      const { bornIn: _, ...shown } = withNames ? row : withoutNames(row)
      return JSON.stringify({
        ...shown,
        ...(accepted
          ? { acceptance: withNames || !acceptance ? acceptance : { at: acceptance.at, until: acceptance.until } }
          : {}),
        localSpan: { start: momentOf(row.span.start, row.zone).local, end: momentOf(row.span.end, row.zone).local },
        localFirstSeenAt: momentOf(row.firstSeenAt, row.zone).local,
      })
    })
    return texts.length === 0 ? '' : `${first ? '' : ',\n'}${texts.join(',\n')}`
  },
  tail: '\n]}\n',
})
