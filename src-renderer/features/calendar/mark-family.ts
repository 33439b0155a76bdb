import { assertNever } from '#contract/assert-never'
import type { CalendarDayKind } from '#contract/calendar'
import type { DiscrepancyKind, DiscrepancyRow } from '#contract/discrepancies'
import { kindInWords } from '#contract/discrepancy-words'
import { type KindLook, kindLook, timeMoved } from '../../format/kind-words.ts'

/** What the calendar's chips and layers tell apart, in the order of the chips. */
export const markFamilies = [
  'missing-left',
  'missing-right',
  'time',
  'field',
  'overlap',
  'duplicate',
  'missing-availability',
  'excess-availability',
  'unverified',
] as const
export type MarkFamily = (typeof markFamilies)[number]

/** The family of a kind: `missing-left` is what the left system lacks; `differs` splits by whether a time moved. */
export function familyOf(kind: DiscrepancyKind, timeMoves: boolean): MarkFamily {
  switch (kind) {
    case 'only-left':
      return 'missing-right'
    case 'only-right':
      return 'missing-left'
    case 'differs':
      return timeMoves ? 'time' : 'field'
    case 'duplicate':
    case 'overlap':
    case 'missing-availability':
    case 'excess-availability':
    case 'unverified':
      return kind
    default:
      return assertNever(kind)
  }
}

/** The family a discrepancy is drawn and filtered as. */
export const markFamily = (row: Pick<DiscrepancyRow, 'kind' | 'differences'>): MarkFamily =>
  familyOf(row.kind, row.kind === 'differs' && timeMoved(row))

function kindOf(family: MarkFamily): DiscrepancyKind {
  switch (family) {
    case 'missing-right':
      return 'only-left'
    case 'missing-left':
      return 'only-right'
    case 'time':
    case 'field':
      return 'differs'
    default:
      return family
  }
}

/** Glyph and colour of a family (`ui.md` 6). */
export const familyLook = (family: MarkFamily): KindLook => kindLook(kindOf(family), family === 'time')

/** A family in words with the systems' own names, for chips, layers and legends. */
export function familyWords(family: MarkFamily, systems: { left: string; right: string }): string {
  if (family === 'time') return 'Time differs'
  if (family === 'field') return 'Field differs'
  return kindInWords(kindOf(family), systems)
}

export type FamilyCounts = ReadonlyMap<MarkFamily, number>

/** How many discrepancies of each family are open; a family of which there is none is left out, and so are accepted ones. */
export function openFamilies(rows: readonly Pick<DiscrepancyRow, 'kind' | 'differences' | 'accepted'>[]): FamilyCounts {
  const open = new Map<MarkFamily, number>()
  for (const row of rows) {
    if (!row.accepted) open.set(markFamily(row), (open.get(markFamily(row)) ?? 0) + 1)
  }
  return open
}

/** The same of what is open by kind, as a month counts it; in the order of the kinds. */
export function familiesOfKinds(kinds: readonly CalendarDayKind[]): FamilyCounts {
  const open = new Map<MarkFamily, number>()
  for (const one of kinds) {
    const family = familyOf(one.kind, one.timeMoved)
    open.set(family, (open.get(family) ?? 0) + one.open)
  }
  return open
}
