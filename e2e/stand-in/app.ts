import { isAbsolute } from 'node:path'
import type * as Electron from 'electron'
import { appEvents, given, listening, notAfterReady, ready, seen, wholePath } from './state.ts'
import { strict } from './strict.ts'
import { sandbox } from './windows.ts'

const paths = new Map<string, string>()
let lockAsked = false

export const app = strict('app', {
  ...listening(appEvents),
  get isPackaged() {
    return given.packaged
  },
  whenReady: () =>
    ready() ? Promise.resolve() : new Promise<void>((resolve) => appEvents.once('ready', () => resolve())),
  enableSandbox() {
    notAfterReady('app.enableSandbox')
    sandbox.on = true
  },
  setPath(name: string, path: string) {
    notAfterReady(`app.setPath('${name}')`)
    if (!isAbsolute(path)) throw new Error(`stand-in: the path of ${name} must be absolute`)
    if (lockAsked && name === 'userData')
      throw new Error('stand-in: userData must be set before the single instance lock')
    paths.set(name, path)
  },
  requestSingleInstanceLock() {
    lockAsked = true
    return !given.secondInstance
  },
  getPath(name: string) {
    const path = paths.get(name)
    if (path === undefined) throw new Error(`stand-in: the path of ${name} was left to Electron`)
    return path
  },
  getVersion: () => '0.0.0',
  setName() {},
  setAppUserModelId() {},
  setAsDefaultProtocolClient: (scheme: string) => {
    if (scheme !== 'plumbline') throw new Error(`stand-in: ${scheme} is not our scheme for links`)
    return true
  },
  setAboutPanelOptions: (options: Electron.AboutPanelOptionsOptions) => {
    if (options.iconPath !== undefined) wholePath('the icon of the about panel', options.iconPath)
  },
  commandLine: strict('app.commandLine', {
    hasSwitch: (name: string) => given.switches.has(name),
    getSwitchValue: (name: string) => given.switches.get(name) ?? '',
  }),
  quit() {
    let prevented = false
    appEvents.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  },
  exit(code = 0) {
    if (seen.exitCode !== null) return
    seen.exitCode = code
    appEvents.emit('stand-in-exit', code)
  },
})

export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string) => void seen.errorBoxes.push({ title, content }),
})
