import type { MenuItemConstructorOptions } from 'electron'

/** What the menu may ask for. Nothing here writes to a vendor. */
export type MenuActions = {
  go(place: string): void
  syncNow(): void
  lock(): void
  zoom(direction: 'in' | 'out' | 'reset'): void
}

type MenuInput = { platform: NodeJS.Platform; actions: MenuActions; developer: boolean }

/** The screens in the order of the page's rail; the numbers are their keys. */
const places = [
  ['Overview', '#/overview'],
  ['Calendar', '#/calendar'],
  ['Alerts', '#/alerts'],
  ['Discrepancies', '#/discrepancies'],
  ['Facilities', '#/facilities'],
  ['Connections', '#/connections'],
  ['Runs', '#/runs'],
  ['Follow-ups', '#/follow-ups'],
] as const

/** The native menu. Keys of the page itself (`j`, `g c`, `?` ...) are left to the page. */
export function menuTemplate({ platform, actions, developer }: MenuInput): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    label: 'Settings',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.go('#/settings'),
  }
  const about: MenuItemConstructorOptions = { role: 'about', label: 'About Plumbline' }
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    ...(mac
      ? [
          {
            label: 'Plumbline',
            submenu: [
              about,
              line,
              settings,
              line,
              { role: 'hide' as const },
              { role: 'hideOthers' as const },
              { role: 'unhide' as const },
              line,
              { role: 'quit' as const },
            ],
          },
        ]
      : []),
    {
      label: '&File',
      submenu: [
        { label: 'Sync all now', accelerator: 'CmdOrCtrl+Shift+Y', click: actions.syncNow },
        { label: 'Lock now', accelerator: 'CmdOrCtrl+Shift+L', click: actions.lock },
        line,
        ...(mac ? [] : [settings, line]),
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { label: 'Zoom in', accelerator: 'CmdOrCtrl+Plus', click: () => actions.zoom('in') },
        // On most keyboards the plus stands over the equals sign.
        { label: 'Zoom in', accelerator: 'CmdOrCtrl+=', visible: false, click: () => actions.zoom('in') },
        { label: 'Zoom out', accelerator: 'CmdOrCtrl+-', click: () => actions.zoom('out') },
        { label: 'Actual size', accelerator: 'CmdOrCtrl+0', click: () => actions.zoom('reset') },
        line,
        { role: 'togglefullscreen' },
        ...(developer ? [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    {
      label: '&Go',
      submenu: places.map(([label, place], index) => ({
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => actions.go(place),
      })),
    },
    { label: '&Window', role: 'windowMenu' },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        { label: 'Save diagnostics for support', click: () => actions.go('#/settings?part=diagnostics') },
        ...(mac ? [] : [line, about]),
      ],
    },
  ]
}
