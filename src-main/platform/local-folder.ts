import { AppError } from '#contract/errors'

/** Folder names that the common synchronising programs use, as whole path segments. */
const synced =
  /^(onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|my drive|icloud ?drive|mobile documents|com~apple~clouddocs|cloudstorage|nextcloud|owncloud|pclouddrive|box sync)$/i

/** Why a workspace may not lie in a folder. */
export const refuseFolder = (folder: string, why: string): AppError =>
  new AppError('bad-input', {
    blame: 'settings',
    tell: `The workspace folder ${folder} lies ${why}. Patient and staff data must stay on this computer, and a database there can be damaged. Choose a folder on a local disk outside it with "--workspace".`,
    log: `workspace folder refused: ${why}`,
  })

/** Refuses a network or cloud-synchronised folder (R24), as far as its path tells. Throws AppError `bad-input`. */
export function assertLocalPath(path: string): void {
  if (/^[\\/]{2}[^\\/]/.test(path)) throw refuseFolder(path, 'on a network share')
  if (path.split(/[\\/]/).some((segment) => synced.test(segment)))
    throw refuseFolder(path, 'in a folder that is copied to the cloud')
}
