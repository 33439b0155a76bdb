import { assertNever } from '#contract/assert-never'
import type { DiscrepancyKind } from '#contract/discrepancies'
import { kindInWords } from '#contract/discrepancy-words'
import type { ComparedField } from '#contract/recipes'
import type { FieldValue } from '#contract/records'
import { Instant } from '#contract/time'
import type { Naming } from './describe-fields.ts'
import { listWords, momentWords } from './moment-words.ts'

/** One version of a record as a timeline tells it, with what the recipe compares of it. */
export type RecordVersionStep = {
  state: 'read' | 'refused'
  values: Readonly<Record<string, FieldValue>>
}

type Told = { system: string; key: string; fields: readonly ComparedField[]; zone: Naming['zone'] }

function valueWords(value: FieldValue | undefined, { type }: ComparedField, zone: Naming['zone']): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  const at = type === 'instant' ? Instant.safeParse(value) : null
  return at?.success ? momentWords(at.data, zone) : `“${String(value)}”`
}

/** What of a record moved from one version to the next; null where nothing did that is compared. */
export function describeRecordChange(
  before: RecordVersionStep,
  after: RecordVersionStep,
  { system, key, fields, zone }: Told,
): string | null {
  if (after.state === 'refused') {
    return before.state === 'refused' ? null : `${system} sent ${key} with something in it that could not be read.`
  }
  if (before.state === 'refused') return `${system} sent ${key} so that all of it could be read again.`
  const moved = fields.filter(({ name }) => before.values[name] !== after.values[name])
  if (moved.length === 0) return null
  const parts = moved.map((field) => {
    const { name, label } = field
    const [from, to] = [before, after].map(({ values }) => valueWords(values[name], field, zone))
    return `${label.toLowerCase()} from ${from} to ${to}`
  })
  return `${system} changed ${key}: ${listWords(parts)}.`
}

/** How a record came or went. */
export type RecordEvent = 'first' | 'again' | 'gone' | 'elsewhere' | 'back'

/** A record that came, went, or belongs to another one from then on. */
export function describeRecordEvent(event: RecordEvent, { system, key }: Pick<Told, 'system' | 'key'>): string {
  switch (event) {
    case 'first':
      return `${system} showed ${key} for the first time.`
    case 'again':
      return `${system} showed ${key} again.`
    case 'gone':
      return `${system} showed ${key} no more.`
    case 'elsewhere':
      return `${key} of ${system} belongs to another record since.`
    case 'back':
      return `${key} of ${system} belongs here again.`
    default:
      return assertNever(event)
  }
}

/** What a version of a discrepancy says, as far as a timeline tells it. */
export type FoundStep = { kind: DiscrepancyKind; differences: readonly { field: string }[] }

function foundWords({ kind, differences }: FoundStep, { systems }: Naming, fields: readonly ComparedField[]): string {
  const words = kindInWords(kind, systems)
  if (kind !== 'differs') return `${words.charAt(0).toLowerCase()}${words.slice(1)}`
  const differing = new Set(differences.map(({ field }) => field))
  const named = fields.filter(({ name }) => differing.has(name)).map(({ label }) => label.toLowerCase())
  return `differs in ${listWords(named)}`
}

/** What a discrepancy was found as: `Found`, `Found again` or, of what stood before as something else, `Now`. */
export const describeFound = (
  how: 'Found' | 'Found again' | 'Now',
  step: FoundStep,
  told: { naming: Naming; fields: readonly ComparedField[] },
): string => `${how}: ${foundWords(step, told.naming, told.fields)}.`

/** A discrepancy that is not found any more. */
export const describeClosed = (how: 'resolved' | 'left-the-window'): string =>
  how === 'resolved' ? 'Resolved: it was not found any more.' : 'It left the compared window.'
