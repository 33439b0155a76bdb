import { hash } from 'node:crypto'
import type { FieldValue } from '#contract/records'

/** One compared field of what a discrepancy is about: its values on all records, and whether both sides differ in it. */
export type MarkedField = { name: string; values: readonly FieldValue[]; differs: boolean }

const short = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url').slice(0, 8)

/**
 * A text that stands for values without showing them: one hash for which records there are, one for each field that
 * is compared, by name. `records` names the records of both sides, and how readable they are.
 */
export const writeValuesMark = (records: readonly unknown[], fields: readonly MarkedField[]): string =>
  [short(records), ...fields.map(({ name, values, differs }) => `${name}=${short(values)}${differs ? '!' : ''}`)].join(
    ' ',
  )

/** The mark of what two things say together, from the mark of each over the same fields. Neither is held against the other. */
export function joinValuesMarks(one: string, other: string): string {
  const [records, ...fields] = one.split(' ')
  const [otherRecords, ...others] = other.split(' ')
  const joined = fields.map((field, at) => ({
    name: field.slice(0, field.indexOf('=')),
    values: [field, others[at] ?? ''],
    differs: false,
  }))
  return writeValuesMark([records, otherRecords], joined)
}

/**
 * True where no value moved between two marks of the same discrepancy, so that what a person decided about the first
 * holds for the second. A field that is ignored from now on counts for nothing; one that is compared from now on
 * counts where it adds a difference nobody decided about.
 */
export function valuesStand(decided: string, now: string): boolean {
  if (decided === now) return true
  const [records, ...fields] = decided.split(' ')
  const [recordsNow, ...fieldsNow] = now.split(' ')
  if (records !== recordsNow) return false
  const nameOf = (field: string): string => field.slice(0, field.indexOf('='))
  const before = new Map(fields.map((field) => [nameOf(field), field]))
  return fieldsNow.every((field) => {
    const was = before.get(nameOf(field))
    return was === undefined ? !field.endsWith('!') : was === field
  })
}

/** True where the same records show another value than at the first mark; false also where the records are others. */
export const valueMoved = (decided: string, now: string): boolean =>
  decided !== '' && decided.split(' ')[0] === now.split(' ')[0] && !valuesStand(decided, now)
