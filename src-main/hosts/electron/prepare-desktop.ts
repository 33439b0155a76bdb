import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, protocol } from 'electron'
import { AppError, toErrorData } from '#contract/errors'
import { thisComputer, type WorkspacePlaces, workspacePlaces } from '../../platform/workspace-places.ts'
import { type DesktopOptions, parseDesktopOptions, typedArguments } from './desktop-options.ts'
import { pageSchemePrivileges } from './page-scheme.ts'
import { refusedStart } from './refused-switches.ts'

/** The same as in the settings of the installers. */
const appId = 'example.plumbline.desktop'

/** What the application goes by from its start to its end. */
export type Prepared = {
  entry: string
  version: string
  options: DesktopOptions
  places: WorkspacePlaces
  desktop: string
}

/**
 * All that must be done before Electron is ready, without waiting for anything: command line, places, sandbox, scheme,
 * one instance. Null where this start ends here, because it must not or another instance takes it over.
 */
export function prepareDesktop(entry: string): Prepared | null {
  const refused = refusedStart({
    packaged: app.isPackaged,
    valueOf: (name) => (app.commandLine.hasSwitch(name) ? app.commandLine.getSwitchValue(name) : null),
    variable: (name) => process.env[name],
  })
  if (refused !== null) return giveUp(refused)
  try {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', entry), 'utf8')) as { version: string }
    const options = parseDesktopOptions(typedArguments(process.argv, app.isPackaged), process.cwd())
    const places = workspacePlaces(options, thisComputer())
    // Beside the workspace, so in local data: Electron's own choice roams on Windows (R24).
    const desktop = join(places.folder, 'desktop')
    const session = join(desktop, 'session')
    makeFolder(session, places.folder)
    app.setPath('userData', desktop)
    app.setPath('sessionData', session)
    app.enableSandbox()
    // Notifications on Windows and the badge on Linux belong to the program that the installer registered.
    if (process.platform === 'win32') app.setAppUserModelId(appId)
    if (process.platform === 'linux') app.setDesktopName('plumbline.desktop')
    protocol.registerSchemesAsPrivileged([pageSchemePrivileges])
    if (!app.requestSingleInstanceLock()) {
      app.quit()
      return null
    }
    return { entry, version, options, places, desktop }
  } catch (thrown) {
    return giveUp(toErrorData(thrown).tell)
  }
}

/** Electron takes no folder that is not there. */
function makeFolder(path: string, workspace: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new AppError('storage-failed', {
      blame: 'settings',
      tell: `The workspace folder ${workspace} cannot be made or written. Check that the disk is connected, has room and may be written by you, or choose another folder with "--workspace".`,
      cause,
    })
  }
}

function giveUp(tell: string): null {
  dialog.showErrorBox('Plumbline cannot start', tell)
  app.exit(1)
  return null
}
