import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type * as Electron from 'electron'
import { makeKeyring } from './keyring.ts'

/** What the run of the main process left behind, for whoever looks at it. */
export const seen = {
  /** What Electron would have refused, ignored or not had, whoever caught it. */
  faults: [] as string[],
  menus: [] as Electron.MenuItemConstructorOptions[][],
  trayMenus: [] as Electron.MenuItemConstructorOptions[][],
  toolTips: [] as string[],
  notifications: [] as { title: string; body: string; click(): void }[],
  errorBoxes: [] as { title: string; content: string }[],
  /** Questions and messages that were answered with the first button. */
  messageBoxes: [] as Electron.MessageBoxOptions[],
  badges: [] as number[],
  about: [] as Electron.AboutPanelOptionsOptions[],
  exitCode: null as number | null,
}

/** What a scenario sets before the program starts, or while it runs. */
export const given = {
  packaged: process.env['PLUMBLINE_PACKAGED'] === '1',
  /** Another instance has the lock already. */
  secondInstance: false,
  switches: new Map<string, string>(),
  keyring: makeKeyring(process.platform),
  idleSeconds: 0,
  /** What Linux tells of a locked screen; other systems send an event. */
  screenLocked: false,
}

/** Throws what the stand-in refuses, and keeps it: a program that catches it is not excused. */
export function refuse(why: string): never {
  seen.faults.push(why)
  throw new Error(`stand-in: ${why}`)
}

let isReady = false
export const ready = (): boolean => isReady
let awaited = false
/** Whether the program has asked to be told of readiness. */
export const readyAwaited = (): boolean => awaited
export const awaitReady = (): void => {
  awaited = true
}
/** The entry has been loaded: from now on the app is ready. Electron waits for that, so a module that awaits it hangs. */
export function becomeReady(): void {
  isReady = true
  appEvents.emit('ready')
}

/** Refuses where the app is not ready yet. */
export function needsReady(what: string): void {
  if (!isReady) refuse(`${what} cannot be used before the app is ready`)
}
export function notAfterReady(what: string): void {
  if (isReady) refuse(`${what} has no effect once the app is ready`)
}
export function wholePath(what: string, path: string): string {
  if (!isAbsolute(path)) refuse(`${what} must be an absolute path, not ${path}`)
  if (!existsSync(path)) refuse(`${what} does not exist: ${path}`)
  return path
}

/** Events of the app; whoever plays the operating system emits them. */
export const appEvents = new EventEmitter()

/** The part of an emitter that programs use, for the events there are. */
export function listening(name: string, emitter: EventEmitter, events: readonly string[]) {
  const known = (event: string): string =>
    events.includes(event) ? event : refuse(`${name} has no event ${event}, so nobody is ever told`)
  return {
    on: (event: string, listener: (...args: never[]) => void) => void emitter.on(known(event), listener as () => void),
    once: (event: string, listener: (...args: never[]) => void) =>
      void emitter.once(known(event), listener as () => void),
    off: (event: string, listener: (...args: never[]) => void) =>
      void emitter.off(known(event), listener as () => void),
  }
}
