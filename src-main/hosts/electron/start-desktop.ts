import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  app,
  dialog,
  type Event,
  ipcMain,
  Menu,
  type MessageBoxOptions,
  MessageChannelMain,
  type MessagePortMain,
  Notification,
  powerMonitor,
  safeStorage,
  session,
} from 'electron'
import { bridgeChannels, type CoreNews, pageScheme } from '#contract/bridge'
import { toErrorData } from '#contract/errors'
import { ZoneId } from '#contract/time'
import { systemClock } from '../../platform/clock.ts'
import { createFileLogger } from '../../platform/file-logger.ts'
import { describeBug, type Logger } from '../../platform/logger.ts'
import { readPageFiles } from '../../platform/page-files.ts'
import { menuTemplate } from './app-menu.ts'
import { type LockReason, startAutoLock } from './auto-lock.ts'
import { makePortBroker } from './broker-ports.ts'
import type { LivingCore } from './core-client.ts'
import { linkAmong, placeOfLink } from './deep-links.ts'
import { startDeskCore } from './desk-core.ts'
import { makeDeskLock } from './desk-lock.ts'
import { followCore } from './follow-core.ts'
import { hardenContents } from './harden-contents.ts'
import { hardenSession } from './harden-session.ts'
import type { CoreBoot } from './host-contract.ts'
import { channelOfStore, keptSettings } from './kept-settings.ts'
import { makeNotifier } from './notify.ts'
import { answerPage } from './page-scheme.ts'
import { openPageWindow, type PageWindow } from './page-window.ts'
import type { Prepared } from './prepare-desktop.ts'
import { safeStorageKeychain } from './safe-storage-keychain.ts'
import { hostRouter } from './serve-core.ts'
import { makeTray } from './tray.ts'
import type { TrayStatus } from './tray-words.ts'
import { watchPage } from './watch-page.ts'

const clock = systemClock

/** Runs the desktop application from Electron's readiness to its end. Never rejects: what cannot start says so and ends. */
export async function startDesktop(prepared: Prepared): Promise<void> {
  const logger = createFileLogger({ folder: join(prepared.places.logs, 'desktop'), clock })
  // Electron would show the stack in a box of its own and go on; so does this, in the log.
  for (const bug of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(bug, (thrown: unknown) => logger.error('desktop-bug', describeBug(thrown)))
  }
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
  pages.protocol.handle(pageScheme, (request) => answerPage(files, request))

  const kept = keptSettings(desktop)
  ipcMain.removeAllListeners(channelOfStore)
  const boot = (): CoreBoot => ({
    locked: deskLock.isLocked(),
    ...{ folder: places.folder, keysFile: places.keysFile, keyFile: places.keyFile, logs: places.logs },
    ...{ demo: options.demo, version },
    ...(options.demoSeed === undefined ? {} : { demoSeed: options.demoSeed }),
  })
  let core: LivingCore | null = null
  let page: PageWindow | null = null
  let quitting = false
  let goingDown = false

  const show = (place: string | null): void => {
    if (quitting) return
    if (page === null || page.window.isDestroyed()) page = openPage(place)
    else if (place !== null) page.go(place)
    page.show()
  }
  const dropPage = (): void => {
    if (page && !page.window.isDestroyed()) page.reload()
  }
  const syncNow = (): void => {
    // Where it cannot start, the page says why: locked, no core, nothing set up.
    if (!core) return show(null)
    core.client.runs.syncAll({}, { signal: core.gone }).catch(() => show('#/runs'))
  }
  const say = (box: MessageBoxOptions): void =>
    void dialog.showMessageBox(box).catch(() => logger.warn('box-not-shown'))
  const deskLock = makeDeskLock({ dropPage, say, logger })
  const lock = (why: LockReason): void => void deskLock.lock(core, why)
  const tray = makeTray({
    icon: trayIcon(entry),
    show: () => show(null),
    syncNow,
    lock: () => lock('person'),
    quit: () => app.quit(),
  })
  const onStatus = (status: TrayStatus): void => {
    tray.show(status)
    deskLock.heard(status.state)
    // Windows has no number beside an icon; there the tray alone says it.
    app.setBadgeCount(status.open ?? 0)
  }
  const notify = makeNotifier({
    preferences: kept.preferences.read,
    inView: () => page !== null && !page.window.isDestroyed() && page.window.isFocused(),
    open: show,
    make: (options) => (Notification.isSupported() ? new Notification(options) : null),
    zone: () => ZoneId.parse(new Intl.DateTimeFormat().resolvedOptions().timeZone),
    clock,
  })

  const keychain = safeStorageKeychain(safeStorage, process.platform)
  const processOfCore = startDeskCore({
    ...{ entry, boot, clock, logger },
    router: hostRouter({ keychain, preferences: kept.store }),
    onCore(living) {
      core = living
      void followCore(living, { onStatus, onEnded: notify })
    },
    onEnd() {
      core = null
      onStatus({ state: 'no-core', open: null, running: false })
    },
  })
  const tellPage = (news: CoreNews | null): void => {
    if (news && page && !page.window.isDestroyed()) page.window.webContents.send(bridgeChannels.core, news)
  }
  processOfCore.onNews(tellPage)

  const broker = makePortBroker<MessagePortMain>({
    channel: () => new MessageChannelMain(),
    toCore: processOfCore.connect,
    noCore: () => tellPage(processOfCore.news()),
    portChannel: bridgeChannels.port,
    ...{ clock, logger },
  })
  // Read here and now: the frame of a message is another one once the page has gone elsewhere.
  ipcMain.on(bridgeChannels.connect, (event, again: unknown) => broker(event.senderFrame, again === true))

  function openPage(place: string | null): PageWindow {
    return openPageWindow({
      ...{ session: pages, kept: kept.window, entry, packaged: app.isPackaged, place },
      mayClose: () => quitting || !kept.preferences.read().stayInTray,
      watch: (own) =>
        watchPage({ ...own, quit: () => app.quit(), tell: (box) => dialog.showMessageBox(box), clock, logger }),
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

  // Held back, the system waits a little for the core; where it does not, the ledger is none the worse.
  powerMonitor.on('shutdown', (event?: Event) => {
    event?.preventDefault()
    app.quit()
    goingDown = true
  })
  app.on('activate', () => show(null))
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    // macOS takes a held quit for a refusal to log out, whatever follows. The core was told at `shutdown`.
    if (goingDown && process.platform === 'darwin') return
    // The core first finishes what must not be cut, however often one asks; then the program ends by itself.
    event.preventDefault()
    if (quitting) return
    quitting = true
    stopAutoLock()
    // Ending by `exit` asks no window to close.
    page?.keep()
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
