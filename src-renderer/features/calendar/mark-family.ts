import { assertNever } from '#contract/assert-never'
import type { DiscrepancyRow } from '#contract/discrepancies'
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

/** The family a discrepancy is drawn and filtered as: `missing-left` is what the left system lacks. */
export function markFamily(row: Pick<DiscrepancyRow, 'kind' | 'differences'>): MarkFamily {
  switch (row.kind) {
    case 'only-left':
      return 'missing-right'
    case 'only-right':
      return 'missing-left'
    case 'differs':
      return timeMoved(row) ? 'time' : 'field'
    case 'duplicate':
    case 'overlap':
    case 'missing-availability':
    case 'excess-availability':
    case 'unverified':
      return row.kind
    default:
      return assertNever(row.kind)
  }
}

/** Glyph and colour of a family (`ui.md` 6). */
export function familyLook(family: MarkFamily): KindLook {
  switch (family) {
    case 'missing-right':
      return kindLook('only-left')
    case 'missing-left':
      return kindLook('only-right')
    case 'time':
      return kindLook('differs', true)
    case 'field':
      return kindLook('differs', false)
    default:
      return kindLook(family)
  }
}

/** A family in words with the systems' own names, for chips, layers and legends. */
export function familyWords(family: MarkFamily, systems: { left: string; right: string }): string {
  switch (family) {
    case 'missing-left':
      return `Missing in ${systems.left}`
    case 'missing-right':
      return `Missing in ${systems.right}`
    case 'time':
      return 'Time differs'
    case 'field':
      return 'Field differs'
    case 'overlap':
      return 'Double-booked'
    case 'duplicate':
      return 'Duplicate'
    case 'missing-availability':
      return 'Not offered'
    case 'excess-availability':
      return 'Offered by mistake'
    case 'unverified':
      return 'Not verified'
    default:
      return assertNever(family)
  }
}

/** How many discrepancies of each family there are; a family of which there is none is left out. Accepted ones count apart. */
export function countFamilies(rows: readonly Pick<DiscrepancyRow, 'kind' | 'differences' | 'accepted'>[]): {
  open: ReadonlyMap<MarkFamily, number>
  accepted: number
} {
  const open = new Map<MarkFamily, number>()
  let accepted = 0
  for (const row of rows) {
    if (row.accepted) accepted += 1
    else open.set(markFamily(row), (open.get(markFamily(row)) ?? 0) + 1)
  }
  return { open, accepted }
}
