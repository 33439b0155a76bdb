import { prepareDesktop } from './prepare-desktop.ts'
import { startDesktop } from './start-desktop.ts'

// The entry of the desktop application. Electron becomes ready only after this module has been loaded, so what must come
// before runs here and now, and nothing is awaited.
const prepared = prepareDesktop(import.meta.url)
if (prepared) void startDesktop(prepared)
