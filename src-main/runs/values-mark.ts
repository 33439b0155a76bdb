import { recipes } from '#contract/recipes'
import { comparedValues } from '../core/compare/differing-fields.ts'
import { type MarkedField, writeValuesMark } from '../storage/values-mark.ts'
import type { CompareBasis, StoredGroup } from './compare-basis.ts'

/**
 * What a person decides about when deciding about a discrepancy of these groups: which records stand there, and every
 * value that is compared. Whether a read missed a record, or Get answered, moves no value.
 */
export function valuesMark(basis: CompareBasis, groups: readonly StoredGroup[]): string {
  const fields = recipes[basis.recipeId].fields.filter(({ name }) => !basis.ignored.has(name))
  const records = groups.map(({ left, right }) =>
    [left, right].map((side) => side.map(({ key, state }) => [key, state])),
  )
  const values = groups.flatMap(({ left, right }) => [...left, ...right].map((one) => comparedValues(one, fields)))
  const [group] = groups
  const isPair = groups.length === 1 && group?.left.length === 1 && group.right.length === 1
  const marked = fields.map(({ name }): MarkedField => {
    const all = values.map((one) => one[name] ?? null)
    return { name, values: all, differs: isPair && all[0] !== all[1] }
  })
  return writeValuesMark(records, marked)
}
