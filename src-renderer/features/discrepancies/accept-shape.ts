import type {
  Cluster,
  DiscrepancyFilter,
  DiscrepancyRow,
  DiscrepancySelection,
  ListSeen,
} from '#contract/discrepancies'
import {
  addDays,
  addMonths,
  type Instant,
  LocalDate,
  startOfDay,
  toInstant,
  wallClock,
  type ZoneId,
} from '#contract/time'
import { countOf, countWords } from '../../format/count.ts'
import { dayTimeOf, spanWords, zoneNameOf } from '../../format/instant.ts'
import { rowKindWords } from '../../format/kind-words.ts'
import { groupTitle } from './list-shape.ts'

/** What a decision is about: one discrepancy, several, or a whole group, with what a dialog says of it. */
export type DecisionTarget = {
  /** As it was seen when a person chose it. */
  of: DiscrepancySelection
  /** How many of them were seen. */
  count: number
  /** Which one, in a sentence. */
  title: string
  zone: ZoneId
  /** The two systems as they are named in a sentence, one “or” the other; `either system` where they are several. */
  systems: string
  /** How many of them share a cause, in a sentence; empty where none does or one is decided by itself. */
  grouped: string
}

const systemsOf = ({ leftSystem, rightSystem }: Pick<DiscrepancyRow, 'leftSystem' | 'rightSystem'>): string =>
  `${leftSystem} or ${rightSystem}`

/** What all of these have in common, or undefined where they differ or there are none. */
const shared = <Value>(values: readonly Value[]): Value | undefined =>
  new Set(values).size === 1 ? values[0] : undefined

const isGrouped = ({ clusterId }: DiscrepancyRow): boolean => clusterId !== null
const sizeOf = ({ length }: readonly DiscrepancyRow[]): number => length

/** A row as the target of a decision. */
export function targetOfRow(row: DiscrepancyRow, now: Instant): DecisionTarget {
  const { pairingId, fingerprint, bornIn, zone } = row
  const who = row.who === '' ? 'nobody assigned' : row.who
  return {
    of: { by: 'fingerprint', rows: [{ pairingId, fingerprint, bornIn }] },
    count: 1,
    title: `${rowKindWords(row)}: ${who}, ${spanWords(row.span, zone, now)}, ${row.facility}`,
    zone,
    systems: systemsOf(row),
    grouped: '',
  }
}

/** Of groups by how many of each are meant: `18 of them share one cause.` */
function groupedWords(sizes: readonly number[]): string {
  const grouped = sizes.reduce((sum, size) => sum + size, 0)
  if (grouped === 0) return ''
  if (sizes.length > 1)
    return `${countWords(grouped)} of them stand in ${countWords(sizes.length)} groups, each of one cause.`
  return grouped === 1
    ? '1 of them belongs to a group of one cause.'
    : `${countWords(grouped)} of them share one cause.`
}

/** Rows picked one by one; `deskZone` tells the time where they are of several zones. */
export function targetOfRows(rows: readonly DiscrepancyRow[], deskZone: ZoneId): DecisionTarget {
  return {
    of: {
      by: 'fingerprint',
      rows: rows.map(({ pairingId, fingerprint, bornIn }) => ({ pairingId, fingerprint, bornIn })),
    },
    count: rows.length,
    title: `${discrepancies(rows.length)} you selected`,
    zone: shared(rows.map(({ zone }) => zone)) ?? deskZone,
    systems: shared(rows.map(systemsOf)) ?? 'either system',
    grouped: groupedWords([...Map.groupBy(rows.filter(isGrouped), ({ clusterId }) => clusterId).values()].map(sizeOf)),
  }
}

type Listed = {
  filter: Omit<DiscrepancyFilter, 'asOf'>
  except: readonly Pick<DiscrepancyRow, 'pairingId' | 'fingerprint'>[]
  seen: ListSeen
  /** How many are meant, those left out taken off. */
  count: number
  /** The groups whose rows are among them. */
  groups: readonly Pick<Cluster, 'rows'>[]
}

/** All that the list held under its filters but those left out. */
export function targetOfListed({ filter, except, seen, count, groups }: Listed, deskZone: ZoneId): DecisionTarget {
  const left = except.length === 0 ? '' : ` but ${countWords(except.length)}`
  return {
    of: {
      by: 'filter',
      filter,
      except: except.map(({ pairingId, fingerprint }) => ({ pairingId, fingerprint })),
      seen,
    },
    count,
    title: `${discrepancies(count)}: all that match the filters${left}`,
    zone: deskZone,
    systems: 'either system',
    grouped: groupedWords(groups.map(({ rows }) => rows)),
  }
}

/** True where it is about more than one, or about whatever a group or a list holds. */
export const isMany = ({ of, count }: DecisionTarget): boolean => of.by !== 'fingerprint' || count > 1

/** A group as it was listed: under which filter, how many of it that left, and the list it stood in. */
export type ListedCluster = { cluster: Cluster; filter: Omit<DiscrepancyFilter, 'asOf'>; count: number; seen: ListSeen }

/** What of a filter leaves some of a group out: a group is of one pairing, and its rows are open or accepted anyway. */
const narrowing = ['kinds', 'text', 'resource', 'assignedTo', 'within'] as const

/** A group as the target of a decision: all of it, or what the filter left of it, so that the count said is what is done. */
export function targetOfCluster({ cluster, filter, count, seen }: ListedCluster): DecisionTarget {
  const { pairingId, zone } = cluster
  const title = `${groupTitle(cluster)}, ${cluster.facility}`
  const about = { count, zone, systems: systemsOf(cluster), grouped: '' }
  if (narrowing.every((key) => filter[key] === undefined)) {
    return { ...about, title, of: { by: 'cluster', pairingId, clusterId: cluster.id, compareId: cluster.compareId } }
  }
  return {
    ...about,
    title: `${title}: the ${countWords(count)} of it that match the filters`,
    of: { by: 'filter', filter: { ...filter, clusterId: cluster.id }, except: [], seen },
  }
}

export const expiries = [
  { value: 'moved', label: 'As long as no value moves' },
  { value: 'day', label: '1 day at most' },
  { value: 'week', label: '1 week at most' },
  { value: 'month', label: '1 month at most' },
  { value: 'date', label: 'Until a day of your choice' },
] as const
export type Expiry = (typeof expiries)[number]['value']

/** The first date that can be picked: tomorrow on the facility's clock. */
export const firstDate = (zone: ZoneId, now: Instant): LocalDate => addDays(wallClock(now, zone).date, 1)

/**
 * When an acceptance ends by itself, on the facility's clock: the same time of day that much later, or the beginning
 * of the day picked. Null where only a value that moves ends it; `problem` says what is still wrong with the date.
 */
export function untilOf(
  { expiry, date, zone }: { expiry: Expiry; date: string; zone: ZoneId },
  now: Instant,
): { until: Instant | null } | { problem: string } {
  const today = wallClock(now, zone)
  const later = (day: LocalDate): { until: Instant } => {
    const moment = toInstant({ date: day, time: today.time, zone, whenDoubled: 'later', whenMissing: 'after' })
    return { until: 'instant' in moment ? moment.instant : startOfDay(day, zone) }
  }
  switch (expiry) {
    case 'moved':
      return { until: null }
    case 'day':
      return later(addDays(today.date, 1))
    case 'week':
      return later(addDays(today.date, 7))
    case 'month':
      return later(addMonths(today.date, 1))
    default: {
      const picked = LocalDate.safeParse(date)
      if (!picked.success) return { problem: 'That is no day.' }
      if (picked.data <= today.date) return { problem: 'That day has begun already. Pick a later one.' }
      return { until: startOfDay(picked.data, zone) }
    }
  }
}

/** When it comes back, before it is decided. */
export function comesBackWords(until: Instant | null, target: DecisionTarget, now: Instant): string {
  const { systems, zone } = target
  const subject = isMany(target) ? 'Each of them' : 'It'
  const moved = `as soon as one of its values moves in ${systems}`
  if (until === null) return `${subject} comes back ${moved}.`
  return `${subject} comes back on ${dayTimeOf(until, zone, now)} ${zoneNameOf(until, zone)}, or earlier ${moved}.`
}

/** The same discrepancy, group or list has the same text, whatever it says by now. */
export function targetKey({ of }: DecisionTarget): string {
  if (of.by === 'cluster') return of.clusterId
  if (of.by === 'filter') return JSON.stringify(of.filter)
  return of.rows.map(({ fingerprint }) => fingerprint).join(' ')
}

/** What was left as it is, because nobody has seen what it says by now. */
export const changedWords = (target: DecisionTarget, changed: number): string =>
  isMany(target)
    ? `${countWords(changed)} changed or came since you saw them; look at them again. What you wrote is kept.`
    : 'It changed since you opened this, so nothing was accepted; look at it again. What you wrote is kept.'

/** How many, with their noun. */
export const discrepancies = (count: number): string => countOf(count, 'discrepancy', 'discrepancies')
