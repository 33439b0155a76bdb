import { z } from 'zod'
import { LocalTime } from './time.ts'

/** What a person chose for the desktop application. Kept beside the window's bounds; neither secret nor personal. */
export const DesktopPreferences = z.strictObject({
  /** One notification after a sync that changed something, without names. */
  notify: z.boolean(),
  /** No notification from then until then, on this computer's clock; null where any time is fine. */
  quiet: z.strictObject({ from: LocalTime, until: LocalTime }).nullable(),
  /** Minutes without a hand on mouse or keyboard after which the workspace locks (R21). */
  lockAfterMinutes: z.int().min(1).max(30),
  /** Closing the window leaves Plumbline in the tray, so that schedules go on. */
  stayInTray: z.boolean(),
})
export type DesktopPreferences = z.infer<typeof DesktopPreferences>

export const defaultPreferences: DesktopPreferences = {
  notify: true,
  quiet: null,
  lockAfterMinutes: 10,
  stayInTray: false,
}
