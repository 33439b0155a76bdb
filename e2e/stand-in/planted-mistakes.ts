/** One mistake in the wiring, planted into a copy of the built program. */
export type PlantedMistake = {
  name: string
  /** Which built files may hold the text; it must stand there exactly once in all. */
  file: RegExp
  find: string
  put: string
  /** The scenario that must fail, and what it must say. */
  scenario: string
  shows: RegExp
}

const main = /^main\/electron\.js$/
const bridge = /^preload\/bridge\.cjs$/
/** Where the native file is checked, wherever the bundler puts it. */
const coreEntry = /^main\/(core-entry|chunks\/native-file[^/]*)\.js$/
const chunks = /^main\/chunks\/[^/]+\.js$/

/** Put in the place of a call's function: the call is made, and nothing comes of it. */
const nothing = '((_) => {})('

type Row = readonly [name: string, find: string, put: string, shows: RegExp]
const rows = (file: RegExp, scenario: string, ...all: Row[]): PlantedMistake[] =>
  all.map(([name, find, put, shows]) => ({ name, file, find, put, scenario, shows }))

const noAnswer = /an answer of the core did not come/

/** Mistakes that compile, build and pass every test of a module by itself. */
export const plantedMistakes: readonly PlantedMistake[] = [
  ...rows(
    main,
    'first-start',
    ['preload has the wrong extension', '"bridge.cjs"', '"bridge.js"', /the preload does not exist/],
    ['core has another file name', '"./core-entry.js"', '"./core.js"', /the core's entry does not exist/],
    [
      'page lies elsewhere',
      'new URL("../renderer", entry)',
      'new URL("../page", entry)',
      /page of Plumbline was not built/,
    ],
    ['icon lies elsewhere', '"../../resources/icon.png"', '"../resources/icon.png"', /an icon does not exist/],
    ['readiness is not awaited', 'await app.whenReady();', '', /before the app is ready/],
    [
      'readiness is awaited at the top level',
      'if (prepared) startDesktop(prepared);',
      'if (prepared) await startDesktop(prepared);',
      /the end of the entry.* did not come/,
    ],
    [
      'scheme is not registered',
      'protocol.registerSchemesAsPrivileged([pageSchemePrivileges]);',
      '',
      /not registered as standard/,
    ],
    [
      'scheme is registered after readiness',
      'await app.whenReady();',
      'await app.whenReady(); protocol.registerSchemesAsPrivileged([pageSchemePrivileges]);',
      /no effect once the app is ready/,
    ],
    [
      'places are left to Electron',
      'app.setPath("userData", desktop);',
      '',
      /userData must be set before the single instance lock/,
    ],
    ['menu has a role that is not there', 'role: "windowMenu"', 'role: "windows"', /there is no menu role windows/],
    ['node integration is on', 'nodeIntegration: false,', 'nodeIntegration: true,', /nodeIntegration must be false/],
    [
      'context isolation is off',
      'contextIsolation: true,',
      'contextIsolation: false,',
      /contextIsolation must be true/,
    ],
    ['a window is not sandboxed', 'sandbox: true,', 'sandbox: false,', /sandbox must be true/],
    ['renderers are not sandboxed', 'app.enableSandbox();', '', /app\.enableSandbox was not called/],
    ['web security is off', 'webSecurity: true,', 'webSecurity: false,', /webSecurity must be true/],
    ['nobody checks permissions', 'session.setPermissionCheckHandler(', nothing, /no handler for check/],
    ['nobody answers for permissions', 'session.setPermissionRequestHandler(', nothing, /no handler for ask/],
    ['nobody answers for devices', 'session.setDevicePermissionHandler(', nothing, /no handler for device/],
    ['the page keeps a cache', '{ cache: false }', '{}', /keeps a cache/],
    ['navigation is not guarded', 'contents.on("will-navigate", guard);', '', /nobody guards will-navigate/],
    ['new windows are not decided', 'contents.setWindowOpenHandler(', nothing, /nobody decides about new windows/],
    [
      'port channel has a typo',
      'port: "plumbline:port"',
      'port: "plumbline:prot"',
      /does not listen to plumbline:prot/,
    ],
    [
      'port is not transferred to the page',
      'frame.postMessage(portChannel, null, [port2])',
      'frame.postMessage(portChannel, null, [])',
      noAnswer,
    ],
    [
      'port is not transferred to the core',
      'child?.postMessage({ kind: "page" }, [port]);',
      'child?.postMessage({ kind: "page" });',
      noAnswer,
    ],
    ['core cannot ask the main process', 'child.postMessage({ kind: "host" }, [asked.port1]);', '', noAnswer],
  ),
  ...rows(
    bridge,
    'first-start',
    ['channel has a typo in the bridge', 'connect: "plumbline:connect"', 'connect: "plumbline:conect"', noAnswer],
    ['bridge drops the port', 'tell({ plumbline: "port" }, ports)', 'tell({ plumbline: "port" })', noAnswer],
    [
      'bridge requires more than a sandbox has',
      'let electron = require("electron");',
      'let electron = require("electron"); require("node:fs");',
      /cannot require node:fs/,
    ],
  ),
  ...rows(
    chunks,
    'first-start',
    ['policy does not name the nonce', "'nonce-${nonce}'", "'nonce-'", /nonce is not that of its policy/],
    [
      'core does not start the port of a page',
      'handler.upgrade(guarded, { context: {} });\n\t\tport.start?.();',
      'handler.upgrade(guarded, { context: {} });',
      noAnswer,
    ],
  ),
  ...rows(coreEntry, 'first-start', [
    'native file is another one',
    '"sha256"',
    '"sha512"',
    /not the one it was built with: .* is another file/,
  ]),
  ...rows(
    main,
    'hostile',
    [
      'every permission is granted',
      'permission === allowed && mainFrame && origin',
      'permission !== "" || origin',
      /may geolocation/,
    ],
    ['guard of navigation lets pass', 'if (isPageAddress(event.url)) return;', 'return;', /go to https:/],
    ['windows may be opened', '{ action: "deny" }', '{ action: "allow" }', /a window of https:/],
    [
      'sender may be any page',
      'return frame.origin === "plumbline-page://page" ? null : "origin";',
      'return null;',
      /a port for a foreign origin/,
    ],
    ['sender may be a subframe', 'if (frame.parent !== null) return "not-top";', '', /a port for a subframe/],
    [
      'a library listens to pages',
      'ipcMain.removeAllListeners(channelOfStore);',
      '',
      /the channel electron-store-get-data/,
    ],
    ['page may fetch anything', 'answer({ cancel: !isOwn(url) })', 'answer({})', /fetch https:/],
  ),
  ...rows(main, 'second-instance', [
    'a second instance goes on',
    'if (!app.requestSingleInstanceLock()) {',
    'if (app.requestSingleInstanceLock() === null) {',
    /a second instance opens nothing/,
  ]),
  ...rows(main, 'refused-starts', [
    'refused switches are let pass',
    'if (refused !== null) return giveUp(refused);',
    '',
    /start 0/,
  ]),
  ...rows(main, 'quit', [
    'program ends without its core',
    'processOfCore.close().finally(() => app.exit(0));',
    'app.exit(0);',
    /the core ended in order/,
  ]),
  ...rows(main, 'core-ends', [
    'page is not told of a dead core',
    'processOfCore.onNews(tellPage);',
    '',
    /nothing was said/,
  ]),
  ...rows(
    main,
    'auto-lock',
    [
      'nothing locks by itself',
      'const stopAutoLock = startAutoLock({',
      'const stopAutoLock = ((_) => () => {})({',
      /the end of the page after suspend did not come/,
    ],
    [
      'a core is started without knowing that it is locked',
      'locked: deskLock.isLocked()',
      'locked: false',
      /the next core begins locked/,
    ],
  ),
  ...rows(main, 'window-habits', [
    'zoom of another screen is not looked for',
    'setZoom(zoomThere(kept.read(), display, factor));',
    'keep();',
    /the zoom of the first screen did not come/,
  ]),
  ...rows(main, 'sync-news', [
    'a notification says more than numbers',
    'body: news.body',
    'body: `${news.body} ${ended[0]?.pairingId}`',
    /numbers, and nothing of what they are about/,
  ]),
]
