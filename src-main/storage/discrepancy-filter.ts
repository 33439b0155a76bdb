import { type DiscrepancyFilter, DiscrepancyKind } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'

/**
 * A filter over open discrepancies at the moment `now`, which says what is accepted still. Facilities live in the
 * ledger, so they come here as their pairings.
 */
export type StoredFilter = Omit<DiscrepancyFilter, 'facilityId' | 'pairingId'> & {
  pairings: readonly PairingId[]
  now: Instant
}

/** What a filter says of clusters and of the text; the rest of it picks among groups that are counted together. */
export type GroupFilter = Pick<StoredFilter, 'clusterId' | 'outsideClusters' | 'text' | 'now'>

export type Values = Record<string, string | number>

/** The text looked for, as it is stored; empty where none is. */
export const searchedText = (filter: Pick<StoredFilter, 'text'>): string => filter.text?.trim().toLowerCase() ?? ''

/** The parts of a filter's condition that concern clusters. */
export function clusterCondition({ clusterId, outsideClusters }: GroupFilter): { parts: string[]; values: Values } {
  const parts: string[] = []
  if (clusterId !== undefined) parts.push('cluster_id = :cluster')
  if (outsideClusters === true) parts.push('cluster_id IS NULL')
  return { parts, values: clusterId === undefined ? {} : { cluster: clusterId } }
}

/** The SQL condition and values of a filter. */
export function conditionOf(filter: StoredFilter): { where: string; values: Values } {
  const cluster = clusterCondition(filter)
  const parts = [
    'ended IS NULL',
    'pairing_id IN (SELECT value FROM json_each(:pairings))',
    filter.accepted === true ? 'accepted_until > :now' : 'coalesce(accepted_until <= :now, TRUE)',
    ...cluster.parts,
  ]
  const values: Values = { pairings: JSON.stringify(filter.pairings), now: filter.now, ...cluster.values }
  const { kinds = [] } = filter
  // A word of ours each, of which there are few: written out, the walk compares them without looking them up.
  if (kinds.length > 0) parts.push(`kind IN (${kinds.map((kind) => `'${DiscrepancyKind.parse(kind)}'`).join(', ')})`)
  const text = searchedText(filter)
  if (text !== '') {
    parts.push('instr(search, :text) > 0')
    values['text'] = text
  }
  return { where: parts.join(' AND '), values }
}
