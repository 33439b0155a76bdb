import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { type LoadedPage, loadPage } from './page.ts'
import { neededGuards, type StandInSession } from './sessions.ts'
import { appEvents, needsReady, seen, wholePath } from './state.ts'
import { copied, strict } from './strict.ts'

/** Whether every renderer is sandboxed. */
export const sandbox = { on: false }

const mustBe: Partial<Electron.WebPreferences> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
}
/** Electron's own values where a window says nothing. */
const otherwise: Partial<Electron.WebPreferences> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
}

const neededContentGuards = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']

export class StandInWindow {
  readonly events = new EventEmitter()
  readonly contentEvents = new EventEmitter()
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly session: StandInSession
  page: LoadedPage | null = null
  url = ''
  shown = false
  destroyed = false
  zoom = 1
  openHandler: ((details: { url: string }) => { action: string }) | null = null

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    needsReady('BrowserWindow')
    this.options = options
    const preferences = { ...otherwise, ...options.webPreferences }
    if (!sandbox.on) throw new Error('stand-in: app.enableSandbox was not called')
    for (const [name, value] of Object.entries(mustBe)) {
      if (preferences[name as keyof Electron.WebPreferences] !== value)
        throw new Error(`stand-in: ${name} must be ${value}`)
    }
    const { preload, session: own } = preferences
    if (!preload) throw new Error('stand-in: the window has no preload')
    wholePath('the preload', preload)
    if (!preload.endsWith('.cjs'))
      throw new Error('stand-in: a sandboxed preload of a package of modules must end in .cjs')
    if (!own) throw new Error('stand-in: the window has no session of its own')
    this.session = own as unknown as StandInSession
    seen.windows.push(this)
    appEvents.emit('web-contents-created', {}, this.webContents)
  }

  readonly webContents = strict('webContents', {
    on: (event: string, listener: () => void) => void this.contentEvents.on(event, listener),
    setWindowOpenHandler: (handler: (details: { url: string }) => { action: string }) => {
      this.openHandler = handler
    },
    send: (channel: string, ...args: unknown[]) => this.page?.receive(channel, [], ...args.map(copied)),
    getURL: () => this.url,
    setZoomFactor: (factor: number) => {
      this.zoom = factor
    },
    reload: () => void this.#load(this.url),
  })

  loadURL(url: string): Promise<void> {
    const sameDocument = this.page !== null && this.url.split('#')[0] === url.split('#')[0] && this.url !== url
    if (!sameDocument) return this.#load(url)
    this.url = url
    this.page?.goTo(url)
    return Promise.resolve()
  }

  async #load(url: string): Promise<void> {
    const { protocol: scheme } = new URL(url)
    const handler = this.session.handlers.get(scheme.slice(0, -1))
    if (!handler) throw new Error(`stand-in: nobody answers for ${url}`)
    for (const guard of neededGuards) {
      if (this.session.guards[guard] === undefined) throw new Error(`stand-in: the session has no handler for ${guard}`)
    }
    for (const event of neededContentGuards) {
      if (this.contentEvents.listenerCount(event) === 0) throw new Error(`stand-in: nobody guards ${event}`)
    }
    if (!this.openHandler) throw new Error('stand-in: nobody decides about new windows')
    this.page?.unload()
    this.url = url
    const preload = this.options.webPreferences?.preload ?? ''
    this.page = await loadPage({
      url,
      preload,
      answer: handler,
      send: (channel, frame) => ipcEvents.emit(channel, frame),
    })
    this.events.emit('ready-to-show')
  }

  on = (event: string, listener: (...args: never[]) => void): void => void this.events.on(event, listener as () => void)
  once = (event: string, listener: (...args: never[]) => void): void =>
    void this.events.once(event, listener as () => void)
  show = (): void => {
    if (this.page === null) throw new Error('stand-in: the window is shown before its page is drawn')
    this.shown = true
  }
  hide = (): void => {
    this.shown = false
  }
  focus = (): void => {}
  maximize = (): void => {}
  restore = (): void => {}
  isMinimized = (): boolean => false
  isMaximized = (): boolean => false
  isFocused = (): boolean => this.shown
  isDestroyed = (): boolean => this.destroyed
  getBounds = (): Electron.Rectangle => ({
    x: 0,
    y: 0,
    width: this.options.width ?? 0,
    height: this.options.height ?? 0,
  })
  getNormalBounds = (): Electron.Rectangle => this.getBounds()

  /** A person closes the window. */
  close(): void {
    let prevented = false
    this.events.emit('close', { preventDefault: () => (prevented = true) })
    if (prevented) return
    this.destroyed = true
    this.page?.unload()
    if (seen.windows.every(({ destroyed }) => destroyed)) appEvents.emit('window-all-closed')
  }
}
const ipcEvents = new EventEmitter()
export const ipcMain = strict('ipcMain', {
  on(channel: string, listener: (event: { senderFrame: unknown }) => void) {
    if (ipcEvents.listenerCount(channel) > 0) throw new Error(`stand-in: ${channel} is listened to twice`)
    ipcEvents.on(channel, (senderFrame: unknown) => listener({ senderFrame }))
  },
  removeAllListeners: (channel: string) => void ipcEvents.removeAllListeners(channel),
})
/** Channels that a page's preload could reach. */
export const heardChannels = (): (string | symbol)[] => ipcEvents.eventNames()

const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = strict('screen', {
  getAllDisplays: () => (needsReady('screen'), [display]),
  getPrimaryDisplay: () => (needsReady('screen'), display),
  getDisplayMatching: () => (needsReady('screen'), display),
})
export const nativeTheme = strict('nativeTheme', { shouldUseDarkColors: false })
