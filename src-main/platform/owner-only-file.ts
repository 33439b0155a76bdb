import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The bytes of a file, null where it is not there. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'ENOENT') return null
    throw thrown
  }
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** Writes a file that only its owner can read: aside, flushed, then renamed, so that it is there whole or not at all. */
export async function writeOwnerOnly(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const aside = `${path}.${randomUUID()}.new`
  try {
    const handle = await open(aside, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, path)
  } catch (thrown) {
    await rm(aside, { force: true })
    throw thrown
  }
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Whether others on this computer can read the file. Windows has no mode bits; there the user's folder protects it. */
export async function isReadableByOthers(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  return ((await stat(path)).mode & 0o077) !== 0
}
