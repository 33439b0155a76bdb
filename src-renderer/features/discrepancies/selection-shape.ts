import type { Cluster, DiscrepancyRow, ListSeen } from '#contract/discrepancies'
import { countOf, countWords } from '../../format/count.ts'

/** The most rows that can be named, or left out, one by one: what one call takes. */
export const namedAtMost = 500

type Named = ReadonlyMap<string, DiscrepancyRow>

/** What is selected: rows picked one by one, or all that a list held but those left out. */
export type Selection = { how: 'named'; rows: Named } | { how: 'all'; seen: ListSeen; total: number; except: Named }

export const nothingPicked: Selection = { how: 'named', rows: new Map() }

const keyOf = ({ pairingId, fingerprint }: Pick<DiscrepancyRow, 'pairingId' | 'fingerprint'>): string =>
  `${pairingId} ${fingerprint}`

export const isPicked = (selection: Selection, row: DiscrepancyRow): boolean =>
  selection.how === 'named' ? selection.rows.has(keyOf(row)) : !selection.except.has(keyOf(row))

/** How many are selected, exactly. */
export const pickedCount = (selection: Selection): number =>
  selection.how === 'named' ? selection.rows.size : selection.total - selection.except.size

/** With this row selected where it was not, and the other way round; the same selection where that would be too many. */
export function toggled(selection: Selection, row: DiscrepancyRow): Selection {
  const named = new Map(selection.how === 'named' ? selection.rows : selection.except)
  if (!named.delete(keyOf(row))) named.set(keyOf(row), row)
  if (named.size > namedAtMost) return selection
  return selection.how === 'named' ? { how: 'named', rows: named } : { ...selection, except: named }
}

/** With all of these rows selected; the same selection where that would be too many to name. */
export function extended(selection: Selection, rows: readonly DiscrepancyRow[]): Selection {
  const named = new Map(selection.how === 'named' ? selection.rows : selection.except)
  for (const row of rows) {
    if (selection.how === 'named') named.set(keyOf(row), row)
    else named.delete(keyOf(row))
  }
  if (named.size > namedAtMost) return selection
  return selection.how === 'named' ? { how: 'named', rows: named } : { ...selection, except: named }
}

/** How many are selected, with those that stand under the lines of these groups: `62 selected, 18 of them in 1 group`. */
export function selectedWords(count: number, groups: readonly Pick<Cluster, 'rows'>[]): string {
  const grouped = groups.reduce((sum, { rows }) => sum + rows, 0)
  const words = `${countWords(count)} selected`
  return grouped === 0 ? words : `${words}, ${countWords(grouped)} of them in ${countOf(groups.length, 'group')}`
}

/** Said where a selection cannot grow. */
export const tooManyWords = `At most ${countWords(namedAtMost)} rows can be selected one by one. Select all that match with Ctrl A, and leave rows out of that.`
