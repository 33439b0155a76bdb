import { assertNever } from '#contract/assert-never'
import type {
  DiscrepancyKind,
  DiscrepancyRow,
  FieldDifference,
  OverlapMember,
  UnverifiedReason,
} from '#contract/discrepancies'
import { isCrowd, kindInWords } from '#contract/discrepancy-words'
import { type ComparedField, recipes } from '#contract/recipes'
import { Instant } from '#contract/time'
import { nothing } from './field-value.ts'
import { timeOf } from './instant.ts'

export type Family = 'orange' | 'blue' | 'violet' | 'crimson' | 'teal' | 'grey'
export type GlyphName =
  | 'missing-lower'
  | 'missing-upper'
  | 'arrows'
  | 'not-equal'
  | 'overlap'
  | 'stacked'
  | 'square-plus'
  | 'square-minus'
  | 'question'

export type KindLook = { glyph: GlyphName; family: Family; hollow: boolean }

/** Glyph and family of a kind (`ui.md` 6); never colour alone: each has its own shape. `differs` splits by what moved. */
export function kindLook(kind: DiscrepancyKind, timeMoved = false): KindLook {
  switch (kind) {
    case 'only-left':
      return { glyph: 'missing-lower', family: 'orange', hollow: false }
    case 'only-right':
      return { glyph: 'missing-upper', family: 'orange', hollow: false }
    case 'differs':
      return timeMoved
        ? { glyph: 'arrows', family: 'blue', hollow: false }
        : { glyph: 'not-equal', family: 'violet', hollow: false }
    case 'duplicate':
      return { glyph: 'stacked', family: 'teal', hollow: false }
    case 'overlap':
      return { glyph: 'overlap', family: 'crimson', hollow: false }
    case 'missing-availability':
      return { glyph: 'square-plus', family: 'orange', hollow: true }
    case 'excess-availability':
      return { glyph: 'square-minus', family: 'crimson', hollow: true }
    case 'unverified':
      return { glyph: 'question', family: 'grey', hollow: false }
    default:
      return assertNever(kind)
  }
}

const comparedFields: readonly ComparedField[] = Object.values(recipes).flatMap((recipe) => recipe.fields)
const fieldOf = (name: string): ComparedField | undefined => comparedFields.find((field) => field.name === name)

/** The recipe's label of a field, in the middle of a sentence: `worker`, `start`. */
export const fieldLabel = (name: string): string => (fieldOf(name)?.label ?? name).toLowerCase()

const isTime = (difference: FieldDifference): boolean => fieldOf(difference.field)?.group === 'times'

/** True where a `differs` row differs in its start or end. */
export const timeMoved = (row: Pick<DiscrepancyRow, 'differences'>): boolean => row.differences.some(isTime)

/** A worker's id and name change together; one of the two says it. */
function namedFields(differences: readonly FieldDifference[]): FieldDifference[] {
  const names = new Set(differences.map((difference) => difference.field))
  return differences.filter((difference) => difference.field !== 'worker' || !names.has('workerName'))
}

/** A row's kind in words: `Missing in Alder`, `Time differs + 1 field`, `Field differs: worker`. */
export function rowKindWords(row: DiscrepancyRow): string {
  const systems = { left: row.leftSystem, right: row.rightSystem }
  const named = namedFields(row.differences)
  switch (row.kind) {
    case 'differs': {
      const others = named.filter((difference) => !isTime(difference))
      if (!timeMoved(row))
        return `Field differs: ${others.map((difference) => fieldLabel(difference.field)).join(', ')}`
      return others.length === 0
        ? 'Time differs'
        : `Time differs + ${others.length} field${others.length === 1 ? '' : 's'}`
    }
    case 'duplicate':
      return row.side === null ? 'Duplicate' : `Duplicate in ${systems[row.side]}`
    case 'missing-availability':
      return row.side === null ? 'Not offered' : `Not offered in ${systems[row.side]}`
    case 'excess-availability':
      return row.side === null ? 'Offered by mistake' : `Offered by mistake in ${systems[row.side]}`
    default:
      return kindInWords(row.kind, systems)
  }
}

/** Why a row is not claimed as fact, in words. */
export function reasonWords(reason: UnverifiedReason, system: string): string {
  switch (reason) {
    case 'refused-record':
      return `A record in ${system} could not be read`
    case 'absence-not-proven':
      return `${system} was not read completely`
    case 'not-read-again':
      return `The newest read of ${system} missed it`
    case 'listed-not-got':
      return `Not listed by ${system}, but Get returns it`
    case 'linked-one-way':
      return `Linked to a record in ${system} one way only`
    default:
      return assertNever(reason)
  }
}

function valueWords(value: FieldDifference['left'], name: string, row: DiscrepancyRow): string {
  const type = fieldOf(name)?.type ?? 'text'
  if (value === null || value === '') return nothing(type)
  const instant = type === 'instant' ? Instant.safeParse(value) : null
  return instant?.success ? timeOf(instant.data, row.zone) : String(value)
}

/** The systems that hold one of the two shifts of a double booking: `Alder`, `Northgate rota` or both. */
export function memberSystems({ leftKey, rightKey }: OverlapMember, row: DiscrepancyRow): string {
  const named = [...(leftKey === null ? [] : [row.leftSystem]), ...(rightKey === null ? [] : [row.rightSystem])]
  return named.join(' and ')
}

/** The two shifts that meet with their own times, `both 08:00 to 16:00, Alder 14:00 to 22:00`. */
function membersWords(row: DiscrepancyRow): string {
  if (isCrowd(row)) return `${row.members.length} or more from ${timeOf(row.span.start, row.zone)}`
  const said = row.members.map((member) => {
    const { leftKey, rightKey, span } = member
    const systems = leftKey !== null && rightKey !== null ? 'both' : memberSystems(member, row)
    return `${systems} ${timeOf(span.start, row.zone)} to ${timeOf(span.end, row.zone)}`
  })
  return said.join(', ')
}

/** What both systems say in one line, `Alder 09:15, Northgate 09:30`: the first difference, with the number of others. */
export function rowWhatWords(row: DiscrepancyRow): string {
  const { leftSystem: left, rightSystem: right } = row
  const times = `${timeOf(row.span.start, row.zone)} to ${timeOf(row.span.end, row.zone)}`
  switch (row.kind) {
    case 'only-left':
      return `${left} ${times}, ${right} none`
    case 'only-right':
      return `${left} none, ${right} ${times}`
    case 'duplicate':
      return `Several records in ${row.side === 'left' ? left : right} for one in ${row.side === 'left' ? right : left}`
    case 'overlap':
      return membersWords(row)
    case 'unverified':
      if (row.members.length > 0) return `Perhaps double-booked: ${membersWords(row)}`
      return row.reason === null ? '' : reasonWords(row.reason, row.side === 'left' ? left : right)
    default: {
      const named = namedFields(row.differences)
      const first = named[0]
      if (!first) return ''
      const about =
        first.field === 'start' || fieldOf(first.field)?.type === 'person' ? '' : `${fieldLabel(first.field)}: `
      const said = `${about}${left} ${valueWords(first.left, first.field, row)}, ${right} ${valueWords(first.right, first.field, row)}`
      return named.length > 1
        ? `${said} (and ${named
            .slice(1)
            .map((more) => fieldLabel(more.field))
            .join(', ')})`
        : said
    }
  }
}
