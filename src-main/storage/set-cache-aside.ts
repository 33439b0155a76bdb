import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Instant, toMs } from '#contract/time'
import { asideName, isAside } from '../platform/aside-name.ts'
import { flush } from './backup-database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { latestVersion } from './migrate.ts'
import { ledgerMigrations } from './migrations/ledger.ts'
import { assertLedgerNotLost } from './open-workspace.ts'
import { withClosedWorkspace } from './workspace-lock.ts'
import type { WorkspacePaths } from './workspace-place.ts'

/** So long stays a cache that a recovery put aside: it holds what a purge takes away elsewhere (R22). */
const keptMs = 86_400_000

type Recovery = {
  folder: string
  /** Of the ledger as it stands; nothing is touched where it does not open it. */
  ledgerKey: Buffer
  at: Instant
  /** Stores the new keys. */
  keepKeys(): Promise<void>
}

/**
 * Gives a workspace new keys for all but its ledger. The cache, which no stored key opens from then on, is renamed, and
 * the next sync fills a new one: nothing is deleted. Ended at any point it leaves a workspace that opens with its former
 * keys, without the cache, or with the new ones. Throws AppError as `withClosedWorkspace` does, and as `inspectDatabase`
 * does for the ledger.
 */
export const setCacheAside = ({ folder, ledgerKey, at, keepKeys }: Recovery): Promise<void> =>
  withClosedWorkspace(folder, async (paths) => {
    assertLedgerNotLost(paths)
    if (existsSync(paths.ledger)) {
      const known = latestVersion(ledgerMigrations)
      inspectDatabase({ path: paths.ledger, key: ledgerKey, file: 'ledger', known, quickCheck: false, alone: true })
    }
    // Before the keys: a cache that no stored key opens would stop every start from then on.
    renameCache(paths, at)
    await keepKeys()
  })

function renameCache({ folder, cache }: WorkspacePaths, at: Instant): void {
  if (!existsSync(cache)) return
  const aside = (number: number): string => join(folder, asideName(basename(cache), number))
  let number = 1
  while (existsSync(aside(number))) number++
  // The log first: a cache without its log is merely older, a log beside a new cache would be taken for its own.
  for (const suffix of ['-wal', '-shm', '']) {
    if (!existsSync(`${cache}${suffix}`)) continue
    utimesSync(`${cache}${suffix}`, toMs(at) / 1000, toMs(at) / 1000)
    renameSync(`${cache}${suffix}`, `${aside(number)}${suffix}`)
  }
  flush(folder)
}

/** Deletes caches that a recovery put aside a day or longer ago. The keys file from before holds no such data and stays. */
export function removeSetAside(folder: string, now: Instant): void {
  const old = readdirSync(folder)
    .filter((name) => name.startsWith('cache') && isAside(name))
    .map((name) => join(folder, name))
    .filter((path) => toMs(now) - statSync(path).mtimeMs >= keptMs)
  if (old.length === 0) return
  for (const path of old) rmSync(path, { force: true })
  flush(folder)
}
