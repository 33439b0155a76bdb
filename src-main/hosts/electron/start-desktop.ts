import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  app,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  powerMonitor,
  safeStorage,
  session,
} from 'electron'
import { bridgeChannels } from '#contract/bridge'
import { toErrorData } from '#contract/errors'
import { systemClock } from '../../platform/clock.ts'
import { createFileLogger } from '../../platform/file-logger.ts'
import { describeBug, type Logger } from '../../platform/logger.ts'
import { readPageFiles } from '../../platform/page-files.ts'
import { menuTemplate } from './app-menu.ts'
import { startAutoLock } from './auto-lock.ts'
import { makePortBroker } from './broker-ports.ts'
import type { LivingCore } from './core-client.ts'
import { linkAmong, placeOfLink } from './deep-links.ts'
import { startDeskCore } from './desk-core.ts'
import { followCore } from './follow-core.ts'
import { hardenContents } from './harden-contents.ts'
import { hardenSession } from './harden-session.ts'
import type { CoreBoot } from './host-contract.ts'
import { keptSettings } from './kept-settings.ts'
import { makeNotifier } from './notify.ts'
import { answerPage } from './page-scheme.ts'
import { openPageWindow, type PageWindow } from './page-window.ts'
import type { Prepared } from './prepare-desktop.ts'
import { safeStorageKeychain } from './safe-storage-keychain.ts'
import { hostRouter } from './serve-core.ts'
import { makeTray } from './tray.ts'

const clock = systemClock

/** Runs the desktop application from Electron's readiness to its end. Never rejects: what cannot start says so and ends. */
export async function startDesktop(prepared: Prepared): Promise<void> {
  const logger = createFileLogger({ folder: join(prepared.places.logs, 'desktop'), clock })
  // Every window and frame, whoever makes it, is kept inside the page.
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, logger))
  // Which links and second starts come before the window is there is known only to the operating system.
  const waiting = heldPlaces(prepared)
  try {
    await app.whenReady()
    await run(prepared, { logger, waiting })
  } catch (thrown) {
    const { code, tell } = toErrorData(thrown)
    logger.error('desktop-not-started', { code, ...describeBug(thrown) })
    dialog.showErrorBox('Plumbline cannot start', tell)
    app.exit(1)
  }
}

/** Places asked for by links and second starts: held until there is a window, then handed to it. */
function heldPlaces({ options }: Prepared) {
  let held = options.link === null ? null : placeOfLink(options.link)
  let show: ((place: string | null) => void) | null = null
  const arrive = (link: string | null): void => {
    const place = link === null ? null : placeOfLink(link)
    if (show) show(place)
    else if (place !== null) held = place
  }
  app.on('second-instance', (_event, argv) => arrive(linkAmong(argv)))
  app.on('open-url', (event, link) => {
    event.preventDefault()
    arrive(link)
  })
  return {
    first: () => held,
    from(then: (place: string | null) => void): void {
      show = then
    },
  }
}

type Running = { logger: Logger; waiting: ReturnType<typeof heldPlaces> }

async function run(
  { entry, version, options, places, desktop }: Prepared,
  { logger, waiting }: Running,
): Promise<void> {
  const files = await readPageFiles(fileURLToPath(new URL('../renderer', entry)))
  // Kept on disk, so that the page's own choices (colours, density) stay; never a cache of what it showed.
  const pages = session.fromPartition('persist:plumbline', { cache: false })
  hardenSession(pages)
  pages.protocol.handle('plumbline-page', (request) => answerPage(files, request))

  const kept = keptSettings(desktop)
  const boot: CoreBoot = {
    ...{ folder: places.folder, keysFile: places.keysFile, keyFile: places.keyFile, logs: places.logs },
    ...{ demo: options.demo, version },
    ...(options.demoSeed === undefined ? {} : { demoSeed: options.demoSeed }),
  }
  let core: LivingCore | null = null
  let page: PageWindow | null = null
  let quitting = false

  const show = (place: string | null): void => {
    if (page === null || page.window.isDestroyed()) page = openPage(place)
    else if (place !== null) page.go(place)
    page.show()
  }
  const syncNow = (): void => void core?.client.runs.syncAll({}, { signal: core.gone }).catch(() => show('#/runs'))
  const lock = (why: string): void => {
    if (!core) return
    const { client, gone } = core
    client.workspace.lock({}, { signal: gone }).then(
      () => {
        logger.info('locked', { why })
        if (page && !page.window.isDestroyed()) page.reload()
      },
      // What is kept unlocked on this computer does not lock; the page says so to who asks there.
      () => {},
    )
  }
  const tray = makeTray({
    icon: trayIcon(entry),
    show: () => show(null),
    syncNow,
    lock: () => lock('person'),
    quit: () => app.quit(),
  })
  const notify = makeNotifier({
    preferences: kept.preferences.read,
    inView: () => page !== null && !page.window.isDestroyed() && page.window.isFocused(),
    open: show,
    clock,
  })

  const keychain = safeStorageKeychain(safeStorage, process.platform)
  const processOfCore = startDeskCore({
    ...{ entry, boot, clock, logger },
    router: hostRouter({ keychain, preferences: kept.store }),
    onCore(living) {
      core = living
      void followCore(living, { onStatus: tray.show, onEnded: notify, onWorkspace: () => {} })
    },
  })
  processOfCore.onNews((news) => {
    if (news === null) return
    core = null
    tray.show({ state: 'no-core', open: null, running: false })
    if (page && !page.window.isDestroyed()) page.window.webContents.send(bridgeChannels.core, news)
  })

  const broker = makePortBroker<MessagePortMain>({
    channel: () => new MessageChannelMain(),
    toCore: (port) => processOfCore.connect(port),
    portChannel: bridgeChannels.port,
    ...{ clock, logger },
  })
  // Read here and now: the frame of a message is another one once the page has gone elsewhere.
  ipcMain.on(bridgeChannels.connect, (event) => broker(event.senderFrame))

  function openPage(place: string | null): PageWindow {
    return openPageWindow({
      ...{ session: pages, kept: kept.window, entry, packaged: app.isPackaged, place },
      mayClose: () => quitting || !kept.preferences.read().stayInTray,
    })
  }

  app.setAboutPanelOptions({
    applicationName: 'Plumbline',
    applicationVersion: version,
    version: '',
    copyright: 'Apache-2.0',
    iconPath: trayIcon(entry),
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        developer: !app.isPackaged,
        actions: {
          go: show,
          syncNow,
          lock: () => lock('person'),
          zoom: (direction) => page?.zoom(direction),
        },
      }),
    ),
  )
  const stopAutoLock = startAutoLock({
    power: powerMonitor,
    preferences: kept.preferences.read,
    lock,
    every(ms, look) {
      const timer = setInterval(look, ms)
      return () => clearInterval(timer)
    },
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient('plumbline')

  app.on('activate', () => show(null))
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (quitting) return
    // The core first finishes what must not be cut; then the program ends by itself.
    event.preventDefault()
    quitting = true
    stopAutoLock()
    void processOfCore.close().finally(() => app.exit(0))
  })
  waiting.from(show)
  show(waiting.first())
  logger.info('host-started', {
    host: 'electron',
    version,
    electron: process.versions.electron ?? null,
    demo: options.demo,
  })
}

const trayIcon = (entry: string): string => fileURLToPath(new URL('../../resources/icon.png', entry))
