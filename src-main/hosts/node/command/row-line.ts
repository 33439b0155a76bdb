import type { DiscrepancyRow } from '#contract/discrepancies'
import {
  blameWithoutNames,
  kindInWords,
  localWithOffset,
  matchedWithoutIds,
  pairRestsOn,
} from '#contract/discrepancy-words'
import { plainText } from './plain-text.ts'

/** One discrepancy as a line: its time with the zone's offset, facility, both systems, kind, what happened, both ids, what the pair rests on where it is not ids, first seen. */
export function rowLine(row: DiscrepancyRow, { names }: { names: boolean }): string {
  const ids = [row.leftKey && `${row.leftSystem} ${row.leftKey}`, row.rightKey && `${row.rightSystem} ${row.rightKey}`]
  const parts = [
    `${localWithOffset(row.span.start, row.zone)} to ${localWithOffset(row.span.end, row.zone)}`,
    `${row.facility}, ${row.leftSystem} and ${row.rightSystem}`,
    kindInWords(row.kind, { left: row.leftSystem, right: row.rightSystem }),
    ...(names ? [row.who, row.blame] : [blameWithoutNames(row)]),
    ids.filter(Boolean).join(', '),
    matchedWithoutIds(pairRestsOn(row)),
    `first seen ${localWithOffset(row.firstSeenAt, row.zone)}`,
    row.acknowledged ? 'acknowledged' : '',
  ]
  return `${plainText(parts.filter((part) => part !== '').join(' | '))}\n`
}
