import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { Cluster, DiscrepancyFilter, DiscrepancyOrder, DiscrepancyRow } from '#contract/discrepancies'
import type { OperatorId } from '#contract/ids'
import { ZoneId } from '#contract/time'
import {
  type DecisionTarget,
  discrepancies,
  targetOfListed,
  targetOfRows,
} from '../features/discrepancies/accept-shape.ts'
import {
  extended,
  isPicked,
  namedAtMost,
  nothingPicked,
  pickedCount,
  type Selection,
  toggled,
  tooManyWords,
} from '../features/discrepancies/selection-shape.ts'
import { countWords } from '../format/count.ts'
import { errorOf, undecidedWords } from '../format/error-words.ts'
import { deskZone } from '../format/instant.ts'
import { useAssign } from '../queries/decisions.ts'
import { readRows } from '../queries/discrepancies.ts'
import type { ListView } from './use-list-view.ts'

type SelectionInput = Pick<ListView, 'filter' | 'listed' | 'clusters' | 'rowAt' | 'seen' | 'matching'> & {
  order: DiscrepancyOrder
  /** Called once they were given to somebody: the bar that was pressed is gone. */
  onAssigned: () => void
}

export type PickedRows = {
  count: number
  /** All that match are selected, those of groups too. */
  whole: boolean
  isPicked: (row: DiscrepancyRow) => boolean
  toggle: (row: DiscrepancyRow) => void
  /** Selects the rows from one place of the list to another, both included, at hand or not. */
  extend: (from: number, to: number) => void
  all: () => void
  clear: () => void
  /** What a decision about all of them is about; null where nothing is selected. */
  target: DecisionTarget | null
  /** The rows themselves, to copy them; null where they are too many. */
  rows: (() => Promise<readonly DiscrepancyRow[]>) | null
  assigning: boolean
  /** Gives them to somebody, or to nobody. */
  assign: (to: OperatorId | null, name: string) => void
}

const say = (message: string): void => void notifications.show({ message, color: 'yellow', autoClose: 8000 })

const failed = (title: string) => (error: unknown) =>
  void notifications.show({
    title: undecidedWords(error, title),
    message: errorOf(error).tell,
    color: 'red',
    autoClose: 12_000,
  })

/** What is selected in the list, and what is done with all of it; another filter begins with nothing. */
export function useSelection(input: SelectionInput): PickedRows {
  const { filter, listed, clusters, order, rowAt, seen, matching, onAssigned } = input
  const of = JSON.stringify(filter)
  const [kept, setKept] = useState<{ of: string; selection: Selection }>({ of, selection: nothingPicked })
  const selection = kept.of === of ? kept.selection : nothingPicked
  const assign = useAssign()
  const change = (next: (known: Selection) => Selection): void => {
    if (next(selection) === selection) return say(tooManyWords)
    setKept((known) => ({ of, selection: next(known.of === of ? known.selection : nothingPicked) }))
  }
  const clear = (): void => setKept({ of, selection: nothingPicked })
  const count = pickedCount(selection)
  const target = count === 0 ? null : targetOf(selection, filter, clusters)
  return {
    count,
    whole: selection.how === 'all',
    isPicked: (row) => isPicked(selection, row),
    toggle: (row) => change((known) => toggled(known, row)),
    extend: (from, to) => {
      const [first, last] = [Math.max(0, Math.min(from, to)), Math.max(from, to)]
      if (last - first >= namedAtMost) return say(tooManyWords)
      const rows = Array.from({ length: last - first + 1 }, (_, place) => rowAt(first + place))
      const atHand = rows.filter((row) => row !== undefined)
      if (atHand.length === rows.length) return change((known) => extended(known, atHand))
      void readRows({ filter: listed, order }, first, rows.length).then(
        (read) => change((known) => extended(known, read)),
        failed('The rows between were not selected'),
      )
    },
    all: () => {
      // The list of another filter may still be shown.
      if (seen && matching > 0) setKept({ of, selection: { how: 'all', seen, total: matching, except: new Map() } })
    },
    clear,
    target,
    rows: rowsOf(selection, { filter, order }),
    assigning: assign.isPending,
    assign: (to, name) => {
      if (target === null) return
      assign.mutate(
        { of: target.of, to },
        {
          onSuccess: ({ assigned, changed }) => {
            clear()
            onAssigned()
            const again =
              changed === 0 ? '' : ` ${countWords(changed)} changed or came since you saw them and stay as they were.`
            notifications.show({
              message: `${discrepancies(assigned)} given to ${name}.${again}`,
              autoClose: changed === 0 ? 4000 : 12_000,
            })
          },
          onError: failed('Nothing was given'),
        },
      )
    },
  }
}

function targetOf(
  selection: Selection,
  { asOf: _, ...filter }: DiscrepancyFilter,
  groups: readonly Cluster[],
): DecisionTarget {
  const zone = ZoneId.parse(deskZone())
  if (selection.how === 'named') return targetOfRows([...selection.rows.values()], zone)
  const { seen, except } = selection
  return targetOfListed({ filter, except: [...except.values()], seen, count: pickedCount(selection), groups }, zone)
}

function rowsOf(selection: Selection, list: { filter: DiscrepancyFilter; order: DiscrepancyOrder }) {
  if (selection.how === 'named') return async () => [...selection.rows.values()]
  if (selection.total > namedAtMost) return null
  return async () => (await readRows(list, 0, selection.total)).filter((row) => isPicked(selection, row))
}
