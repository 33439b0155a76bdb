import { toString as cronWords } from 'cronstrue'
import type { PairingState } from '#contract/pairings'
import { type Instant, toMs, wallClock } from '#contract/time'
import { untilWords } from '../../format/age.ts'
import { dayTimeOf, timeOf } from '../../format/instant.ts'

export type ScheduleChoice = 'hourly' | 'quarterly' | 'daily' | 'hand' | 'own'

/** A schedule as it is entered: the choice, the wall clock of `daily` (`06:30`) and the expression of `own`. */
export type ScheduleValues = { choice: ScheduleChoice; at: string; expression: string }

const hourly = '0 * * * *'
const quarterly = '*/15 * * * *'

/** A stored expression as the form shows it; what no choice covers is the person's own. */
export function scheduleValues(schedule: string | null): ScheduleValues {
  const plain = { at: '06:00', expression: schedule ?? hourly }
  if (schedule === null) return { ...plain, choice: 'hand' }
  if (schedule === hourly) return { ...plain, choice: 'hourly' }
  if (schedule === quarterly) return { ...plain, choice: 'quarterly' }
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(schedule) ?? []
  if (minute === undefined || hour === undefined) return { ...plain, choice: 'own' }
  return { ...plain, choice: 'daily', at: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` }
}

/** The expression that is stored; null for by hand only. Call it only with values that have no problem. */
export function scheduleOf({ choice, at, expression }: ScheduleValues): string | null {
  if (choice === 'hand') return null
  if (choice === 'hourly') return hourly
  if (choice === 'quarterly') return quarterly
  if (choice === 'own') return expression.trim().split(/\s+/).join(' ')
  const [hour, minute] = at.split(':')
  return `${Number(minute)} ${Number(hour)} * * *`
}

/** What stands in the way of this schedule, in words; null where nothing does. */
export function scheduleProblem(values: ScheduleValues): string | null {
  if (values.choice === 'daily') return /^\d{2}:\d{2}$/.test(values.at) ? null : 'Enter the time, such as 06:30.'
  if (values.choice !== 'own') return null
  const parts = values.expression.trim().split(/\s+/)
  if (parts.length !== 5) return 'Five parts, apart by spaces: minute, hour, day of the month, month, day of the week.'
  if (values.expression.length > 100) return 'At most 100 characters.'
  const said = saidOf(values.expression)
  return said.ok ? null : said.text
}

/** When it syncs by itself, in words: `Every hour`, `At 06:30, Monday through Friday`. */
export function scheduleWords(schedule: string | null): string {
  if (schedule === null) return 'By hand only'
  const said = saidOf(schedule)
  return said.ok ? said.text : schedule
}

/** A start is at most this late where nothing holds it up: the schedule is looked at several times a minute. */
const startedWithinMs = 60_000

/** When a pairing syncs by itself next, on the facility's clock: `next sync 14:00 (in 34 min)`, `sync due since 14:00, not started yet`. */
export function nextSyncWords({ nextSyncAt, facility: { zone }, pairing }: PairingState, now: Instant): string {
  const { schedule } = pairing.policy
  if (schedule === null) return 'syncs by hand only'
  if (nextSyncAt === null) return scheduleWords(schedule)
  const today = wallClock(nextSyncAt, zone).date === wallClock(now, zone).date
  const at = today ? timeOf(nextSyncAt, zone) : dayTimeOf(nextSyncAt, zone, now)
  if (toMs(now) - toMs(nextSyncAt) > startedWithinMs) return `sync due since ${at}, not started yet`
  return `next sync ${at} (${untilWords(nextSyncAt, now)})`
}

function saidOf(expression: string): { ok: boolean; text: string } {
  try {
    return { ok: true, text: cronWords(expression.trim(), { use24HourTimeFormat: true }) }
  } catch (thrown) {
    const why = String(thrown instanceof Error ? thrown.message : thrown).replace(/^Error: /, '')
    return { ok: false, text: why === '' ? 'This is not a cron expression.' : why }
  }
}
