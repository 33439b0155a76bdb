import type * as Electron from 'electron'
import { appEvents, awaitReady, given, listening, notAfterReady, ready, refuse, seen, wholePath } from './state.ts'
import { strict } from './strict.ts'
import { sandbox, windows } from './windows.ts'

const paths = new Map<string, string>()
let lockAsked = false

/** The events of Electron's app that may concern us. */
const events = [
  ...['ready', 'window-all-closed', 'before-quit', 'will-quit', 'quit', 'open-url', 'open-file', 'activate'],
  ...['second-instance', 'web-contents-created', 'browser-window-created', 'render-process-gone', 'child-process-gone'],
]

function exit(code = 0): void {
  if (seen.exitCode !== null) return
  seen.exitCode = code
  appEvents.emit('stand-in-exit', code)
}

type Covered =
  | 'isPackaged'
  | 'whenReady'
  | 'enableSandbox'
  | 'setPath'
  | 'getPath'
  | 'requestSingleInstanceLock'
  | 'getVersion'
  | 'setName'
  | 'setAppUserModelId'
  | 'setDesktopName'
  | 'setBadgeCount'
  | 'setAsDefaultProtocolClient'
  | 'setAboutPanelOptions'
  | 'quit'
  | 'exit'
  | 'commandLine'

export const app = strict('app', {
  ...listening('app', appEvents, events),
  get isPackaged() {
    return given.packaged
  },
  whenReady() {
    awaitReady()
    return ready() ? Promise.resolve() : new Promise<void>((resolve) => appEvents.once('ready', () => resolve()))
  },
  enableSandbox() {
    notAfterReady('app.enableSandbox')
    sandbox.on = true
  },
  setPath(name: string, path: string) {
    notAfterReady(`app.setPath('${name}')`)
    // Electron refuses a folder that is not there, and does not make it.
    wholePath(`the path of ${name}`, path)
    // The lock lies in that folder, so two workspaces would share one.
    if (lockAsked && name === 'userData') refuse('userData must be set before the single instance lock')
    paths.set(name, path)
  },
  getPath: (name: string) => paths.get(name) ?? refuse(`the path of ${name} was left to Electron`),
  requestSingleInstanceLock() {
    lockAsked = true
    if (!paths.has('userData')) refuse('userData must be set before the single instance lock')
    return !given.secondInstance
  },
  getVersion: () => '0.0.0',
  setName() {},
  setBadgeCount: (count = 0) => {
    seen.badges.push(count)
    return true
  },
  setDesktopName() {
    if (process.platform !== 'linux') refuse('app.setDesktopName is there on Linux only')
  },
  setAppUserModelId() {
    if (process.platform !== 'win32') refuse('app.setAppUserModelId is there on Windows only')
  },
  setAsDefaultProtocolClient: (scheme: string) =>
    scheme === 'plumbline' || refuse(`${scheme} is not our scheme for links`),
  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions) {
    if (options.iconPath !== undefined) wholePath('the icon of the about panel', options.iconPath)
    seen.about.push(options)
  },
  quit() {
    let prevented = false
    appEvents.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (prevented) return
    for (const window of windows) window.close()
    if (windows.every(({ destroyed }) => destroyed)) exit(0)
  },
  exit,
  commandLine: strict('app.commandLine', {
    hasSwitch: (name: string) => given.switches.has(name),
    getSwitchValue: (name: string) => given.switches.get(name) ?? '',
  } satisfies Pick<Electron.CommandLine, 'hasSwitch' | 'getSwitchValue'>) as unknown as Electron.CommandLine,
} satisfies Pick<Electron.App, Covered>)

export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string) => void seen.errorBoxes.push({ title, content }),
  // Somebody presses the button that is there for Enter.
  showMessageBox: (options: Electron.MessageBoxOptions) => {
    seen.messageBoxes.push(options)
    return Promise.resolve({ response: options.defaultId ?? 0, checkboxChecked: false })
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox'> & {
  showMessageBox(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue>
})
