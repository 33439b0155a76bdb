import { Cron } from 'croner'
import { AppError } from '#contract/errors'
import { fromMs, type Instant, type ZoneId } from '#contract/time'

const fieldNames = ['minutes', 'hours', 'days of the month', 'months', 'weekdays'] as const
/** Closer together than this, one sync would hardly end before the next. */
const closestMs = 5 * 60_000
/** Enough occurrences to meet every pair of minutes that follow each other, the turn of an hour and of a day included. */
const looked = 400
/** Any moment serves to hold occurrences against each other. */
const anyMoment: Instant = fromMs(0)

const example = 'For example "0 * * * *" syncs every full hour and "30 6 * * 1-5" on weekdays at 6:30.'

const refuse = (what: string): AppError =>
  new AppError('bad-input', { blame: 'settings', tell: `${what} ${example}`, log: 'schedule refused' })

const cron = (expression: string, zone: string): Cron => new Cron(expression, { mode: '5-part', timezone: zone })

function isReadable(expression: string): boolean {
  try {
    cron(expression, 'UTC')
    return true
  } catch {
    return false
  }
}

/** Throws AppError `bad-input` that names the field that cannot be read, or what else is wrong with the schedule. */
export function checkSchedule(expression: string): void {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== fieldNames.length) {
    throw refuse(
      `The schedule "${expression}" has ${fields.length} parts where five are needed: minutes, hours, days of the month, months, weekdays.`,
    )
  }
  for (const [place, field] of fields.entries()) {
    const alone = fieldNames.map((_, other) => (other === place ? field : '*')).join(' ')
    if (!isReadable(alone)) {
      throw refuse(`The schedule "${expression}" cannot be read: "${field}" does not say any ${fieldNames[place]}.`)
    }
  }
  if (!isReadable(expression)) throw refuse(`The schedule "${expression}" cannot be read.`)
  // In UTC, where no clock change moves two occurrences closer together than the expression says.
  const times = cron(expression, 'UTC').nextRuns(looked, anyMoment)
  const [first] = times
  if (!first) throw refuse(`The schedule "${expression}" names a day that never comes.`)
  const tooClose = times.some((time, index) => {
    const before = times[index - 1]
    return before !== undefined && time.getTime() - before.getTime() < closestMs
  })
  if (tooClose) {
    throw refuse(`The schedule "${expression}" syncs more often than every 5 minutes, which is the closest possible.`)
  }
}

/**
 * The first occurrence after an instant by the wall clock of the zone; null where none comes. An hour that the clock
 * shows twice counts twice for an hourly schedule; a fixed time that the clock skips comes right after the gap.
 */
export function nextAfter(expression: string, zone: ZoneId, after: Instant): Instant | null {
  const next = cron(expression, zone).nextRun(after)
  return next && fromMs(next.getTime())
}
