import { addDays, fromMs, type LocalDate, startOfDay, toMs, wallClock, type ZoneId } from '#contract/time'

/** Records that start within one `slotMs`, `at` being its start in ms UTC: how many show a cause, of how many that could. */
export type Moment = { at: number; affected: number; eligible: number }

/** A stretch of time in which nearly every record that could show a cause does. Times in ms UTC, the end excluded. */
export type Stretch = {
  startMs: number
  endMs: number
  rows: number
  of: number
  /** The first and the last local day in it. */
  since: LocalDate
  until: LocalDate
  /** The last local day before it, and the first one after it, with records that could have shown it; null where none. */
  before: LocalDate | null
  after: LocalDate | null
}

/** A local day from its first instant to the next day's, in ms UTC. */
export type LocalDay = { date: LocalDate; startMs: number; endMs: number }
/** The local day of a moment in ms UTC. */
export type DayAt = (ms: number) => LocalDay

const dayFinders = new Map<ZoneId, DayAt>()

/**
 * Finds the days of one zone. Each is worked out once, because hundreds of causes ask for the same days in every
 * compare: a small object for each day of the windows compared, a few thousand at most.
 */
export function makeDayAt(zone: ZoneId): DayAt {
  const made = dayFinders.get(zone)
  if (made) return made
  const known = new Map<number, LocalDay[]>()
  const dayAt: DayAt = (ms) => {
    const place = Math.floor(ms / dayMs)
    const near = known.get(place) ?? []
    let day = near.find(({ startMs, endMs }) => ms >= startMs && ms < endMs)
    if (!day) {
      const { date } = wallClock(fromMs(ms), zone)
      const [startMs, endMs] = [toMs(startOfDay(date, zone)), toMs(startOfDay(addDays(date, 1), zone))]
      day = { date, startMs, endMs }
      known.set(place, [...near, day])
    }
    return day
  }
  dayFinders.set(zone, dayAt)
  return dayAt
}

/** Records are counted by quarters of an hour: no zone's day begins anywhere else. */
export const slotMs = 900_000
const dayMs = 86_400_000

/** Fewer discrepancies are no shorter as one line. */
export const fewestRows = 5

/** A record that shows it speaks for a stretch, one that does not speaks twice against it: two of three must show it. */
const against = 2
/** What must be left over: five of five, or six of seven. */
export const enoughLeftOver = 4
/** Fewer at the edge of a day are taken for chance. */
const edgeRows = 3

type Dated = Moment & { day: LocalDate }
/** A local day, by the places of its first and last moment. */
type Day = { first: number; last: number; score: number }

const scoreOf = ({ affected, eligible }: Omit<Moment, 'at'>): number => affected - against * (eligible - affected)

/** The smallest number of records that could show a cause with which a day of so many rows no longer speaks for it. */
export const tooManyFor = (rows: number): number => Math.ceil(rows + rows / against)

/**
 * What a day of so many rows can add to a stretch at most, where at least so many records could have shown their cause.
 * Days of which these sums stay below `enoughLeftOver` hold no stretch, whatever lies between them.
 */
export const canAdd = (rows: number, atLeast: number): number =>
  Math.max(0, scoreOf({ affected: rows, eligible: Math.max(rows, atLeast) }))

/** How many of these rows start in each local day that has any, by time as the rows come. */
export function daysShowing(rows: readonly { startMs: number }[], dayAt: DayAt): (LocalDay & { rows: number })[] {
  const days: (LocalDay & { rows: number })[] = []
  for (const { startMs } of rows) {
    const today = days.at(-1)
    if (today && startMs < today.endMs) today.rows += 1
    else days.push({ ...dayAt(startMs), rows: 1 })
  }
  return days
}

function daysOf(moments: readonly Dated[]): Day[] {
  const days: Day[] = []
  for (const [place, moment] of moments.entries()) {
    const today = days.at(-1)
    if (today && moments[today.first]?.day === moment.day) {
      today.last = place
      today.score += scoreOf(moment)
    } else days.push({ first: place, last: place, score: scoreOf(moment) })
  }
  return days
}

/** The run of days whose scores add up to the most, the shortest of such runs; null where that is not enough. */
function bestRun(days: readonly Day[]): { first: number; last: number } | null {
  let best: { first: number; last: number; score: number } | null = null
  let [start, sum] = [0, 0]
  for (const [place, day] of days.entries()) {
    if (sum <= 0) [start, sum] = [place, 0]
    sum += day.score
    if (!best || sum > best.score) {
      best = { first: days[start]?.first ?? 0, last: day.last, score: sum }
    }
  }
  return best && best.score >= enoughLeftOver ? best : null
}

/**
 * How many moments from this place on, going by `step` within one day, show it without exception; 0 where they hold no
 * more than chance could. So a cause that sets in in the middle of a day is found, and a stray row beside it is not.
 */
function edgeRun(moments: readonly Dated[], from: number, step: 1 | -1): number {
  let [length, rows] = [0, 0]
  for (let place = from; ; place += step) {
    const moment = moments[place]
    if (!moment || moment.day !== moments[from]?.day || moment.affected < moment.eligible) break
    length += 1
    rows += moment.affected
  }
  return rows >= edgeRows ? length : 0
}

function dateMoments(moments: readonly Moment[], dayAt: DayAt): Dated[] {
  let today: LocalDay | null = null
  return moments
    .filter(({ affected, eligible }) => affected > 0 || eligible > 0)
    .map((one) => {
      if (today === null || one.at >= today.endMs) today = dayAt(one.at)
      // A row counts as eligible even where the records do not show it: times may have moved it to another moment.
      return { ...one, eligible: Math.max(one.eligible, one.affected), day: today.date }
    })
}

/**
 * The stretch in which a cause is the rule: local days of the facility's zone of which at least two in three records
 * that could show it do, at least five in all. Records of the same cause outside of it are chance as far as anybody can
 * tell. Moments come by time; null where there is no such stretch.
 */
export function findStretch(moments: readonly Moment[], dayAt: DayAt): Stretch | null {
  const dated = dateMoments(moments, dayAt)
  const run = bestRun(daysOf(dated))
  if (!run) return null
  const first = run.first - edgeRun(dated, run.first - 1, -1)
  const last = run.last + edgeRun(dated, run.last + 1, 1)
  const within = dated.slice(first, last + 1)
  const [start, end] = [within[0], within.at(-1)]
  const rows = within.reduce((sum, { affected }) => sum + affected, 0)
  if (!start || !end || rows < fewestRows) return null
  return {
    startMs: start.at,
    endMs: end.at + slotMs,
    rows,
    of: within.reduce((sum, { eligible }) => sum + eligible, 0),
    since: start.day,
    until: end.day,
    before: dated[first - 1]?.day ?? null,
    after: dated[last + 1]?.day ?? null,
  }
}
