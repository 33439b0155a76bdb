import { recipes } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import type { GroupVersion } from '../storage/compare-store.ts'
import { type MarkedField, writeValuesMark } from '../storage/values-mark.ts'
import type { CompareBasis, StoredGroup } from './compare-basis.ts'

/** Times in ms, which no one reads here. */
const valueOf = (version: GroupVersion, name: string): FieldValue =>
  name === 'start' ? version.startMs : name === 'end' ? version.endMs : (version.fields[name] ?? null)

/**
 * What a person decides about when deciding about a discrepancy of this group: which records stand there, and every value
 * that is compared. Whether a read missed a record, or Get answered, moves no value.
 */
export function valuesMark(basis: CompareBasis, { left, right }: StoredGroup): string {
  const fields = recipes[basis.recipeId].fields.filter(({ name }) => !basis.ignored.has(name))
  const records = [left, right].map((side) => side.map(({ key, state }) => [key, state]))
  const versions = [...left, ...right]
  const isPair = left.length === 1 && right.length === 1
  const marked = fields.map(({ name }): MarkedField => {
    const all = versions.map((one) => valueOf(one, name))
    return { name, values: all, differs: isPair && all[0] !== all[1] }
  })
  return writeValuesMark(records, marked)
}
