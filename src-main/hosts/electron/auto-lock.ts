import type { PowerMonitor } from 'electron'
import type { DesktopPreferences } from '#contract/desktop'

const lookEveryMs = 5000

/** Who or what locks. */
export type LockReason = 'person' | 'idle' | 'screen-locked' | 'suspend'

type AutoLockInput = {
  /** Linux sends no event at the screen's lock. There the state says it, where the desktop has a screen saver to be asked. */
  power: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleState'>
  preferences(): DesktopPreferences
  lock(why: LockReason): void
  /** Calls back every `ms` until the returned function is called. */
  every(ms: number, look: () => void): () => void
}

/** Locks after the chosen idle time, at the screen's lock and at sleep (R21); returns the way to stop. */
export function startAutoLock({ power, preferences, lock, every }: AutoLockInput): () => void {
  let wasAway = false
  const look = (): void => {
    const state = power.getSystemIdleState(preferences().lockAfterMinutes * 60)
    const away = state === 'idle' || state === 'locked'
    // Once per absence: whoever unlocks by hand from elsewhere is not locked out again at once.
    if (away && !wasAway) lock(state === 'locked' ? 'screen-locked' : 'idle')
    wasAway = away
  }
  const onLock = (): void => lock('screen-locked')
  const onSuspend = (): void => lock('suspend')
  power.on('lock-screen', onLock)
  power.on('suspend', onSuspend)
  const stop = every(lookEveryMs, look)
  return () => {
    stop()
    power.off('lock-screen', onLock)
    power.off('suspend', onSuspend)
  }
}
