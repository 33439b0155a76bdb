import type { Cluster, DiscrepancyRow, DiscrepancySelection } from '#contract/discrepancies'
import type { PairingId } from '#contract/ids'
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

/** What a decision is about: one discrepancy or a whole group, with what a dialog says of it. */
export type DecisionTarget = {
  pairingId: PairingId
  /** As it was seen when a person chose it. */
  of: DiscrepancySelection
  /** How many of them were seen. */
  count: number
  /** Which one, in a sentence. */
  title: string
  zone: ZoneId
  leftSystem: string
  rightSystem: string
}

/** A row as the target of a decision. */
export function targetOfRow(row: DiscrepancyRow, now: Instant): DecisionTarget {
  const { pairingId, fingerprint, bornIn, zone, leftSystem, rightSystem } = row
  const who = row.who === '' ? 'nobody assigned' : row.who
  return {
    pairingId,
    of: { by: 'fingerprint', rows: [{ fingerprint, bornIn }] },
    count: 1,
    title: `${rowKindWords(row)}: ${who}, ${spanWords(row.span, zone, now)}, ${row.facility}`,
    zone,
    leftSystem,
    rightSystem,
  }
}

/** A group as the target of a decision: all of it, also what a filter hides. */
export function targetOfCluster(cluster: Cluster): DecisionTarget {
  const { pairingId, zone, leftSystem, rightSystem } = cluster
  return {
    pairingId,
    of: { by: 'cluster', clusterId: cluster.id, compareId: cluster.compareId },
    count: cluster.rows,
    title: `${groupTitle(cluster)}, ${cluster.facility}`,
    zone,
    leftSystem,
    rightSystem,
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
  const { leftSystem, rightSystem, zone } = target
  const subject = target.of.by === 'cluster' ? 'Each of them' : 'It'
  const moved = `as soon as one of its values moves in ${leftSystem} or ${rightSystem}`
  if (until === null) return `${subject} comes back ${moved}.`
  return `${subject} comes back on ${dayTimeOf(until, zone, now)} ${zoneNameOf(until, zone)}, or earlier ${moved}.`
}

/** The same discrepancy or group has the same text, whatever it says by now. */
export const targetKey = ({ of }: DecisionTarget): string =>
  of.by === 'cluster' ? of.clusterId : of.rows.map(({ fingerprint }) => fingerprint).join(' ')

/** What was left as it is, because nobody has seen what it says by now. */
export const changedWords = ({ of }: DecisionTarget, changed: number): string =>
  of.by === 'cluster'
    ? `${countWords(changed)} changed or joined since you opened this; look at them again. What you wrote is kept.`
    : 'It changed since you opened this, so nothing was accepted; look at it again. What you wrote is kept.'

/** How many, with their noun. */
export const discrepancies = (count: number): string => countOf(count, 'discrepancy', 'discrepancies')
