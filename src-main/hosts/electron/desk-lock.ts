import { ORPCError } from '@orpc/client'
import type { MessageBoxOptions } from 'electron'
import { toErrorData } from '#contract/errors'
import type { Logger } from '../../platform/logger.ts'
import type { LockReason } from './auto-lock.ts'
import type { LivingCore } from './core-client.ts'
import type { TrayStatus } from './tray-words.ts'

type DeskLockInput = {
  /** Loads the page anew, so that nothing of what it showed is left. */
  dropPage(): void
  say(box: MessageBoxOptions): void
  logger: Logger
}

/** Locks the workspace for main, and knows whether it is locked while there is no core to ask (R21). */
export function makeDeskLock({ dropPage, say, logger }: DeskLockInput) {
  let locked = false
  let underWay = 0
  return {
    /** Whether the next core must begin locked, whatever could open it. */
    isLocked: () => locked,
    /** What a core says of itself. That it is open says nothing while it is being locked: it may have said so before. */
    heard(state: TrayStatus['state']): void {
      if (state === 'locked') locked = true
      else if ((state === 'open' || state === 'viewing') && underWay === 0) locked = false
    },
    async lock(core: LivingCore | null, why: LockReason): Promise<void> {
      // Before it is asked: where it ends of it, the next one is started in the same turn.
      locked = true
      // Without a core there are no keys in memory; what the page shows is still there.
      if (!core) return dropPage()
      underWay++
      try {
        await core.client.workspace.lock({}, { signal: core.gone })
        logger.info('locked', { why })
        dropPage()
      } catch (thrown) {
        // Its port closes before its end is told; whatever it answers itself comes as this class.
        if (core.gone.aborted || !(thrown instanceof ORPCError)) return dropPage()
        locked = false
        const { code, tell } = toErrorData(thrown)
        // What is kept unlocked on this computer does not lock. That is for who asks, not for an empty desk.
        if (code !== 'not-available-here') logger.error('not-locked', { why, code })
        else if (why !== 'person') return
        say({ type: 'warning', message: 'Plumbline was not locked.', detail: tell })
      } finally {
        underWay--
      }
    },
  }
}
