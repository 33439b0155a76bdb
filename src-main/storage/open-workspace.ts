import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { Instant } from '#contract/time'
import { isAside } from '../platform/aside-name.ts'
import type { Clock } from '../platform/clock.ts'
import type { DataKeys } from '../platform/key-provider.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { becomeWriter, isStale, readLease } from './lease.ts'
import { latestVersion } from './migrate.ts'
import { cacheMigrations } from './migrations/cache.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { openDatabase } from './open-database.ts'
import { asStorageError } from './storage-error.ts'
import { lockWorkspace, type WorkspaceLock } from './workspace-lock.ts'
import { prepareWorkspaceFolder, type WorkspacePaths } from './workspace-place.ts'

/** The one program that may sync and repair. */
export type WorkspaceWriter = {
  role: 'writer'
  ledger: WriteDb
  /** To open the cache for writing with. */
  fence: number
  paths: WorkspacePaths
  /** To be called every `leaseRenewMs` of lease.ts. Throws AppError `fenced` once another program took over. */
  renew(): void
  close(): void
}

/** Another program is the writer; `since` is when it last said so. */
export type WorkspaceViewer = { role: 'viewer'; ledger: ReadDb; paths: WorkspacePaths; since: Instant; close(): void }

type OpenInput = { folder: string; keys: DataKeys; clock: Clock }

/** Looks whether the cache can be opened, without changing it, and returns the fence number that stands in it. */
function inspectCache({ cache }: WorkspacePaths, key: Buffer, alone: boolean): number {
  if (!existsSync(cache)) return 0
  const known = latestVersion(cacheMigrations)
  return inspectDatabase({ path: cache, key, file: 'cache', known, quickCheck: alone, alone }).fence
}

/** A ledger that is gone while its traces are there must not be replaced by an empty one. Throws AppError `workspace-damaged`. */
export function assertLedgerNotLost({ folder, ledger, cache, backups }: WorkspacePaths): void {
  if (existsSync(ledger)) return
  const backedUp = existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.db'))
  if (!existsSync(cache) && !backedUp && !readdirSync(folder).some(isAside)) return
  throw new AppError('workspace-damaged', {
    blame: 'settings',
    tell: 'The file ledger.db of this workspace is missing, but other files of it are there. Nothing was changed. Put ledger.db back, or the newest file of the folder "backups" under that name; to begin anew, choose an empty folder.',
    log: 'the ledger is missing beside other files',
  })
}

function openViewer(paths: WorkspacePaths, { keys, clock }: OpenInput): WorkspaceViewer | 'stale' {
  if (!existsSync(paths.ledger)) {
    throw new AppError('workspace-taken', {
      blame: 'settings',
      tell: 'Another Plumbline is just making this workspace. Wait a few seconds and start again.',
      log: 'locked before the ledger exists',
    })
  }
  const ledger = openDatabase({
    path: paths.ledger,
    key: keys.ledger,
    file: 'ledger',
    mode: 'read',
    migrations: ledgerMigrations,
  })
  const lease = readLease(ledger)
  if (lease && isStale(lease, clock.now())) {
    ledger.sql.close()
    return 'stale'
  }
  // Without a lease the holder of the lock is just starting.
  return {
    role: 'viewer',
    ledger,
    paths,
    since: lease?.renewedAt ?? clock.now(),
    close: () => ledger.sql.close(),
  }
}

function openWriter(paths: WorkspacePaths, lock: WorkspaceLock | null, input: OpenInput): WorkspaceWriter | 'taken' {
  const { keys, clock } = input
  assertLedgerNotLost(paths)
  const cacheFence = inspectCache(paths, keys.cache, lock !== null)
  const ledger = openDatabase({
    path: paths.ledger,
    key: keys.ledger,
    file: 'ledger',
    mode: 'write',
    migrations: ledgerMigrations,
  })
  try {
    const role = becomeWriter({ ledger, clock, holder: randomUUID(), lockPath: paths.lock, lock, cacheFence })
    if ('refused' in role) {
      ledger.sql.close()
      return 'taken'
    }
    const close = (): void => {
      try {
        role.release()
      } finally {
        ledger.sql.close()
      }
    }
    return { role: 'writer', ledger: role.ledger, fence: role.fence, paths, renew: role.renew, close }
  } catch (thrown) {
    ledger.sql.close()
    // Two programs found the holder gone at the same moment, and the other one was faster.
    if (thrown instanceof AppError && thrown.code === 'fenced') return 'taken'
    throw thrown
  }
}

/**
 * Opens a workspace as its one writer, or as a viewer where another program is (R28). A new folder becomes a new
 * workspace. The cache is checked but not opened: the caller opens `paths.cache` with `keys.cache`, `cacheMigrations`
 * and `fence`. Throws AppError `workspace-wrong-key`, `workspace-damaged`, `workspace-newer` (each naming the file, for
 * ledger and cache alike, both left untouched), `workspace-taken`, `bad-input` (the folder), `disk-full`,
 * `storage-failed`.
 */
export function openWorkspace(input: OpenInput): WorkspaceWriter | WorkspaceViewer {
  let lock: WorkspaceLock | null = null
  try {
    const paths = prepareWorkspaceFolder(input.folder)
    lock = lockWorkspace(paths.lock)
    if (!lock) {
      const viewer = openViewer(paths, input)
      if (viewer !== 'stale') return viewer
    }
    const writer = openWriter(paths, lock, input)
    if (writer !== 'taken') return writer
    lock?.release()
    lock = null
    const viewer = openViewer(paths, input)
    if (viewer !== 'stale') return viewer
    throw new Error('the lease went stale between two looks')
  } catch (thrown) {
    lock?.release()
    throw asStorageError(thrown, 'the folder') ?? thrown
  }
}
