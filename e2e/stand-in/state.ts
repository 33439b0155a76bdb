import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type * as Electron from 'electron'
import type { StandInUtilityProcess } from './core-thread.ts'
import type { StandInWindow } from './windows.ts'

export const seen = {
  menus: [] as Electron.MenuItemConstructorOptions[][],
  trayMenus: [] as Electron.MenuItemConstructorOptions[][],
  toolTips: [] as string[],
  notifications: [] as { title: string; body: string; click(): void }[],
  errorBoxes: [] as { title: string; content: string }[],
  windows: [] as StandInWindow[],
  cores: [] as StandInUtilityProcess[],
  opened: [] as string[],
  exitCode: null as number | null,
}

/** What a scenario sets before the program starts. */
export const given = {
  packaged: false,
  platform: process.platform,
  /** Another instance has the lock already. */
  secondInstance: false,
  switches: new Map<string, string>(),
  /** The keychain: how it seals, opens and refuses. */
  keychain: {
    available: true,
    seal: (plain: string): Buffer => Buffer.from(`v11${Buffer.from(plain).toString('base64')}`),
    open: (sealed: Buffer): { result: string; shouldReEncrypt: boolean } => ({
      result: Buffer.from(sealed.subarray(3).toString(), 'base64').toString(),
      shouldReEncrypt: false,
    }),
  },
  idleSeconds: 0,
}

let isReady = false
export const ready = (): boolean => isReady
/** The entry has been loaded: from now on the app becomes ready. Electron waits for that, and so a module that awaits it hangs. */
export const becomeReady = (): void => {
  isReady = true
  appEvents.emit('ready')
}

/** Throws where the app is not ready yet. */
export const needsReady = (what: string): void => {
  if (!isReady) throw new Error(`stand-in: ${what} cannot be used before the app is ready`)
}
export const notAfterReady = (what: string): void => {
  if (isReady) throw new Error(`stand-in: ${what} has no effect once the app is ready`)
}
export const wholePath = (what: string, path: string): string => {
  if (!isAbsolute(path)) throw new Error(`stand-in: ${what} must be an absolute path, not ${path}`)
  if (!existsSync(path)) throw new Error(`stand-in: ${what} does not exist: ${path}`)
  return path
}

/** Events of the app; whoever plays the operating system emits them. */
export const appEvents = new EventEmitter()

/** The part of an emitter that programs use. */
export const listening = (emitter: EventEmitter) => ({
  on: (event: string, listener: (...args: never[]) => void) => void emitter.on(event, listener as () => void),
  once: (event: string, listener: (...args: never[]) => void) => void emitter.once(event, listener as () => void),
  off: (event: string, listener: (...args: never[]) => void) => void emitter.off(event, listener as () => void),
})
