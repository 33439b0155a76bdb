import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'
import { assertLocalPath } from './local-folder.ts'

export type Surroundings = {
  platform: NodeJS.Platform
  home: string
  env: Readonly<Record<string, string | undefined>>
}

/** The computer this runs on. */
export const thisComputer = (): Surroundings => ({ platform: process.platform, home: homedir(), env: process.env })

export type WorkspacePlaces = {
  /** Holds both databases, the wrapped keys and the logs. */
  folder: string
  /** The wrapped data keys. */
  keysFile: string
  /** The key for "keep unlocked on this computer": apart from the data it opens, except in the demo. */
  keyFile: string
  logs: string
}

type Wanted = { demo: boolean; folder?: string | undefined }

/**
 * Where a workspace lives (R24): local application data, never the roaming folder of Windows. Throws AppError
 * `bad-input` for a network or cloud-synced folder, where the files would be torn or copied elsewhere.
 */
export function workspacePlaces(
  { demo, folder: asked }: Wanted,
  { platform, home, env }: Surroundings,
): WorkspacePlaces {
  const path = platform === 'win32' ? win32 : posix
  const local = env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local')
  const absolute = (value: string | undefined) => (value !== undefined && path.isAbsolute(value) ? value : undefined)
  const data = {
    win32: () => path.join(local, 'Plumbline'),
    darwin: () => path.join(home, 'Library', 'Application Support', 'Plumbline'),
    other: () => path.join(absolute(env['XDG_DATA_HOME']) ?? path.join(home, '.local', 'share'), 'plumbline'),
  }
  const config = {
    win32: () => path.join(local, 'Plumbline keys'),
    darwin: () => path.join(home, 'Library', 'Preferences', 'Plumbline'),
    other: () => path.join(absolute(env['XDG_CONFIG_HOME']) ?? path.join(home, '.config'), 'plumbline'),
  }
  const here = platform === 'win32' || platform === 'darwin' ? platform : 'other'
  const base = data[here]()
  const folder = asked ?? path.join(base, demo ? 'demo' : 'workspace')
  assertLocalPath(folder)
  const name =
    asked === undefined ? 'workspace' : `workspace-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
  return {
    folder,
    keysFile: path.join(folder, 'keys.json'),
    keyFile: demo ? path.join(folder, 'demo.key') : path.join(config[here](), `${name}.key`),
    logs: path.join(folder, 'logs'),
  }
}
