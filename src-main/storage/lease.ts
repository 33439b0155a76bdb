import { and, eq } from 'drizzle-orm'
import { AppError } from '#contract/errors'
import { type Instant, toMs } from '#contract/time'
import type { Clock } from '../platform/clock.ts'
import { fencedError, makeWriteDb, type ReadDb, type WriteDb } from './database.ts'
import { asStorageError } from './storage-error.ts'
import { lease } from './tables/lease.ts'
import { lockWorkspace, type WorkspaceLock } from './workspace-lock.ts'

/** How often the writer renews its lease. */
export const leaseRenewMs = 5_000
/** After this long without renewal the writer counts as gone although its process still holds the lock. */
export const leaseStaleMs = 25_000

export type Lease = { holder: string; fence: number; locked: boolean; renewedAt: Instant }

/** Who last took the writer role and renewed it; null where it was given back. */
export function readLease(db: ReadDb): Lease | null {
  const row = db.orm.select().from(lease).where(eq(lease.id, 1)).get()
  if (!row) return null
  const { holder, fence, locked, renewedAt } = row
  return { holder, fence, locked, renewedAt }
}

/** True where the holder has not renewed for too long. A lease from the future means that the clock was set back. */
export const isStale = ({ renewedAt }: Lease, now: Instant): boolean =>
  Math.abs(toMs(now) - toMs(renewedAt)) >= leaseStaleMs

/** The writer role of a workspace (R28). */
export type WriterRole = {
  /** The ledger under the new fence number; the handle given to `becomeWriter` is spent. */
  ledger: WriteDb
  fence: number
  /** To be called every `leaseRenewMs`. Throws AppError `fenced` once another program took over. */
  renew(): void
  /** Gives the role back; never throws for having lost it already. */
  release(): void
}

type BecomeWriterInput = {
  /** Opened for writing without a fence number. */
  ledger: WriteDb
  clock: Clock
  /** A random id of this opening; never a person's or a machine's name. */
  holder: string
  lockPath: string
  /** The lock of the operating system where it was free, else null. */
  lock: WorkspaceLock | null
  /** The number that stands in the cache; a ledger restored from a backup may be behind it. */
  cacheFence?: number
}

/** Whether somebody alive holds the role: the lock tells where the holder had it, else the age of the lease. */
function isTaken(stands: Lease, lock: WorkspaceLock | null, now: Instant): boolean {
  if (isStale(stands, now)) return false
  return lock === null || !stands.locked
}

function claim({ ledger, clock, holder, lock, cacheFence = 0 }: BecomeWriterInput): number | Lease {
  return ledger.transaction(() => {
    const now = clock.now()
    const stands = readLease(ledger)
    if (stands && isTaken(stands, lock, now)) return stands
    const fence = Math.max(ledger.fence, cacheFence) + 1
    ledger.sql.prepare('UPDATE fence SET number = ? WHERE id = 1').run(fence)
    const row = { holder, fence, locked: lock !== null, renewedAt: now }
    ledger.orm
      .insert(lease)
      .values({ id: 1, ...row })
      .onConflictDoUpdate({ target: lease.id, set: row })
      .run()
    return fence
  })
}

/**
 * Takes the writer role by raising the fence number in the ledger, which shuts out whoever had it; the caller opens the
 * cache with that number next. Refused while another program holds it and renews it; `since` is its last renewal.
 */
export function becomeWriter(input: BecomeWriterInput): WriterRole | { refused: 'taken'; since: Instant } {
  const { clock, lockPath } = input
  let { lock } = input
  const claimed = claim(input)
  if (typeof claimed !== 'number') return { refused: 'taken', since: claimed.renewedAt }
  const fence = claimed
  const ledger = makeWriteDb(input.ledger.sql, fence)
  const ours = and(eq(lease.id, 1), eq(lease.fence, fence))

  function dropLock(): void {
    lock?.release()
    lock = null
  }

  return {
    ledger,
    fence,
    renew: () => {
      // After a take-over from a hung program the lock becomes free only when that one ends.
      try {
        lock ??= lockWorkspace(lockPath)
        ledger.transaction(() => {
          const set = { renewedAt: clock.now(), locked: lock !== null }
          if (ledger.orm.update(lease).set(set).where(ours).run().changes !== 1) throw fencedError(fence, fence)
        })
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'fenced') dropLock()
        throw asStorageError(thrown, 'workspace.lock') ?? thrown
      }
    },
    release: () => {
      try {
        ledger.transaction(() => ledger.orm.delete(lease).where(ours).run())
      } catch (thrown) {
        // Lost already, or the disk is gone: the next program judges by the lock and the lease's age.
        if (!(thrown instanceof AppError)) throw thrown
      } finally {
        dropLock()
      }
    },
  }
}
