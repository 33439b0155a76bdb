import { assertNever } from './assert-never.ts'
import type { DiscrepancyKind, DiscrepancyRow, FieldDifference } from './discrepancies.ts'
import type { MatchedBy } from './matches.ts'
import { recipes } from './recipes.ts'
import { type Instant, wallClock, type ZoneId } from './time.ts'

/** A kind in words with the systems' own names: filter chips, files and terminals. */
export function kindInWords(kind: DiscrepancyKind, systems: { left: string; right: string }): string {
  switch (kind) {
    case 'only-left':
      return `Missing in ${systems.right}`
    case 'only-right':
      return `Missing in ${systems.left}`
    case 'differs':
      return 'Differs'
    case 'duplicate':
      return 'Duplicate'
    case 'overlap':
      return 'Double-booked'
    case 'missing-availability':
      return 'Not offered'
    case 'excess-availability':
      return 'Offered by mistake'
    case 'unverified':
      return 'Not verified'
    default:
      return assertNever(kind)
  }
}

/** What a pair was found by, after "matched by": `ids`, `rule (a guess)`, `a person`; empty where there is no pair. */
export function matchedByInWords(how: MatchedBy | null): string {
  switch (how) {
    case 'reference':
      return 'ids'
    case 'rule':
      return 'rule (a guess)'
    case 'person':
      return 'a person'
    case null:
      return ''
    default:
      return assertNever(how)
  }
}

/** What a row's pair rests on, a person's word or a guess before ids where a double booking has several; null where there is no pair. */
export function pairRestsOn({ matchedBy, members }: Pick<DiscrepancyRow, 'matchedBy' | 'members'>): MatchedBy | null {
  const all = [matchedBy, ...members.map((one) => one.matchedBy)]
  return (['rule', 'person', 'reference'] as const).find((how) => all.includes(how)) ?? null
}

/**
 * True for a double booking that is told once for many: so much is booked for one worker at one moment that the name
 * stands for no person. Its members are some of those bookings, and its label says how many there are.
 */
export const isCrowd = ({ members }: Pick<DiscrepancyRow, 'members'>): boolean => members.length > 2

/** For beside a row, where its pair rests on something else than ids: `matched by rule (a guess)`. Empty elsewhere. */
export const matchedWithoutIds = (how: MatchedBy | null): string =>
  how === null || how === 'reference' ? '' : `matched by ${matchedByInWords(how)}`

/** An instant as the zone's clock shows it, with the offset: `2026-11-21 09:30 +01:00`. */
export function localWithOffset(instant: Instant, zone: ZoneId): string {
  const { date, time, offset } = wallClock(instant, zone)
  return `${date} ${time} ${offset}`
}

const personFields = new Set(
  Object.values(recipes).flatMap(({ fields }) => fields.flatMap(({ name, type }) => (type === 'person' ? [name] : []))),
)

/** True where the field's values are the name of a person. */
export const isPersonField = (field: string): boolean => personFields.has(field)

/** The row's sentence with the worker unnamed: only a double booking begins with the name. */
export function blameWithoutNames({ blame, who }: Pick<DiscrepancyRow, 'blame' | 'who'>): string {
  return who !== '' && blame.startsWith(`${who} `) ? `The same worker${blame.slice(who.length)}` : blame
}

/** A row without names of people: a differing name is still told as differing, without its values. */
export type NamelessRow = Omit<DiscrepancyRow, 'who' | 'differences'> & {
  differences: (FieldDifference | Omit<FieldDifference, 'left' | 'right' | 'base'>)[]
}

/** Leaves names of people out of a row; their ids stay. */
export function withoutNames({ who, ...row }: DiscrepancyRow): NamelessRow {
  return {
    ...row,
    blame: blameWithoutNames({ blame: row.blame, who }),
    differences: row.differences.map((difference) => {
      if (!isPersonField(difference.field)) return difference
      const { left: _left, right: _right, base: _base, ...rest } = difference
      return rest
    }),
  }
}
