import type { DesktopPreferences } from '#contract/desktop'
import { LocalTime } from '#contract/time'

/** What is chosen for the application, as it is entered; the times stay while quiet hours are off. */
export type DesktopValues = {
  notify: boolean
  quiet: boolean
  from: string
  until: string
  lockAfterMinutes: number | string
  stayInTray: boolean
}

export const desktopValues = ({ quiet, ...kept }: DesktopPreferences): DesktopValues => ({
  ...kept,
  quiet: quiet !== null,
  from: quiet?.from ?? '20:00',
  until: quiet?.until ?? '07:00',
})

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** What stands in the way of keeping it, by field; an empty object where nothing does. */
export function desktopProblems(values: DesktopValues): Partial<Record<keyof DesktopValues, string>> {
  const problems: Partial<Record<keyof DesktopValues, string>> = {}
  const minutes = Number(values.lockAfterMinutes)
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 30)
    problems.lockAfterMinutes = 'Enter a whole number from 1 to 30.'
  if (!values.quiet) return problems
  if (!isTime(values.from)) problems.from = 'Enter a time, such as 20:00.'
  if (!isTime(values.until)) problems.until = 'Enter a time, such as 07:00.'
  else if (values.until === values.from) problems.until = 'Enter another time than the first.'
  return problems
}

/** The values as the host keeps them. Call it only with values that have no problem. */
export const desktopInput = (values: DesktopValues): DesktopPreferences => ({
  notify: values.notify,
  quiet: values.quiet ? { from: LocalTime.parse(values.from), until: LocalTime.parse(values.until) } : null,
  lockAfterMinutes: Number(values.lockAfterMinutes),
  stayInTray: values.stayInTray,
})

/** Whether two choices come to the same, so that there is nothing to save. */
export const sameDesktop = (one: DesktopPreferences, other: DesktopPreferences): boolean =>
  one.notify === other.notify &&
  one.quiet?.from === other.quiet?.from &&
  one.quiet?.until === other.quiet?.until &&
  one.lockAfterMinutes === other.lockAfterMinutes &&
  one.stayInTray === other.stayInTray
