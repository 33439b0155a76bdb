import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrowserWindow, nativeTheme, type Session, screen } from 'electron'
import { pageOrigin } from '#contract/bridge'
import type { keptSettings } from './kept-settings.ts'
import { keepPlace, nextZoom, placeWindow, smallest } from './window-bounds.ts'

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
}

/** The colours of the page's two grounds, so that nothing flashes before it is drawn. */
const ground = { light: '#ffffff', dark: '#1a1b1e' } as const

/** The one window of Plumbline: shown once its page is drawn, where it was the last time on that display. */
export function openPageWindow({ session, kept, entry, packaged, place, mayClose }: WindowInput) {
  const { bounds, maximized, zoom } = placeWindow(kept.read(), screen.getAllDisplays(), screen.getPrimaryDisplay())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Plumbline',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
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
      zoomFactor: zoom,
    },
  })
  let factor = zoom
  if (maximized) window.maximize()
  let drawn = false
  window.once('ready-to-show', () => {
    drawn = true
    window.show()
  })

  const keep = (): void => {
    const display = screen.getDisplayMatching(window.getBounds())
    const standing = { bounds: window.getNormalBounds(), maximized: window.isMaximized(), zoom: factor }
    kept.write(keepPlace(kept.read(), display, standing))
  }
  const setZoom = (next: number): void => {
    factor = next
    window.webContents.setZoomFactor(next)
    keep()
  }
  for (const event of ['resized', 'moved', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'resized', keep)
  }
  // Another screen has a zoom of its own.
  window.on('moved', () => {
    const there = kept.read().displays[String(screen.getDisplayMatching(window.getBounds()).id)]
    if (there && there.zoom !== factor) setZoom(there.zoom)
  })
  window.on('close', (event) => {
    keep()
    if (mayClose()) return
    event.preventDefault()
    window.hide()
  })
  void window.loadURL(`${pageOrigin}/${place ?? ''}`)

  return {
    window,
    /** Another place of the same page; what is drawn already stays drawn. */
    go(to: string): void {
      const address = `${pageOrigin}/${to}`
      // The very same address would load the page anew.
      if (window.webContents.getURL() !== address) void window.loadURL(address)
    },
    zoom: (direction: 'in' | 'out' | 'reset') => setZoom(direction === 'reset' ? 1 : nextZoom(factor, direction)),
    /** Drops everything the page holds: after a lock nothing of it may be left in memory (R21). */
    reload: () => window.webContents.reload(),
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
