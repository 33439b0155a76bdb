import { existsSync } from 'node:fs'
import { AppError, type ErrorData, toErrorData } from '#contract/errors'
import type { OperatorId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import { type Clock, pinnedDayClock } from '../platform/clock.ts'
import type { DataKeys } from '../platform/key-provider.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import { makeSecretBox, type SecretBox } from '../platform/secret-box.ts'
import { appendAudit } from '../storage/audit-store.ts'
import { forgetSecrets } from '../storage/connection-secret-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { leaseRenewMs } from '../storage/lease.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { openDatabase } from '../storage/open-database.ts'
import { openWorkspace } from '../storage/open-workspace.ts'
import { currentOperator } from '../storage/operator-store.ts'
import { removeSetAside } from '../storage/set-cache-aside.ts'
import type { WorkspacePaths } from '../storage/workspace-place.ts'
import type { CacheClient } from './cache-service.ts'
import { keepLapsed } from './keep-lapsed.ts'
import { makePurge, type Purge, purgeTickMs } from './purge-workspace.ts'
import { type CacheHandle, coreGone, type StartCache } from './start-cache-worker.ts'

type StartWorker = {
  startCache: StartCache
  logger: Logger
  pinnedDay: Instant | null
  retry: { baseMs: number; capMs: number } | null
  trigger: 'person' | 'command'
  publish(event: ChangeEvent): void
  /** Told once when the worker dies unasked. */
  lost(error: ErrorData): void
}

/** An opened workspace on the core thread: the ledger's only writer, a reader of the cache, and the cache worker. */
export type OpenCore = {
  ledger: ReadDb
  box: SecretBox
  writer: { ledger: WriteDb } | null
  startWorker(input: StartWorker): Promise<void>
  stopWorker(): Promise<void>
  /** What procedures work on. */
  desk(): {
    ledger: ReadDb
    cache: ReadDb
    box: SecretBox
    operator: OperatorId | null
    writer: { ledger: WriteDb; worker: CacheClient; purge: Purge } | null
    paths: WorkspacePaths
  }
  close(): Promise<void>
}

type OpenCoreInput = {
  folder: string
  keys: DataKeys
  /** The keys were just recovered: what was sealed with the lost ones is forgotten, so that the screens ask for it. */
  recovered: boolean
  clock: Clock
  logger: Logger
  fenced(error: ErrorData): void
}

const cacheNotThere = (): AppError =>
  new AppError('not-available-here', {
    blame: 'settings',
    tell: 'The Plumbline that writes this workspace has not read anything yet. Look again after its first sync.',
  })

function forgetLostSecrets(ledger: WriteDb, clock: Clock): void {
  ledger.transaction(() => {
    const secrets = forgetSecrets(ledger)
    const by = currentOperator(ledger)?.id ?? null
    appendAudit(ledger, {
      at: clock.now(),
      by,
      action: 'workspace-recovered',
      target: 'workspace',
      detail: { secrets },
    })
  })
}

/** Opens ledger and lease. Throws AppError as `openWorkspace` does. The worker is started by the caller. */
export function openCore({ folder, keys, recovered, clock, logger, fenced }: OpenCoreInput): OpenCore {
  const workspace = openWorkspace({ folder, keys, clock })
  const box = makeSecretBox(keys.credentials)
  const writer = workspace.role === 'writer' ? { ledger: workspace.ledger } : null
  if (recovered && writer) forgetLostSecrets(writer.ledger, clock)
  let cache: ReadDb | null = null
  let handle: CacheHandle | null = null
  let purge: Purge | null = null
  let purging: NodeJS.Timeout | undefined
  let closed = false

  const renewal =
    workspace.role === 'writer'
      ? setInterval(() => {
          try {
            workspace.renew()
          } catch (thrown) {
            const error = toErrorData(thrown)
            logger.error('lease-not-renewed', { code: error.code })
            // Anything but a lost lease may pass: a busy file, a full disk. The next tick tries again.
            if (error.code !== 'fenced') return
            clearInterval(renewal)
            fenced(error)
          }
        }, leaseRenewMs)
      : undefined

  const readCache = (): ReadDb =>
    (cache ??= openDatabase({
      path: workspace.paths.cache,
      key: keys.cache,
      file: 'cache',
      mode: 'read',
      migrations: cacheMigrations,
    }))

  /** Never rejects. */
  async function keepWhatLapsed(worker: CacheClient): Promise<void> {
    if (workspace.role !== 'writer' || closed) return
    try {
      await keepLapsed({ cache: readCache(), ledger: workspace.ledger, worker })
    } catch (thrown) {
      // It stays noted: the next compare or start tries again.
      if (closed) return
      const { code, blame } = toErrorData(thrown)
      logger.error('lapsed-not-kept', { code, ...(blame === 'bug' ? describeBug(thrown) : {}) })
    }
  }

  return {
    ledger: workspace.ledger,
    box,
    writer,
    async startWorker({ startCache, logger: workerLogger, pinnedDay, retry, trigger, publish, lost }) {
      if (workspace.role !== 'writer') return
      const { ledger, cache: cachePath } = workspace.paths
      const started = await startCache(
        { ledgerPath: ledger, cachePath, keys, fence: workspace.fence, pinnedDay, retry, trigger },
        workerLogger,
      )
      handle = started
      void started.gone.then(() => lost(coreGone().data))
      const keep = () => keepWhatLapsed(started.client)
      void forward(started.client, (event) => {
        publish(event)
        // A compare may have ended.
        if (event.topic === 'discrepancies') void keep()
      })
      await keep()
      purge = makePurge({
        cache: readCache,
        ledger: workspace.ledger,
        backups: workspace.paths.backups,
        key: keys.ledger,
        removeSetAside: () => removeSetAside(workspace.paths.folder, clock.now()),
        worker: started.client,
        clock: pinnedDay === null ? clock : pinnedDayClock(pinnedDay, clock),
        logger,
        publish,
        closing: () => closed,
      })
      // A command in a terminal does what it was asked and leaves.
      if (trigger === 'command') return
      const tick = purge.tick
      purging = setInterval(() => void tick(), purgeTickMs)
      purging.unref()
      void tick()
    },
    async stopWorker() {
      clearInterval(purging)
      await handle?.close()
      await purge?.idle()
      handle = null
      purge = null
    },
    desk() {
      if (!cache && !existsSync(workspace.paths.cache)) throw cacheNotThere()
      return {
        ledger: workspace.ledger,
        cache: readCache(),
        box,
        operator: currentOperator(workspace.ledger)?.id ?? null,
        writer: writer && handle && purge ? { ledger: writer.ledger, worker: handle.client, purge } : null,
        paths: workspace.paths,
      }
    },
    async close() {
      closed = true
      clearInterval(renewal)
      clearInterval(purging)
      // The reader first: the worker, last out, then folds the write-ahead log back into the file.
      cache?.sql.close()
      cache = null
      try {
        await handle?.close()
        await purge?.idle()
      } finally {
        workspace.close()
      }
    },
  }
}

/** Hands the worker's change events on until it closes. */
async function forward(client: CacheClient, publish: (event: ChangeEvent) => void): Promise<void> {
  try {
    for await (const event of await client.changes()) publish(event)
  } catch {
    // The worker closed or died; `gone` tells which.
  }
}
