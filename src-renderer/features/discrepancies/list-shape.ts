import type { Acceptance, Cluster, DiscrepancyCounts, DiscrepancyKind } from '#contract/discrepancies'
import { kindInWords } from '#contract/discrepancy-words'
import type { ClusterId } from '#contract/ids'
import type { PairingState, SideState } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'
import { dayOf, dayTimeOf } from '../../format/instant.ts'
import { type KindLook, kindLook } from '../../format/kind-words.ts'

export const rowHeight = 28

/** What is marked in the list: a group's line, or a row by its place among the rows, which stays while others go. */
export type Mark = { clusterId: ClusterId } | { row: number } | null

/** The line a mark stands on, groups before rows; null where it is no longer there. Beyond the end is the last row. */
export function lineOf(mark: Mark, clusters: readonly Cluster[], rows: number): number | null {
  if (mark === null) return null
  if ('row' in mark) return rows === 0 ? null : clusters.length + Math.min(mark.row, rows - 1)
  const line = clusters.findIndex(({ id }) => id === mark.clusterId)
  return line === -1 ? null : line
}

/** The mark that stands on a line. */
export function markOn(line: number, clusters: readonly Cluster[]): Mark {
  const cluster = clusters[line]
  return cluster ? { clusterId: cluster.id } : { row: line - clusters.length }
}

/** What a group shares, as the core says it in the middle of a sentence, at the beginning of one. */
export const groupTitle = ({ title }: Cluster): string => title.charAt(0).toUpperCase() + title.slice(1)

/** A group's cells as text. */
export function clusterCells(cluster: Cluster, now: Instant) {
  const { rows, of, span, zone, facility } = cluster
  const [first, last] = [dayOf(span.start, zone, now), dayOf(span.end, zone, now)]
  return {
    kind: `Group of ${countWords(rows)}`,
    facility,
    share: `${countWords(rows)} of ${countWords(of)}`,
    when: first === last ? first : `${first} to ${last}`,
    title: groupTitle(cluster),
  }
}

export type Totals = { rows: number; clusters: readonly Cluster[]; filtered: boolean; accepted: boolean }

const discrepancies = (count: number): string => countOf(count, 'discrepancy', 'discrepancies')

/** How many there are, as they are listed: `49 discrepancies: 12 rows and 1 group of 37`. */
export function totalWords({ rows, clusters, filtered, accepted }: Totals): string {
  const grouped = clusters.reduce((sum, cluster) => sum + cluster.rows, 0)
  const all = countWords(rows + grouped)
  const noun = `${accepted ? 'accepted ' : ''}${discrepancies(rows + grouped).slice(all.length + 1)}`
  const where = filtered ? ' under these filters' : ''
  if (clusters.length === 0) return `${all} ${noun}${where}`
  const groups = clusters.length === 1 ? '1 group of' : `${countWords(clusters.length)} groups with`
  return `${all} ${noun}${where}: ${countOf(rows, 'row')} and ${groups} ${countWords(grouped)}`
}

/** What a person said of an accepted row, in one line. */
export function acceptanceWords({ by, reason, until }: Acceptance, zone: ZoneId, now: Instant): string {
  return `${by}, ${until === null ? 'until changed' : `until ${dayTimeOf(until, zone, now)}`}: ${reason}`
}

export type KindChip = { kind: DiscrepancyKind; words: string; look: KindLook; count: number; picked: boolean }

/** Kinds as they stand beside each other, those that hurt most first. */
export const kindOrder: readonly DiscrepancyKind[] = [
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
  return kindOrder
    .map((kind) => ({
      kind,
      words: kindInWords(kind, systems),
      look: kindLook(kind),
      count: counts?.byKind[kind] ?? 0,
      picked: picked.includes(kind),
    }))
    .filter((chip) => chip.count > 0 || chip.picked)
}

/** The systems' own names on one side of the pairings in view; three or more are named by their place. */
export function systemNames(pairings: readonly PairingState[], side: 'left' | 'right'): string {
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
