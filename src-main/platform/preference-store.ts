import type { DesktopPreferences } from '#contract/desktop'

/** What a person chose for the application itself, where the host has something to choose. */
export type PreferenceStore = {
  show(): Promise<DesktopPreferences>
  /** Returns what is kept now. */
  save(preferences: DesktopPreferences): Promise<DesktopPreferences>
}
