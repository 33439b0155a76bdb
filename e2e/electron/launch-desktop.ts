import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import type { Workspace } from '../hosted.ts'
import { desktopProgram, root } from './desktop-program.ts'

export type Desktop = { application: ElectronApplication; page: Page }

type LaunchInput = { workspace: Workspace; folder: string; home: string; zone?: string; sized?: boolean }

/** What the desktop application is started with for a spec: the checkout as its application, and a folder of its own. */
export const desktopArguments = ({ workspace, folder }: Pick<LaunchInput, 'workspace' | 'folder'>): string[] => [
  root,
  ...(workspace === 'demo' ? ['demo', '--demo-seed', '7'] : []),
  ...['--workspace', folder],
]

/** Where the application looks for what is a person's. A Mac's keychain belongs to the home of the account itself. */
export function desktopEnvironment(home: string): Record<string, string> {
  const own = { XDG_CONFIG_HOME: join(home, 'config'), LOCALAPPDATA: join(home, 'local') }
  const env = {
    ...process.env,
    ...own,
    ...(process.platform === 'darwin' ? {} : { HOME: home, USERPROFILE: home }),
    ELECTRON_RUN_AS_NODE: undefined,
    NODE_OPTIONS: undefined,
  }
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Starts the built desktop application and waits for its window; `sized`: as large as the page of the browser's specs. */
export async function launchDesktop(input: LaunchInput): Promise<Desktop> {
  const application = await _electron.launch({
    executablePath: desktopProgram(),
    args: desktopArguments(input),
    env: desktopEnvironment(input.home),
    cwd: root,
    locale: 'en-GB',
    ...(input.zone === undefined ? {} : { timezoneId: input.zone }),
    // Without it Playwright switches the sandbox off, which is a part of what is tested. Root cannot have one.
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await application.firstWindow()
  if (input.sized === false) return { application, page }
  await application.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.unmaximize()
    window?.setContentSize(1440, 900)
  })
  return { application, page }
}
