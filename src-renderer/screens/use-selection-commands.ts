import type { Operator } from '#contract/desk-work'
import { countWords } from '../format/count.ts'
import { type Command, useCommands } from '../ui/use-commands.ts'
import type { PickedRows } from './use-selection.ts'

type SelectionCommands = {
  selection: PickedRows
  operators: readonly Operator[]
  accepted: boolean
  readOnly: string | null
  matching: number
  onDecide: () => void
  onCopy: () => void
  onExport: () => void
}

/** What can be done with what is selected in the list, offered in the palette under the same conditions as the buttons. */
export function useSelectionCommands(input: SelectionCommands): void {
  const { selection, operators, accepted, readOnly, matching, onDecide, onCopy, onExport } = input
  const group = 'Discrepancies'
  const count = `${countWords(selection.count)} selected`
  const picked: Command[] =
    selection.count === 0
      ? []
      : [
          {
            id: 'decide-selected',
            name: `${accepted ? 'Reopen' : 'Accept'} ${count}`,
            group,
            keys: 'e',
            off: readOnly,
            run: onDecide,
          },
          ...operators.map(({ id, name, current }) => ({
            id: `give-${id}`,
            name: `Give ${count} to ${current ? 'me' : name}`,
            group,
            off: readOnly,
            run: () => selection.assign(id, name),
          })),
          ...(selection.rows ? [{ id: 'copy-selected', name: `Copy ${count}`, group, off: null, run: onCopy }] : []),
          { id: 'clear-selected', name: 'Select none', group, keys: 'Esc', off: null, run: selection.clear },
        ]
  useCommands([
    ...picked,
    {
      id: 'select-all',
      name: `Select all ${countWords(matching)} that match`,
      group,
      keys: 'Ctrl A',
      off: matching === 0 ? 'Nothing is listed.' : null,
      run: selection.all,
    },
    {
      id: 'export',
      name: 'Export to a file',
      group,
      off: matching === 0 ? 'Nothing is listed.' : null,
      run: onExport,
    },
  ])
}
