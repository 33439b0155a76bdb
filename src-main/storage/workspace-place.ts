import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#contract/errors'

export type WorkspacePaths = { folder: string; ledger: string; cache: string; lock: string; backups: string }

/** Where the parts of a workspace lie. */
export function workspacePaths(folder: string): WorkspacePaths {
  const at = resolve(folder)
  return {
    folder: at,
    ledger: join(at, 'ledger.db'),
    cache: join(at, 'cache.db'),
    lock: join(at, 'workspace.lock'),
    backups: join(at, 'backups'),
  }
}

/** Folder names that the common synchronising programs use, as whole path segments. */
const synced =
  /^(onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|my drive|icloud ?drive|mobile documents|com~apple~clouddocs|cloudstorage|nextcloud|owncloud|pclouddrive|box sync)$/i

/** File system types of Linux that live on another computer: NFS, SMB1, CIFS, SMB2. */
const remoteTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

const refuse = (why: string): AppError =>
  new AppError('bad-input', {
    blame: 'settings',
    tell: `The workspace folder lies ${why}. Patient and staff data must stay on this computer, and a database there can be damaged. Choose a folder on a local disk outside it.`,
    log: `workspace folder refused: ${why}`,
  })

/** Refuses a network or cloud-synchronised folder (R24), as far as its path tells. Throws AppError `bad-input`. */
export function assertLocalPath(path: string): void {
  if (/^[\\/]{2}[^\\/]/.test(path)) throw refuse('on a network share')
  if (path.split(/[\\/]/).some((segment) => synced.test(segment)))
    throw refuse('in a folder that is copied to the cloud')
}

/**
 * Makes the folder where it is not there, and everything in it readable by its owner alone (a no-op on Windows, where
 * the user's own folders are that already). Throws AppError `bad-input` for a network or synchronised folder.
 */
export function prepareWorkspaceFolder(folder: string): WorkspacePaths {
  assertLocalPath(folder)
  const paths = workspacePaths(folder)
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  assertLocalPath(realpathSync(paths.folder))
  if (process.platform === 'linux' && remoteTypes.has(statfsSync(paths.folder).type)) throw refuse('on a network share')
  chmodSync(paths.folder, 0o700)
  const ours = /^(ledger|cache)\.db|^workspace\.lock$/
  for (const name of readdirSync(paths.folder).filter((entry) => ours.test(entry))) {
    chmodSync(join(paths.folder, name), 0o600)
  }
  if (existsSync(paths.backups)) {
    chmodSync(paths.backups, 0o700)
    for (const name of readdirSync(paths.backups)) chmodSync(join(paths.backups, name), 0o600)
  }
  return paths
}
