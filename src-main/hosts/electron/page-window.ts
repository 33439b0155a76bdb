import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrowserWindow, nativeTheme, type Session, screen } from 'electron'
import { pageOrigin } from '#contract/bridge'
import type { keptSettings } from './kept-settings.ts'
import type { WatchInput, watchPage } from './watch-page.ts'
import { keepPlace, nextZoom, placeWindow, smallest, zoomThere } from './window-bounds.ts'

type WindowInput = {
  session: Session
  kept: ReturnType<typeof keptSettings>['window']
  /** URL of the built entry, beside which the bridge lies. */
  entry: string
  packaged: boolean
  /** Fragment of the place to open; null for the page's own choice. */
  place: string | null
  /** Asked as the window is about to close: false keeps it, hidden. */
  mayClose(): boolean
  /** Takes care of a page that crashed or hangs. */
  watch(page: Pick<WatchInput, 'reload' | 'end'>): ReturnType<typeof watchPage>
}

/** The colours of the page's two grounds, so that nothing flashes before it is drawn. */
const ground = { light: '#ffffff', dark: '#1a1b1e' } as const
const groundNow = (): string => (nativeTheme.shouldUseDarkColors ? ground.dark : ground.light)

/** A window that is dragged tells of every step; only where it comes to rest is kept. */
const restMs = 400

/** The one window of Plumbline: shown once its page is drawn, where it was the last time on that display. */
export function openPageWindow({ session, kept, entry, packaged, place, mayClose, watch }: WindowInput) {
  const { bounds, maximized, zoom } = placeWindow(kept.read(), screen.getAllDisplays(), screen.getPrimaryDisplay())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Plumbline',
    backgroundColor: groundNow(),
    webPreferences: {
      session,
      preload: join(fileURLToPath(new URL('.', entry)), '..', 'preload', 'bridge.cjs'),
      // Electron's own defaults, said aloud: a later default must not open what they keep shut (R15).
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !packaged,
      // Chromium keeps a zoom per host and puts it before ours at the next start; `isolated` is the window's own.
      zoomMode: 'isolated',
      zoomFactor: zoom,
    },
  })
  let factor = zoom
  let drawn = false
  const appear = (): void => {
    if (drawn || window.isDestroyed()) return
    drawn = true
    // Maximizing shows, too.
    if (maximized) window.maximize()
    window.show()
  }
  window.once('ready-to-show', appear)
  // A page that never comes must not leave a program that nobody sees.
  const late = setTimeout(appear, 10_000)

  const displayNow = () => screen.getDisplayMatching(window.getBounds())
  const keep = (): void => {
    // What a minimized window stands at is no place, and full screen is not how anybody wants to start.
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    const standing = { bounds: window.getNormalBounds(), maximized: window.isMaximized(), zoom: factor }
    try {
      kept.write(keepPlace(kept.read(), displayNow(), standing))
    } catch {
      // A full disk is told by the storage, which a person needs; the place of a window is not worth a word.
    }
  }
  const setZoom = (next: number): void => {
    factor = next
    window.webContents.setZoomFactor(next)
    keep()
  }
  let stoodOn = displayNow().id
  const settle = (): void => {
    if (window.isDestroyed() || window.isMinimized()) return
    const display = displayNow()
    if (display.id === stoodOn) return keep()
    // Another screen has a zoom of its own.
    stoodOn = display.id
    setZoom(zoomThere(kept.read(), display, factor))
  }
  let resting: NodeJS.Timeout | undefined
  // Linux has no `moved` and no `resized`.
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'resize', () => {
      clearTimeout(resting)
      resting = setTimeout(settle, restMs)
    })
  }
  window.on('close', (event) => {
    keep()
    if (mayClose()) return
    event.preventDefault()
    window.hide()
  })
  const recolour = (): void => window.setBackgroundColor(groundNow())
  nativeTheme.on('updated', recolour)
  window.on('closed', () => {
    clearTimeout(resting)
    clearTimeout(late)
    nativeTheme.off('updated', recolour)
  })

  const { webContents: contents } = window
  const zoomBy = (direction: 'in' | 'out' | 'reset'): void =>
    setZoom(direction === 'reset' ? 1 : nextZoom(factor, direction))
  contents.on('zoom-changed', (_event, direction) => zoomBy(direction))
  const watched = watch({ reload: () => contents.reload(), end: () => contents.forcefullyCrashRenderer() })
  contents.on('render-process-gone', (_event, { reason }) => void watched.gone(reason))
  contents.on('did-fail-load', (_event, _code, _words, _url, isMainFrame) => {
    if (isMainFrame) appear()
  })
  window.on('unresponsive', () => void watched.hangs())

  const load = (to: string): void => {
    // A load that another one overtakes rejects; what cannot be loaded stands in the window.
    window.loadURL(`${pageOrigin}/${to}`).catch(() => {})
  }
  load(place ?? '')

  return {
    window,
    /** Another place of the same page; what is drawn already stays drawn. */
    go(to: string): void {
      // The very same address would load the page anew.
      if (contents.getURL() !== `${pageOrigin}/${to}`) load(to)
    },
    zoom: zoomBy,
    /** Drops everything the page holds: after a lock nothing of it may be left in memory (R21). */
    reload: () => contents.reload(),
    /** Writes down where it stands. */
    keep,
    /** Brings it to the front; one that is not drawn yet comes by itself. */
    show(): void {
      if (!drawn) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

export type PageWindow = ReturnType<typeof openPageWindow>
