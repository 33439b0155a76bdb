import { type DiscrepancyFilter, DiscrepancyKind } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
import { type Instant, toMs } from '#contract/time'
import { meetsSpan } from './meets-span.ts'

/**
 * A filter over open discrepancies at the moment `now`, which says what is accepted still. Facilities live in the
 * ledger, so they come here as their pairings.
 */
export type StoredFilter = Omit<DiscrepancyFilter, 'facilityId' | 'pairingId'> & {
  pairings: readonly PairingId[]
  now: Instant
}

/** What of a filter is looked up before groups are counted; the rest of it picks among these groups. */
export type GroupFilter = Pick<
  StoredFilter,
  'clusterId' | 'outsideClusters' | 'assignedTo' | 'resource' | 'within' | 'text' | 'now'
>

export type Values = Record<string, string | number>

type Condition = { parts: string[]; values: Values }

/** The text looked for, as it is stored; empty where none is. */
export const searchedText = (filter: Pick<StoredFilter, 'text'>): string => filter.text?.trim().toLowerCase() ?? ''

/** True where a filter asks for what the stored counts do not tell apart. */
export const asksPlace = ({ resource, within }: GroupFilter): boolean => resource !== undefined || within !== undefined

/** The parts of a filter's condition that come before groups are counted, its text aside. */
export function groupCondition(filter: GroupFilter): Condition {
  const parts: string[] = []
  const values: Values = {}
  const named = (name: string, column: string, value: string | null | undefined): void => {
    if (value === undefined) return
    parts.push(value === null ? `${column} IS NULL` : `${column} = :${name}`)
    if (value !== null) values[name] = value
  }
  named('cluster', 'cluster_id', filter.outsideClusters === true ? null : undefined)
  named('cluster', 'cluster_id', filter.clusterId)
  named('assignedTo', 'assigned_to', filter.assignedTo)
  named('resource', 'resource', filter.resource)
  if (filter.within !== undefined) {
    parts.push(meetsSpan({ from: ':withinStart', to: ':withinEnd' }))
    values['withinStart'] = toMs(filter.within.start)
    values['withinEnd'] = toMs(filter.within.end)
  }
  return { parts, values }
}

/** The SQL condition and values of a filter. */
export function conditionOf(filter: StoredFilter): { where: string; values: Values } {
  const group = groupCondition(filter)
  const parts = [
    'ended IS NULL',
    'pairing_id IN (SELECT value FROM json_each(:pairings))',
    filter.accepted === true ? 'accepted_until > :now' : 'coalesce(accepted_until <= :now, TRUE)',
    ...group.parts,
  ]
  const values: Values = { pairings: JSON.stringify(filter.pairings), now: filter.now, ...group.values }
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
