import type { DiscrepancyGroup, DiscrepancyKind, GroupBy } from '#contract/discrepancies'
import { kindInWords } from '#contract/discrepancy-words'
import type { PairingState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'
import { dayTimeOf, zoneNameOf } from '../../format/instant.ts'
import { type KindLook, kindLook } from '../../format/kind-words.ts'
import { kindOrder, systemNames } from './list-shape.ts'

export const groupings: readonly { value: GroupBy | 'none'; label: string }[] = [
  { value: 'none', label: 'Not grouped' },
  { value: 'facility', label: 'By facility' },
  { value: 'kind', label: 'By kind' },
  { value: 'resource', label: 'By worker' },
]

export type GroupLine = {
  key: string
  name: string
  /** Where the group is of one facility and its name does not say so. */
  facility: string
  kinds: { kind: DiscrepancyKind; words: string; look: KindLook; count: number }[]
  rows: string
  next: string
}

/** A group's line: what it is, how many by kind, most urgent kinds first, and when its next row starts. */
export function groupLine(group: DiscrepancyGroup, pairings: readonly PairingState[], now: Instant): GroupLine {
  const { by, narrow, rows, byKind, nextStart, zone } = group
  const systems = { left: systemNames(pairings, 'left'), right: systemNames(pairings, 'right') }
  const kinds = kindOrder.flatMap((kind) => {
    const count = byKind[kind] ?? 0
    return count === 0 ? [] : [{ kind, words: kindInWords(kind, systems), look: kindLook(kind), count }]
  })
  const name = nameOf(group, systems)
  const facility =
    by === 'resource' ? (pairings.find(({ pairing }) => pairing.id === narrow.pairingId)?.facility.name ?? '') : ''
  const next = `${dayTimeOf(nextStart, zone, now)} ${zoneNameOf(nextStart, zone)}`
  return {
    key: JSON.stringify(narrow),
    name,
    facility,
    kinds,
    rows: countWords(rows),
    next,
  }
}

function nameOf({ by, name, narrow }: DiscrepancyGroup, systems: { left: string; right: string }): string {
  const kind = narrow.kinds?.[0]
  if (by === 'kind' && kind) return kindInWords(kind, systems)
  return name === '' ? 'Nobody booked' : name
}

/** How many groups there are and how many rows they hold. */
export function groupTotalWords(groups: readonly DiscrepancyGroup[], filtered: boolean): string {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  const where = filtered ? ' under these filters' : ''
  return `${countOf(rows, 'discrepancy', 'discrepancies')}${where} in ${countOf(groups.length, 'group')}`
}
