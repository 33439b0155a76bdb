import type { DiscrepancyCounts, DiscrepancyKind, DiscrepancyRow } from '#contract/discrepancies'
import type { PairingState, SideState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { ageWords } from '../../format/age.ts'
import { spanWords } from '../../format/instant.ts'
import { type KindLook, kindLook, kindName, rowKindWords, rowWhatWords } from '../../format/kind-words.ts'

export const rowHeight = 28

/** The row to go to for a key, or null where the key is not one of the list's. `page` is how many rows are in view. */
export function rowForKey(key: string, active: number | null, total: number, page: number): number | null {
  if (total === 0) return null
  const within = (index: number): number => Math.max(0, Math.min(total - 1, index))
  const from = active ?? -1
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return within(from + 1)
    case 'ArrowUp':
    case 'k':
      return within(active === null ? 0 : from - 1)
    case 'PageDown':
      return within(from + page)
    case 'PageUp':
      return within(from - page)
    case 'Home':
      return 0
    case 'End':
      return total - 1
    default:
      return null
  }
}

/** A row's cells as text, in the order of the columns. */
export function rowCells(row: DiscrepancyRow, now: Instant) {
  return {
    kind: rowKindWords(row),
    facility: row.facility,
    who: row.who === '' ? 'nobody' : row.who,
    when: spanWords(row.span, row.zone, now),
    what: rowWhatWords(row),
    blame: row.blame,
    firstSeen: ageWords(row.firstSeenAt, now),
  }
}

/** A row for the clipboard: its cells, who moved it, and both ids, apart by tabs, as a spreadsheet takes them. */
export function rowText(row: DiscrepancyRow, now: Instant): string {
  const { kind, facility, who, when, what, blame } = rowCells(row, now)
  const ids = [`${row.leftSystem}: ${row.leftKey ?? 'none'}`, `${row.rightSystem}: ${row.rightKey ?? 'none'}`]
  return [kind, facility, who, when, what, blame, ...ids].join('\t')
}

export type KindChip = { kind: DiscrepancyKind; words: string; look: KindLook; count: number; picked: boolean }

const chipOrder: readonly DiscrepancyKind[] = [
  'overlap',
  'only-left',
  'only-right',
  'differs',
  'duplicate',
  'missing-availability',
  'excess-availability',
  'unverified',
]

/** The kinds to filter by: those that occur and those picked, with how many each would show. */
export function kindChips(
  counts: DiscrepancyCounts | undefined,
  picked: readonly DiscrepancyKind[],
  pairings: readonly PairingState[],
): KindChip[] {
  const systems = { left: systemNames(pairings, 'left'), right: systemNames(pairings, 'right') }
  return chipOrder
    .map((kind) => ({
      kind,
      words: kindName(kind, systems),
      look: kindLook(kind, true),
      count: counts?.byKind[kind] ?? 0,
      picked: picked.includes(kind),
    }))
    .filter((chip) => chip.count > 0 || chip.picked)
}

/** The systems' own names on one side of the pairings in view; three or more are named by their place. */
function systemNames(pairings: readonly PairingState[], side: 'left' | 'right'): string {
  const names = [...new Set(pairings.map((pairing) => pairing[side].system))]
  if (names.length === 0 || names.length > 2) return side === 'left' ? 'the first system' : 'the second system'
  return names.join(' or ')
}

export type SideWarning = { key: string; side: SideState; pairing: PairingState; problem: 'failed' | 'partial' }

/** The sides in view on which the list cannot fully rest, failing ones first. */
export function sideWarnings(pairings: readonly PairingState[]): SideWarning[] {
  const warnings = pairings.flatMap((pairing) =>
    [pairing.left, pairing.right].flatMap((side): SideWarning[] => {
      const key = `${pairing.pairing.id} ${side.side}`
      if (side.lastFailure) return [{ key, side, pairing, problem: 'failed' }]
      return side.coverage === 'partial' ? [{ key, side, pairing, problem: 'partial' }] : []
    }),
  )
  return warnings.sort((a, b) => a.problem.localeCompare(b.problem))
}
