import type { DiscrepancyRow } from '#contract/discrepancies'
import { matchedWithoutIds, pairRestsOn } from '#contract/discrepancy-words'
import type { Instant } from '#contract/time'
import { ageWords } from './age.ts'
import { spanWords } from './instant.ts'
import { rowKindWords, rowWhatWords } from './kind-words.ts'

/** A row's cells as text, in the order of the columns. */
export function rowCells(row: DiscrepancyRow, now: Instant) {
  return {
    kind: rowKindWords(row),
    facility: row.facility,
    who: row.who === '' ? 'nobody' : row.who,
    when: spanWords(row.span, row.zone, now),
    what: rowWhatWords(row),
    blame: row.blame,
    firstSeen: ageWords(row.firstSeenAt, now),
    assignee: row.assignee ?? '',
  }
}

/** A row for the clipboard: its cells, who moved it, both ids, and last what its pair rests on where it is not ids; apart by tabs. */
export function rowText(row: DiscrepancyRow, now: Instant): string {
  const { kind, facility, who, when, what, blame } = rowCells(row, now)
  const ids = [`${row.leftSystem}: ${row.leftKey ?? 'none'}`, `${row.rightSystem}: ${row.rightKey ?? 'none'}`]
  const pair = matchedWithoutIds(pairRestsOn(row))
  return [kind, facility, who, when, what, blame, ...ids, ...(pair === '' ? [] : [pair])].join('\t')
}

/** Which row it is, in a line: what, who and when. */
export function rowTitle(row: DiscrepancyRow, now: Instant): string {
  const { kind, who, when } = rowCells(row, now)
  return `${kind}, ${who}, ${when}`
}
