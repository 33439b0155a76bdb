import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assertLocalPath, refuseFolder } from '../platform/local-folder.ts'

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

/** File system types of Linux that live on another computer: NFS, SMB1, CIFS, SMB2. */
const remoteTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

/**
 * Makes the folder where it is not there, and everything in it readable by its owner alone (a no-op on Windows, where
 * the user's own folders are that already). Throws AppError `bad-input` for a network or synchronised folder.
 */
export function prepareWorkspaceFolder(folder: string): WorkspacePaths {
  assertLocalPath(folder)
  const paths = workspacePaths(folder)
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  assertLocalPath(realpathSync(paths.folder))
  if (process.platform === 'linux' && remoteTypes.has(statfsSync(paths.folder).type))
    throw refuseFolder(paths.folder, 'on a network share')
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
