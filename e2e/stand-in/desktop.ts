import { EventEmitter } from 'node:events'
import { statSync } from 'node:fs'
import type * as Electron from 'electron'
import { given, listening, needsReady, refuse, seen, wholePath } from './state.ts'
import { strict } from './strict.ts'

type Item = Electron.MenuItemConstructorOptions

const roles: ReadonlySet<NonNullable<Item['role']>> = new Set([
  ...(['about', 'hide', 'hideOthers', 'unhide', 'quit', 'close', 'undo', 'redo', 'cut', 'copy', 'paste'] as const),
  ...(['selectAll', 'togglefullscreen', 'reload', 'toggleDevTools', 'windowMenu', 'help', 'minimize'] as const),
  ...(['zoom', 'front'] as const),
])

function checkMenu(template: readonly Item[]): void {
  for (const { role, label, type, submenu } of template) {
    if (role !== undefined && !roles.has(role)) refuse(`there is no menu role ${role}`)
    if (role === undefined && label === undefined && type !== 'separator') refuse('a menu item without a label')
    if (Array.isArray(submenu)) checkMenu(submenu)
  }
}

class StandInMenu {
  readonly template: Item[]
  constructor(template: Item[]) {
    this.template = template
  }
}
export const Menu = strict('Menu', {
  buildFromTemplate(template: Item[]) {
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
    if (statSync(path).size === 0) refuse(`the icon ${path} is empty`)
    const image = strict('an image', { resize: () => image, setTemplateImage: () => {} })
    return image
  },
})

export class Tray {
  constructor(image: unknown) {
    needsReady('Tray')
    if (!image) refuse('a tray without an icon')
  }
  setToolTip = (text: string): void => void seen.toolTips.push(text)
  setContextMenu = (menu: StandInMenu): void => void seen.trayMenus.push(menu.template)
  on = (): void => {}
}

export class Notification {
  static isSupported = (): boolean => true
  readonly #options: { title: string; body: string }
  #click: () => void = () => {}
  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions) {
    needsReady('Notification')
    this.#options = { title, body }
  }
  on = (event: string, listener: () => void): void => {
    if (event === 'click') this.#click = listener
    else if (!['close', 'failed', 'show'].includes(event)) refuse(`a notification has no event ${event}`)
  }
  show = (): void => void seen.notifications.push({ ...this.#options, click: () => this.#click() })
}

export const powerEvents = new EventEmitter()
export const powerMonitor = strict('powerMonitor', {
  ...listening('powerMonitor', powerEvents, ['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen']),
  ...({
    getSystemIdleTime() {
      needsReady('powerMonitor')
      return given.idleSeconds
    },
    getSystemIdleState(threshold: number) {
      needsReady('powerMonitor')
      if (given.screenLocked) return 'locked'
      return given.idleSeconds >= threshold ? 'idle' : 'active'
    },
  } satisfies Pick<Electron.PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState'>),
})

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable() {
    needsReady('safeStorage')
    return given.keyring.isAsyncEncryptionAvailable()
  },
  encryptStringAsync: (plain: string) => given.keyring.encryptStringAsync(plain),
  decryptStringAsync: (sealed: Buffer) => given.keyring.decryptStringAsync(sealed),
} satisfies Pick<Electron.SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>)

export const shell = strict('shell', {})
