import { EventEmitter } from 'node:events'
import { statSync } from 'node:fs'
import type * as Electron from 'electron'
import { given, listening, needsReady, seen, wholePath } from './state.ts'
import { strict } from './strict.ts'

const roles = new Set([
  ...['about', 'hide', 'hideOthers', 'unhide', 'quit', 'close', 'undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'],
  ...['togglefullscreen', 'reload', 'toggleDevTools', 'windowMenu', 'help', 'minimize', 'zoom', 'front'],
])

function checkMenu(template: readonly Electron.MenuItemConstructorOptions[]): void {
  for (const item of template) {
    if (item.role !== undefined && !roles.has(item.role))
      throw new Error(`stand-in: there is no menu role ${item.role}`)
    if (item.role === undefined && item.label === undefined && item.type !== 'separator')
      throw new Error('stand-in: a menu item without a label')
    if (Array.isArray(item.submenu)) checkMenu(item.submenu)
  }
}

class StandInMenu {
  readonly template: Electron.MenuItemConstructorOptions[]
  constructor(template: Electron.MenuItemConstructorOptions[]) {
    this.template = template
  }
}
export const Menu = strict('Menu', {
  buildFromTemplate(template: Electron.MenuItemConstructorOptions[]) {
    checkMenu(template)
    return new StandInMenu(template)
  },
  setApplicationMenu(menu: StandInMenu) {
    needsReady('Menu.setApplicationMenu')
    seen.menus.push(menu.template)
  },
})

export const nativeImage = strict('nativeImage', {
  createFromPath(path: string) {
    wholePath('an icon', path)
    if (statSync(path).size === 0) throw new Error(`stand-in: the icon ${path} is empty`)
    const image = strict('an image', { resize: () => image, setTemplateImage: () => {} })
    return image
  },
})

export class Tray {
  constructor(image: unknown) {
    needsReady('Tray')
    if (!image) throw new Error('stand-in: a tray without an icon')
  }
  setToolTip = (text: string): void => void seen.toolTips.push(text)
  setContextMenu = (menu: StandInMenu): void => void seen.trayMenus.push(menu.template)
  on = (): void => {}
}

export class Notification {
  static isSupported = (): boolean => true
  readonly #options: { title: string; body: string }
  #click: () => void = () => {}
  constructor(options: { title: string; body: string }) {
    this.#options = options
  }
  on = (_event: string, listener: () => void): void => {
    this.#click = listener
  }
  show = (): void => void seen.notifications.push({ ...this.#options, click: () => this.#click() })
}

export const powerEvents = new EventEmitter()
export const powerMonitor = strict('powerMonitor', {
  ...listening(powerEvents),
  getSystemIdleTime: () => given.idleSeconds,
})

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: () => {
    needsReady('safeStorage')
    return Promise.resolve(given.keychain.available)
  },
  encryptStringAsync: async (plain: string) => given.keychain.seal(plain),
  decryptStringAsync: async (sealed: Buffer) => given.keychain.open(sealed),
})

export const shell = strict('shell', {})
