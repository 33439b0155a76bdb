import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { places } from '../../../src-renderer/features/frame/places.ts'
import { menuTemplate } from './app-menu.ts'
import { placeOfLink } from './deep-links.ts'

const platforms = ['linux', 'win32', 'darwin'] as const
const systems = platforms.flatMap((platform) => [
  { platform, developer: false },
  { platform, developer: true },
])

/** Roles of Electron 45 that this menu may use. */
const roles = new Set<MenuItemConstructorOptions['role']>([
  ...(['about', 'hide', 'hideOthers', 'unhide', 'quit', 'close', 'undo', 'redo', 'cut', 'copy', 'paste'] as const),
  ...(['selectAll', 'togglefullscreen', 'windowMenu', 'help', 'reload', 'toggleDevTools'] as const),
])

/** What Electron gives a role where the item says nothing. */
const keysOfRoles: Readonly<Record<string, string>> = {
  undo: 'CmdOrCtrl+Z',
  redo: 'CmdOrCtrl+Shift+Z',
  cut: 'CmdOrCtrl+X',
  copy: 'CmdOrCtrl+C',
  paste: 'CmdOrCtrl+V',
  selectAll: 'CmdOrCtrl+A',
  quit: 'CmdOrCtrl+Q',
  close: 'CmdOrCtrl+W',
  reload: 'CmdOrCtrl+R',
  toggleDevTools: 'CmdOrCtrl+Shift+I',
  togglefullscreen: 'F11',
}

/** Keys with Ctrl that the page itself listens to: palette, pick all, copy a row, send a text. */
const keysOfPage = ['CmdOrCtrl+K', 'CmdOrCtrl+A', 'CmdOrCtrl+C', 'CmdOrCtrl+Enter']

function build({ platform, developer }: (typeof systems)[number]) {
  const done: string[] = []
  const template = menuTemplate({
    platform,
    developer,
    actions: {
      go: (place) => done.push(place),
      syncNow: () => done.push('sync'),
      lock: () => done.push('lock'),
      zoom: (direction) => done.push(`zoom ${direction}`),
    },
  })
  const all: MenuItemConstructorOptions[] = []
  const walk = (items: readonly MenuItemConstructorOptions[]): void => {
    for (const item of items) {
      all.push(item)
      if (Array.isArray(item.submenu)) walk(item.submenu)
    }
  }
  walk(template)
  return { template, all, done }
}
const click = ({ click: run }: MenuItemConstructorOptions): void => (run as (() => void) | undefined)?.()

describe.each(systems)('the menu on $platform (for developers: $developer)', (system) => {
  it('has no key twice and none of the page’s own', () => {
    const { all } = build(system)
    const own = all.flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []))
    const ofRoles = all.flatMap(({ role }) => (role && keysOfRoles[role] ? [keysOfRoles[role]] : []))
    const keys = [...own, ...ofRoles]
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    expect(own.filter((key) => keysOfPage.includes(key))).toEqual([])
    // A key without Ctrl would be taken from whoever types.
    for (const key of own) expect(key).toMatch(/^CmdOrCtrl\+/)
  })

  it('is made of lines, submenus, known roles and items that do something', () => {
    for (const { role, type, label, submenu, click: run } of build(system).all) {
      if (role !== undefined) expect(roles).toContain(role)
      else if (type !== 'separator')
        expect([label, Boolean(submenu) !== Boolean(run)]).toEqual([expect.any(String), true])
    }
  })

  it('goes to every screen of the rail, by its name and by its number', () => {
    const { template, done } = build(system)
    const go = template.find(({ label }) => label === '&Go')?.submenu as MenuItemConstructorOptions[]
    go.forEach(click)
    const rail = places.filter(({ to }) => to !== '/settings')
    expect(done).toEqual(rail.map(({ to }) => `#${to}`))
    expect(go.map(({ label }) => label)).toEqual(rail.map(({ label }) => label))
    expect(go.map(({ accelerator }) => accelerator)).toEqual(rail.map((_, index) => `CmdOrCtrl+${index + 1}`))
  })

  it('reaches settings, diagnostics, sync, lock and the three zooms, the zoom in by two keys', () => {
    const { all, done } = build(system)
    for (const item of all) if (item.label && !String(item.accelerator).match(/\+\d$/)) click(item)
    expect(done.toSorted()).toEqual(
      ['#/settings', '#/settings?part=diagnostics', 'lock', 'sync', 'zoom in', 'zoom in', 'zoom out'].toSorted(),
    )
    expect(all.find(({ label }) => label === 'Actual size')?.accelerator).toBe('CmdOrCtrl+0')
  })

  it('has quit and about where the system expects them, and looks into the page for developers only', () => {
    const { template, all } = build(system)
    const ofRole = (role: string) => all.filter((item) => item.role === role).length
    expect([ofRole('quit'), ofRole('about'), ofRole('close')]).toEqual([1, 1, system.platform === 'darwin' ? 1 : 0])
    expect([ofRole('toggleDevTools'), ofRole('reload')]).toEqual(system.developer ? [1, 1] : [0, 0])
    expect(template[0]?.label).toBe(system.platform === 'darwin' ? 'Plumbline' : '&File')
  })
})

it('every screen of the page can be reached by a link of another program', () => {
  expect(places.map(({ to }) => placeOfLink(`plumbline:/${to}`))).toEqual(places.map(({ to }) => `#${to}`))
})
