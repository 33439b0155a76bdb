import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { type LoadedPage, loadPage } from './page.ts'
import { needsGuards, type StandInSession } from './sessions.ts'
import { appEvents, listening, needsReady, refuse, wholePath } from './state.ts'
import { copied, strict } from './strict.ts'

/** Whether every renderer is sandboxed. */
export const sandbox = { on: false }

/** What keeps a page from the computer; also Electron's own values where a window says nothing. */
const mustBe = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
} as const satisfies Electron.WebPreferences

const guardedEvents = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']
const contentEvents = [
  ...guardedEvents,
  ...['render-process-gone', 'zoom-changed', 'did-fail-load', 'did-finish-load', 'unresponsive', 'responsive'],
]
const windowEvents = [
  ...['ready-to-show', 'close', 'closed', 'show', 'hide', 'focus', 'blur', 'move', 'moved', 'resize', 'resized'],
  ...[
    'maximize',
    'unmaximize',
    'minimize',
    'restore',
    'session-end',
    'query-session-end',
    'unresponsive',
    'responsive',
  ],
]

/** Every window that was opened, in order. */
export const windows: StandInWindow[] = []

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]
type Covered =
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'maximize'
  | 'restore'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFocused'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFullScreen'
  | 'setBackgroundColor'
  | 'getBounds'
  | 'getNormalBounds'
  | 'close'

export class StandInWindow implements Pick<Electron.BrowserWindow, Covered> {
  readonly events = new EventEmitter()
  readonly contentEvents = new EventEmitter()
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly session: StandInSession
  readonly on: ReturnType<typeof listening>['on']
  readonly once: ReturnType<typeof listening>['once']
  page: LoadedPage | null = null
  url = ''
  /** How often a page was dropped, and how often one was loaded into it. */
  drops = 0
  loads = 0
  shown = false
  destroyed = false
  zoom = 1
  openHandler: OpenHandler | null = null
  webRtc = 'default'
  #bounds: Electron.Rectangle

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    needsReady('BrowserWindow')
    this.options = options
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    const preferences = { ...mustBe, ...options.webPreferences }
    if (!sandbox.on) refuse('app.enableSandbox was not called')
    for (const name of Object.keys(mustBe) as (keyof typeof mustBe)[]) {
      if (preferences[name] !== mustBe[name]) refuse(`${name} must be ${String(mustBe[name])}`)
    }
    const { preload, session: own, zoomFactor = 1 } = preferences
    this.zoom = zoomFactor
    if (!preload) refuse('the window has no preload')
    wholePath('the preload', preload)
    if (!preload.endsWith('.cjs')) refuse('a sandboxed preload of a package of modules must end in .cjs')
    if (!own) refuse('the window has no session of its own')
    this.session = own as unknown as StandInSession
    const { on, once } = listening('a window', this.events, windowEvents)
    this.on = on
    this.once = once
    windows.push(this)
    appEvents.emit('web-contents-created', {}, this.webContents)
  }

  readonly webContents = strict('webContents', {
    ...listening('webContents', this.contentEvents, contentEvents),
    ...({
      setWindowOpenHandler: (handler: OpenHandler) => {
        this.openHandler = handler
      },
      send: (channel: string, ...args: unknown[]) => this.page?.receive(channel, [], ...args.map(copied)),
      setWebRTCIPHandlingPolicy: (policy: string) => {
        this.webRtc = policy
      },
      getURL: () => this.url,
      setZoomFactor: (factor: number) => {
        this.zoom = factor
      },
      reload: () => void this.#load(this.url),
      forcefullyCrashRenderer: () => this.crash('killed'),
    } satisfies Pick<
      Electron.WebContents,
      | 'setWindowOpenHandler'
      | 'send'
      | 'getURL'
      | 'setZoomFactor'
      | 'reload'
      | 'forcefullyCrashRenderer'
      | 'setWebRTCIPHandlingPolicy'
    >),
  })

  loadURL(url: string): Promise<void> {
    const sameDocument = this.page !== null && this.url.split('#')[0] === url.split('#')[0] && this.url !== url
    if (!sameDocument) return this.#load(url)
    this.url = url
    return Promise.resolve()
  }

  async #load(url: string): Promise<void> {
    const { protocol: scheme } = new URL(url)
    const handler = this.session.handlers.get(scheme.slice(0, -1)) ?? refuse(`nobody answers for ${url}`)
    needsGuards(this.session)
    for (const event of guardedEvents) {
      if (this.contentEvents.listenerCount(event) === 0) refuse(`nobody guards ${event}`)
    }
    if (this.webRtc !== 'disable_non_proxied_udp') refuse('a page may reach networks through WebRTC')
    if (!this.openHandler) refuse('nobody decides about new windows')
    if (this.page) this.drops++
    this.page?.unload()
    this.url = url
    const preload = this.options.webPreferences?.preload ?? ''
    this.page = await loadPage({ url, preload, answer: handler, send: sendToMain })
    this.loads++
    this.events.emit('ready-to-show')
  }

  show = (): void => {
    if (this.page === null) refuse('the window is shown before its page is drawn')
    this.shown = true
  }
  hide = (): void => {
    this.shown = false
  }
  focus = (): void => {}
  maximize = (): void => {
    // It shows the window as well.
    if (this.page === null) refuse('the window is maximized, and so shown, before its page is drawn')
    this.shown = true
  }
  restore = (): void => {}
  isMinimized = (): boolean => false
  isMaximized = (): boolean => false
  isFocused = (): boolean => this.shown
  isVisible = (): boolean => this.shown
  isDestroyed = (): boolean => this.destroyed
  isFullScreen = (): boolean => false
  setBackgroundColor = (): void => {}
  getBounds = (): Electron.Rectangle => this.#bounds
  getNormalBounds = (): Electron.Rectangle => this.getBounds()

  /** A person moves or resizes the window; a system tells of it step by step. */
  place(bounds: Electron.Rectangle): void {
    this.#bounds = bounds
    for (const event of ['move', 'resize', 'move']) this.events.emit(event)
  }

  /** The page's process ends. */
  crash(reason: 'crashed' | 'killed' | 'oom'): void {
    this.page?.unload()
    this.contentEvents.emit('render-process-gone', {}, { reason, exitCode: 1 })
  }

  /** A person closes the window, or the program does as it quits. */
  close(): void {
    let prevented = false
    this.events.emit('close', { preventDefault: () => (prevented = true) })
    if (prevented) return
    this.destroyed = true
    this.page?.unload()
    this.events.emit('closed')
    if (windows.every(({ destroyed }) => destroyed)) appEvents.emit('window-all-closed')
  }
}

const ipcEvents = new EventEmitter()
export const ipcMain = strict('ipcMain', {
  on(channel: string, listener: (event: { senderFrame: unknown }, ...args: unknown[]) => void) {
    if (ipcEvents.listenerCount(channel) > 0) refuse(`${channel} is listened to twice`)
    ipcEvents.on(channel, (senderFrame: unknown, ...args: unknown[]) => listener({ senderFrame }, ...args))
  },
  removeAllListeners: (channel: string) => void ipcEvents.removeAllListeners(channel),
  /** As Electron's own emitter has it; a spec's client asks by it. */
  emit: (channel: string, { senderFrame }: { senderFrame: unknown }, ...args: unknown[]): boolean =>
    ipcEvents.emit(channel, senderFrame, ...args),
})

/** A message of some frame to the main process; false where nobody listens to it. */
export const sendToMain = (channel: string, frame: unknown, ...args: unknown[]): boolean =>
  ipcEvents.emit(channel, frame, ...args)
/** Channels that a page's preload could reach. */
export const heardChannels = (): (string | symbol)[] => ipcEvents.eventNames()

/** A desk with two screens beside each other. */
const displays = [
  { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
  { id: 2, workArea: { x: 1920, y: 0, width: 1280, height: 720 } },
] as const
const displayAt = (x: number): (typeof displays)[number] => {
  needsReady('screen')
  return x < displays[1].workArea.x ? displays[0] : displays[1]
}
export const screen = strict('screen', {
  getAllDisplays: () => [displayAt(0), displayAt(1920)],
  getPrimaryDisplay: () => displayAt(0),
  getDisplayMatching: ({ x }: Electron.Rectangle) => displayAt(x),
})
export const nativeTheme = strict('nativeTheme', {
  ...listening('nativeTheme', new EventEmitter(), ['updated']),
  ...({
    shouldUseDarkColors: false,
  } satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors'>),
})
