import { toErrorData } from '#contract/errors'
import type { OperatorId } from '#contract/ids'
import { shortMonthNames } from '#contract/month-names'
import type { PurgeResult } from '#contract/retention'
import { fromMs, type Instant, toMs, wallClock, ZoneId } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import type { Clock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import { replaceBackups } from '../storage/backup-database.ts'
import { reachesBackTo } from '../storage/compare-history-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { readLastPurge, readRetentionDays, saveLastPurge } from '../storage/retention-store.ts'
import { asStorageError } from '../storage/storage-error.ts'
import { tidyFile } from '../storage/tidy-file.ts'
import type { CacheClient } from './cache-service.ts'
import { removeEndedTexts, staleBackups } from './remove-texts.ts'
import { coreGone } from './start-cache-worker.ts'

const dayMs = 86_400_000

/** How often the clock is held against the last purge. */
export const purgeTickMs = 15 * 60_000

/** So long a command may purge before it does what it was asked; what it has not reached, the next purge does. */
const mostMsOfCommand = 60_000

/** What ended before it is up for purging. */
export const purgeBefore = (ledger: ReadDb, now: Instant): Instant =>
  fromMs(toMs(now) - readRetentionDays(ledger) * dayMs)

/** `22 Oct 2026 00:12 UTC`: facilities lie in many zones, and what ended is removed to the minute. */
function momentOf(at: Instant): string {
  const { date, time } = wallClock(at, ZoneId.parse('UTC'))
  const [year = '', month = '1', day = '1'] = date.split('-')
  return `${Number(day)} ${shortMonthNames[Number(month) - 1] ?? ''} ${year} ${time} UTC`
}

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`

/** What a person reads about a purge. */
export function tellPurge(
  { records, discrepancies, texts, endedBefore }: Omit<PurgeResult, 'tell'>,
  reaches: Instant | null,
): string {
  const parts = [
    ...(records > 0 ? [counted(records, 'record')] : []),
    ...(discrepancies > 0
      ? [counted(discrepancies, 'closed discrepancy').replace('discrepancys', 'discrepancies')]
      : []),
    ...(texts > 0 ? [counted(texts, 'text')] : []),
  ]
  const gone =
    parts.length === 0
      ? `Nothing was stored any more of what ended before ${momentOf(endedBefore)}.`
      : `Removed what ended before ${momentOf(endedBefore)}: ${parts.join(', ')}.`
  return reaches === null ? gone : `${gone} Time travel reaches back to ${momentOf(reaches)}.`
}

type PurgeInput = {
  cache(): ReadDb
  ledger: WriteDb
  /** The folder of the ledger's backups, and the ledger's key. */
  backups: string
  key: Buffer
  /** Deletes what a recovery put aside and nobody came back for. */
  removeSetAside(): void
  worker: Pick<CacheClient, 'purge'>
  clock: Clock
  logger: Logger
  publish(event: ChangeEvent): void
  /** True once the workspace is being closed: what is left is for the next purge. */
  closing(): boolean
}

/** Purges a workspace: the cache first, then what the ledger says of the same items, then every trace of both on disk. */
export function makePurge(input: PurgeInput) {
  const { cache, ledger, backups, key, removeSetAside, worker, clock, logger, publish, closing } = input
  let running: Promise<PurgeResult> | null = null
  let tried: Instant | null = null

  async function purge(by: OperatorId | null, mostMs: number | null): Promise<PurgeResult> {
    const at = clock.now()
    tried = at
    const endedBefore = purgeBefore(ledger, at)
    const purged = await worker.purge({ before: endedBefore, mostMs })
    if (closing()) throw coreGone()
    const texts = await removeEndedTexts({ cache: cache(), ledger, backups, before: endedBefore, closing })
    if (closing()) throw coreGone()
    const counts = { at, endedBefore, ...purged, texts }
    const result = { ...counts, tell: tellPurge(counts, reachesBackTo(cache())) }
    saveLastPurge(ledger, { result, by })
    tidyFile(ledger, { shrink: true })
    replaceBackups(ledger.sql, { folder: backups, key, upTo: staleBackups(ledger) })
    logger.info('purged', { ...purged, texts })
    publish({ topic: 'desk' })
    if (purged.records + purged.discrepancies + purged.compares > 0) publish({ topic: 'discrepancies' })
    try {
      removeSetAside()
    } catch (thrown) {
      // A file that something else holds open. The purge itself is done; the next one tries again.
      logger.warn('set-aside-not-removed', { code: toErrorData(asStorageError(thrown, 'workspace') ?? thrown).code })
    }
    return result
  }

  /** One at a time: who asks meanwhile gets the same result. Rejects with an AppError. */
  function run(by: OperatorId | null, mostMs: number | null = null): Promise<PurgeResult> {
    running ??= purge(by, mostMs)
      .catch((thrown: unknown) => {
        throw asStorageError(thrown, 'workspace') ?? thrown
      })
      .finally(() => {
        running = null
      })
    return running
  }

  /** The same for nobody who waits for it, after one that is under way. Never rejects. */
  async function inBackground(by: OperatorId | null): Promise<void> {
    try {
      await idle()
      await run(by)
    } catch (thrown) {
      if (closing()) return
      const { code, blame } = toErrorData(thrown)
      logger.error('not-purged', { code, ...(blame === 'bug' ? describeBug(thrown) : {}) })
    }
  }

  /** Settles when what is under way has ended. */
  const idle = (): Promise<unknown> => (running ?? Promise.resolve()).catch(() => undefined)

  const dayPassed = (since: Instant): boolean => Math.abs(toMs(clock.now()) - toMs(since)) >= dayMs

  return {
    run,
    inBackground,
    idle,
    /** Purges for a minute at most where the newest purge is a day ago; what it did, else the newest. Rejects with an AppError. */
    whereDue(): Promise<PurgeResult> {
      const last = readLastPurge(ledger)
      return last === null || dayPassed(last.at) ? run(null, mostMsOfCommand) : Promise.resolve(last)
    },
    /** Purges where the last one is a day ago, and once after a start. Never rejects. */
    async tick(): Promise<void> {
      if (tried === null || dayPassed(tried)) await inBackground(null)
    },
  }
}

export type Purge = ReturnType<typeof makePurge>
