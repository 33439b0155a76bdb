import { shortMonthNames } from '#contract/month-names'
import { addDays, LocalDate } from '#contract/time'
import { dayNumberOf, weekdayOf } from './calendar-date.ts'

const months = shortMonthNames.map((name) => name.toLowerCase())
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const near: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 }

/** The date where there is one: 30 February is none. */
function real(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const date = LocalDate.safeParse(text)
  if (!date.success) return null
  try {
    return addDays(date.data, 0)
  } catch {
    return null
  }
}

/** A day said with its year, or without one: then the one nearest to today. */
function dated(day: number, month: number, year: string | undefined, today: LocalDate): LocalDate | null {
  if (year !== undefined) return real(Number(year), month, day)
  const thisYear = Number(today.slice(0, 4))
  const away = (date: LocalDate): number => Math.abs(dayNumberOf(date) - dayNumberOf(today))
  const known = [thisYear - 1, thisYear, thisYear + 1].map((one) => real(one, month, day))
  return known.filter((date) => date !== null).sort((a, b) => away(a) - away(b))[0] ?? null
}

/** The day of that weekday, by its name or the beginning of it, today or within the next six days. */
function nextWeekday(said: string, today: LocalDate): LocalDate | null {
  const wanted = weekdays.findIndex((name) => said.length >= 3 && name.startsWith(said))
  return wanted < 0 ? null : addDays(today, (wanted - weekdayOf(today) + 7) % 7)
}

/**
 * The local day that a text names: `18 Nov`, `Nov 18`, `18 November 2026`, `18.11.`, `2026-11-18`, `tomorrow`, `Fri` (the
 * next one, today included). Without a year it is the one nearest to today. Null where the text names none.
 */
export function dateIn(text: string, today: LocalDate): LocalDate | null {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[,\s]+/g, ' ')
  const away = near[said]
  if (away !== undefined) return addDays(today, away)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said)
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dotted = /^(\d{1,2})\.(\d{1,2})\.? ?(\d{4})?$/.exec(said)
  if (dotted) return dated(Number(dotted[1]), Number(dotted[2]), dotted[3], today)
  const named = /^(?:(\d{1,2}) ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}))(?: (\d{4}))?$/.exec(said)
  if (!named) return nextWeekday(said, today)
  const month = months.findIndex((name) => (named[2] ?? named[3] ?? '').startsWith(name))
  return month < 0 ? null : dated(Number(named[1] ?? named[4]), month + 1, named[5], today)
}
