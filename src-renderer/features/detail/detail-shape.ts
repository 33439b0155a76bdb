import { assertNever } from '#contract/assert-never'
import type { DetailField, DiscrepancyDetail, DiscrepancyRow, SeenIn, StoredRecord } from '#contract/discrepancies'
import type { ZoneId } from '#contract/time'
import { Instant } from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'
import { fieldWords } from '../../format/field-value.ts'
import { dayTimeOf, offsetOf } from '../../format/instant.ts'
import { rowCells } from '../../format/row-words.ts'
import { type Token, tokenDiff } from '../../format/token-diff.ts'

export type FieldLine = {
  field: string
  label: string
  differs: boolean
  ignored: boolean
  isTime: boolean
  left: Token[]
  right: Token[]
  base: string | null
  leftNote: TimeNote
  rightNote: TimeNote
  /** Who moved it, and what the clocks say about it; empty where it does not differ. */
  remark: string
  /** The system this pairing trusts for it, by its own name. */
  trusted: string
}

/** Under a time: the zone's offset then, and the vendor's own text. */
export type TimeNote = { offset: string; wrote: string }

/** Where a side has no values: it lacks the record, or sent one that could not be read. */
const absent = (records: readonly StoredRecord[]): Token[] => [
  { text: records.length === 0 ? 'no record' : 'not readable', differs: false },
]

/** The field table: what differs first, then the rest in the recipe's order, ignored fields last; only words marked. */
export function fieldLines(detail: DiscrepancyDetail, now: Instant): FieldLine[] {
  const { zone } = detail.row
  const rank = (field: DetailField): number => (field.differs ? 0 : field.ignored ? 2 : 1)
  return detail.fields
    .map((field, order) => ({ field, order }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.order - b.order)
    .map(({ field }) => line(field, detail, zone, now))
}

function line(field: DetailField, detail: DiscrepancyDetail, zone: ZoneId, now: Instant): FieldLine {
  const words = (value: DetailField['left']): string => fieldWords(value, field.type, zone, now)
  const marks = tokenDiff(words(field.left), words(field.right))
  const quiet = (value: DetailField['left']): Token[] => [{ text: words(value), differs: false }]
  return {
    field: field.field,
    label: field.label,
    differs: field.differs,
    ignored: field.ignored,
    isTime: field.type === 'instant',
    left: field.left === undefined ? absent(detail.left) : field.differs ? marks.left : quiet(field.left),
    right: field.right === undefined ? absent(detail.right) : field.differs ? marks.right : quiet(field.right),
    base: field.base === undefined ? null : words(field.base),
    leftNote: timeNote(field, field.left, detail.left[0], zone),
    rightNote: timeNote(field, field.right, detail.right[0], zone),
    // Said at the top already where it is the whole story.
    remark: [field.blame === detail.row.blame ? '' : field.blame, field.hint].filter((said) => said !== '').join(' '),
    trusted: field.trusted === 'left' ? detail.row.leftSystem : detail.row.rightSystem,
  }
}

function timeNote(
  field: DetailField,
  value: DetailField['left'],
  record: StoredRecord | undefined,
  zone: ZoneId,
): TimeNote {
  const instant = field.type === 'instant' ? Instant.safeParse(value) : null
  const wrote =
    field.field === 'start' ? record?.written.start : field.field === 'end' ? record?.written.end : undefined
  return { offset: instant?.success ? `UTC${offsetOf(instant.data, zone)}` : '', wrote: wrote ?? '' }
}

/** True where a sentence of the detail rests on when a read first showed a value: that is not when it was entered. */
export function namesMoments({ row }: DiscrepancyDetail): boolean {
  const moved = row.differences.some(({ leftMovedAt, rightMovedAt }) => leftMovedAt ?? rightMovedAt)
  return moved || (row.origin !== null && row.origin.at !== null)
}

/** True where the row's sentence is but the shorter form of how surely it is known, which the detail says in full. */
export const saysItTwice = ({ open, row }: DiscrepancyDetail): boolean =>
  open && row.members.length === 0 && (row.kind === 'unverified' || row.kind === 'duplicate')

/** What is stored of both sides, as text for reading and copying. */
export function storedJson(records: readonly StoredRecord[]): string {
  const plain = records.map(({ key, span, written, fields, vendorVersion }) => ({
    id: key,
    start: span.start,
    end: span.end,
    written,
    fields,
    version: vendorVersion,
  }))
  return JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2)
}

/** How a discrepancy that is no longer open ended, in words; null where it is open. */
export function closedWords(detail: DiscrepancyDetail): { title: string; text: string } | null {
  if (detail.open) return null
  switch (detail.closed) {
    case 'resolved':
      return {
        title: 'Resolved',
        text: 'It was put right, or its records are matched otherwise now. What is shown is how it was found.',
      }
    case 'left-the-window':
      return {
        title: 'Left the window',
        text: 'It is no longer among the days that are compared. Nobody has checked whether it was put right.',
      }
    case null:
      return { title: 'Closed', text: 'It is no longer in the list.' }
    default:
      return assertNever(detail.closed)
  }
}

/** Since when it is known and how steadily: `First seen Thu 12 Nov 09:14, seen in 9 of 9 syncs`. */
export function seenWords({ first, found, compares }: SeenIn, zone: ZoneId, now: Instant): string {
  const since = `First seen ${dayTimeOf(first, zone, now)}`
  return compares === 0 ? since : `${since}, seen in ${countWords(found)} of ${countOf(compares, 'sync')}`
}

/** A text to hand on: where, when and who, what both systems say, and what is asked for. */
export function followUpText(row: DiscrepancyRow, now: Instant): string {
  const { facility, when, who, what } = rowCells(row, now)
  return `${facility}, ${when}, ${who}: ${what}. Please ${askWords(row)}`
}

function askWords({ kind, side, leftSystem, rightSystem }: DiscrepancyRow): string {
  switch (kind) {
    case 'only-left':
      return `enter it in ${rightSystem}, or tell us that it should not be in ${leftSystem}.`
    case 'only-right':
      return `enter it in ${leftSystem}, or tell us that it should not be in ${rightSystem}.`
    case 'overlap':
      return 'tell us which of the two shifts stands.'
    case 'duplicate':
      return `keep one of them in ${side === 'left' ? leftSystem : rightSystem}.`
    default:
      return `say which is right, ${leftSystem} or ${rightSystem}.`
  }
}
