import type { DesktopPreferences } from '#contract/desktop'

/** Whether a time of the computer's clock (`22:30`) lies in the quiet hours, which may go over midnight. The end is outside. */
export function isQuiet(quiet: DesktopPreferences['quiet'], time: string): boolean {
  if (quiet === null || quiet.from === quiet.until) return false
  const { from, until } = quiet
  return from < until ? time >= from && time < until : time >= from || time < until
}
