import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#contract/errors'
import { flush } from './backup-database.ts'
import { asStorageError } from './storage-error.ts'
import { lockWorkspace } from './workspace-lock.ts'
import { workspacePaths } from './workspace-place.ts'

/**
 * Renames the cache of a workspace whose cache key is lost; the next sync fills a new one. Nothing is deleted. Throws
 * AppError `workspace-taken` where another program has the workspace open, `storage-failed`.
 */
export function setCacheAside(folder: string): void {
  const { cache, lock: lockPath } = workspacePaths(folder)
  if (!existsSync(cache)) return
  const lock = lockWorkspace(lockPath)
  if (!lock) {
    throw new AppError('workspace-taken', {
      blame: 'settings',
      tell: 'Another Plumbline has this workspace open, so it cannot be recovered now. Nothing was changed. Close the other one and try again.',
      log: 'recovery refused: the workspace is locked',
    })
  }
  try {
    const free = (number: number): string => join(folder, `cache-before-recovery-${number}.db`)
    let number = 1
    while (existsSync(free(number))) number++
    // The log first: a cache without its log is merely older, a log beside a new cache would be taken for its own.
    for (const suffix of ['-wal', '-shm', '']) {
      if (existsSync(`${cache}${suffix}`)) renameSync(`${cache}${suffix}`, `${free(number)}${suffix}`)
    }
    flush(folder)
  } catch (thrown) {
    throw asStorageError(thrown, 'the folder') ?? thrown
  } finally {
    lock.release()
  }
}
