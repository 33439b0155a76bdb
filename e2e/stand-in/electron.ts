// A strict stand-in for the `electron` module: it runs what the main process asks for as far as that can be done without
// a window, and throws at everything that Electron would refuse, ignore or not have. It shows no window, no menu, no tray.

/** What the run of the main process left behind, for whoever looks at it. */
import { app, dialog } from './app.ts'
import { shell } from './desktop.ts'
import { ipcMain } from './windows.ts'

export { utilityProcess } from './core-thread.ts'
export { Menu, Notification, nativeImage, powerMonitor, safeStorage, Tray } from './desktop.ts'
export { StandInChannel as MessageChannelMain } from './ports.ts'
export { protocol, session } from './sessions.ts'
export { nativeTheme, StandInWindow as BrowserWindow, screen } from './windows.ts'
export { app, dialog, ipcMain, shell }

// A package of ours imports it whole.
export default { app, ipcMain, shell }
