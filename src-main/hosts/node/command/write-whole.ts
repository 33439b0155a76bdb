import { randomUUID } from 'node:crypto'
import { access, open, rename, rm } from 'node:fs/promises'
import { AppError } from '#contract/errors'
import { fileFailure } from '../../../platform/file-failure.ts'

function notWritten(path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  if ((cause as { code?: unknown } | null)?.code === 'EEXIST') {
    return new AppError('in-use', {
      blame: 'settings',
      tell: `The file ${path} is there already and was left as it is. Choose another name, or write over it with "--force".`,
      cause,
    })
  }
  return new AppError(fileFailure(cause), {
    blame: 'settings',
    tell: `The file ${path} could not be written. Check that its folder is there, has room and may be written by you, then try again.`,
    cause,
  })
}

type WriteOptions = { force: boolean; signal: AbortSignal }

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * Writes a file that only its owner can read, whole or not at all. Throws AppError `in-use` where it is there already and
 * not to be written over, `disk-full` or `storage-failed`, and the signal's reason once that is aborted.
 */
export async function writeWhole(
  path: string,
  parts: AsyncIterable<string>,
  { force, signal }: WriteOptions,
): Promise<void> {
  const refuseOther = async (): Promise<void> => {
    if (!force && (await isThere(path))) throw notWritten(path, { code: 'EEXIST' })
  }
  await refuseOther()
  // A program that ends in between leaves half a file under a name that nobody takes for the whole one.
  const target = `${path}.${randomUUID()}.new`
  const handle = await open(target, 'wx', 0o600).catch((cause: unknown) => Promise.reject(notWritten(path, cause)))
  try {
    try {
      for await (const part of parts) {
        signal.throwIfAborted()
        await handle.write(part)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await refuseOther()
    await rename(target, path)
  } catch (cause) {
    await rm(target, { force: true })
    throw (cause as { syscall?: unknown } | null)?.syscall === undefined ? cause : notWritten(path, cause)
  }
}
