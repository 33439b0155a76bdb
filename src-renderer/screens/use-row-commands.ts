import type { DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { rowKindWords } from '../format/kind-words.ts'
import { rowText } from '../format/row-words.ts'
import { type Command, useCommands } from '../ui/use-commands.ts'

type RowCommands = {
  /** The marked or open one; undefined where there is none. */
  row: DiscrepancyRow | undefined
  now: Instant
  readOnly: string | null
  onDecide: (row: DiscrepancyRow) => void
  onAcknowledge?: (row: DiscrepancyRow) => void
}

/** What can be done with the one discrepancy that is marked or open, offered in the palette. */
export function useRowCommands({ row, now, readOnly, onDecide, onAcknowledge }: RowCommands): void {
  const commands = (of: DiscrepancyRow): Command[] => {
    const group = 'This discrepancy'
    const about = [rowKindWords(of), of.who].filter((part) => part !== '').join(', ')
    const ids = [of.leftKey, of.rightKey].filter((key) => key !== null)
    const copy = (text: string) => (): void => void navigator.clipboard.writeText(text)
    return [
      {
        id: 'row-decide',
        group,
        about,
        name: of.accepted ? 'Reopen it' : 'Accept it',
        keys: 'e',
        off: readOnly,
        run: () => onDecide(of),
      },
      ...(onAcknowledge
        ? [
            {
              id: 'row-acknowledge',
              group,
              about,
              name: 'Acknowledge it',
              keys: 'a',
              off: readOnly,
              run: () => onAcknowledge(of),
            },
          ]
        : []),
      { id: 'row-copy', group, about, name: 'Copy it as a row', off: null, run: copy(rowText(of, now)) },
      ...(ids.length > 0
        ? [{ id: 'row-ids', group, about, name: 'Copy its ids', off: null, run: copy(ids.join('\n')) }]
        : []),
    ]
  }
  useCommands(row ? commands(row) : [])
}
