import type { NotificationConstructorOptions } from 'electron'
import type { DesktopPreferences } from '#contract/desktop'
import type { Run } from '#contract/runs'
import { wallClock, type ZoneId } from '#contract/time'
import type { Clock } from '../../platform/clock.ts'
import { isQuiet } from './quiet-hours.ts'
import { newsOf } from './sync-news.ts'

/** A notification as far as it is used here. */
export type ShownNotification = {
  on(event: 'click' | 'close' | 'failed', listener: () => void): unknown
  show(): void
}

type NotifierInput = {
  preferences(): DesktopPreferences
  /** Whether a person looks at the window right now. */
  inView(): boolean
  open(place: string): void
  /** The operating system's notifications; null where it has none. */
  make(options: NotificationConstructorOptions): ShownNotification | null
  /** Where this computer's clock stands now; a laptop travels. */
  zone(): ZoneId
  clock: Pick<Clock, 'now'>
}

/** So many stay clickable; older ones have long left the screen. */
const mostHeld = 20

/** Returns what tells a person of ended syncs: once for all that ended together, and only where something changed. */
export function makeNotifier({ preferences, inView, open, make, zone, clock }: NotifierInput) {
  // One that nothing holds is collected as garbage, and a click on it then does nothing.
  const held = new Set<ShownNotification>()
  return (ended: readonly Run[]): void => {
    const { notify, quiet } = preferences()
    const news = newsOf(ended)
    if (!notify || news === null || inView() || isQuiet(quiet, wallClock(clock.now(), zone()).time)) return
    const notification = make({ title: news.title, body: news.body })
    if (notification === null) return
    held.add(notification)
    for (const oldest of held) if (held.size > mostHeld) held.delete(oldest)
    notification.on('click', () => {
      held.delete(notification)
      open(news.place)
    })
    notification.on('close', () => held.delete(notification))
    notification.on('failed', () => held.delete(notification))
    notification.show()
  }
}
