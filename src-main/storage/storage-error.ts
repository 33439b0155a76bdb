import { AppError } from '#contract/errors'

const full = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])
const damaged = /^SQLITE_(CORRUPT|NOTADB)/
const failing =
  /^(SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH|BUSY|LOCKED|PROTOCOL|NOMEM|TOOBIG)|EIO$|EACCES$|EPERM$|EROFS$|EBUSY$|EMFILE$)/

/** The code of an error of SQLite or of the file system, an empty text where it has none. */
export function errorCodeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

/** `name` is damaged; `detail` is for the log. */
export function damagedError(name: string, detail: string, cause?: unknown): AppError {
  return new AppError('workspace-damaged', {
    blame: 'settings',
    tell: `The file ${name} of this workspace is damaged and cannot be read. Plumbline changed nothing in it. Close Plumbline, copy the workspace folder to a safe place, then put a good copy of ${name} back (for ledger.db: from the folder "backups").`,
    log: `damaged ${name}: ${detail}`,
    cause,
  })
}

/** The disk that holds `name` has no room left. */
export function diskFullError(name: string, cause?: unknown): AppError {
  return new AppError('disk-full', {
    blame: 'settings',
    tell: `The disk that holds this workspace is full, so ${name} could not be written. What was being saved was undone; everything saved before is intact. Free some space and try again.`,
    log: `disk full at ${name}`,
    cause,
  })
}

/** What a failure of SQLite or of the file system means to a person; null where it is none, so a bug of ours. */
export function asStorageError(thrown: unknown, name: string): AppError | null {
  if (thrown instanceof AppError) return thrown
  const code = errorCodeOf(thrown)
  if (full.has(code)) return diskFullError(name, thrown)
  if (damaged.test(code)) return damagedError(name, code, thrown)
  if (!failing.test(code)) return null
  return new AppError('storage-failed', {
    blame: 'settings',
    tell: `The computer could not read or write ${name} of this workspace. What was being saved was undone. Check that the disk is connected and writable and that no other program (a virus scanner, a backup) holds the file, then start Plumbline again.`,
    log: `storage failed at ${name}: ${code}`,
    cause: thrown,
  })
}
