import { Notification } from 'electron'
import type { DesktopPreferences } from '#contract/desktop'
import type { Run } from '#contract/runs'
import type { Clock } from '../../platform/clock.ts'
import { isQuiet } from './quiet-hours.ts'
import { newsOf } from './sync-news.ts'

type NotifierInput = {
  preferences(): DesktopPreferences
  /** Whether a person looks at the window right now. */
  inView(): boolean
  open(place: string): void
  clock: Clock
}

/** `22:30` on this computer's own clock. */
const timeOf = (now: Date): string =>
  `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`

/** Returns what tells a person of ended syncs: once for all that ended together, and only where something changed. */
export function makeNotifier({ preferences, inView, open, clock }: NotifierInput) {
  return (ended: readonly Run[]): void => {
    const { notify, quiet } = preferences()
    const news = newsOf(ended)
    if (!notify || news === null || inView() || isQuiet(quiet, timeOf(new Date(clock.now())))) return
    if (!Notification.isSupported()) return
    const notification = new Notification({ title: news.title, body: news.body })
    notification.on('click', () => open(news.place))
    notification.show()
  }
}
