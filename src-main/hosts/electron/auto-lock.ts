import type { PowerMonitor } from 'electron'
import type { DesktopPreferences } from '#contract/desktop'

const lookEveryMs = 5000

type AutoLockInput = {
  /** Linux tells of no lock of the screen, so there the idle time decides alone. */
  power: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleTime'>
  preferences(): DesktopPreferences
  lock(why: 'idle' | 'screen-locked' | 'suspend'): void
  /** Calls back every `ms` until the returned function is called. */
  every(ms: number, look: () => void): () => void
}

/** Locks after the chosen idle time, at the screen's lock and at sleep (R21); returns the way to stop. */
export function startAutoLock({ power, preferences, lock, every }: AutoLockInput): () => void {
  let idle = false
  const look = (): void => {
    const was = idle
    idle = power.getSystemIdleTime() >= preferences().lockAfterMinutes * 60
    // Once per absence: whoever unlocks by hand from elsewhere is not locked out again at once.
    if (idle && !was) lock('idle')
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
