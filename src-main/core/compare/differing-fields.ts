import type { FieldDifference } from '#contract/discrepancies'
import type { ComparedField } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { fromMs } from '#contract/time'
import type { VisibleVersion } from './versions.ts'

/** One field in which the sides differ, before anything is said of who moved it. */
export type ValueDifference = Pick<FieldDifference, 'field' | 'left' | 'right'>

type Values = Readonly<Record<string, FieldValue>>

/** All values the recipe compares, by field name; instants as texts in UTC. */
export function comparedValues(version: VisibleVersion, fields: readonly ComparedField[]): Values {
  const values: Record<string, FieldValue> = {}
  for (const { name } of fields) {
    if (name === 'start') values[name] = fromMs(version.startMs)
    else if (name === 'end') values[name] = fromMs(version.endMs)
    else values[name] = version.fields[name] ?? null
  }
  return values
}

/** The compared fields in which both differ, in the recipe's order; instants are equal when they are the same instant. */
export function differingFields(
  left: VisibleVersion,
  right: VisibleVersion,
  { fields, ignored }: { fields: readonly ComparedField[]; ignored: ReadonlySet<string> },
): ValueDifference[] {
  if (left.contentHash === right.contentHash) return []
  const a = comparedValues(left, fields)
  const b = comparedValues(right, fields)
  return fields
    .filter(({ name }) => !ignored.has(name) && a[name] !== b[name])
    .map(({ name }) => ({ field: name, left: a[name] ?? null, right: b[name] ?? null }))
}
