import pLimit from 'p-limit'
import { AppError, toErrorData } from '#contract/errors'
import type { PairingId, RunId } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import type { Run, RunTrigger } from '#contract/runs'
import type { ChangeEvent } from '#contract/workspace'
import type { Clock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { listMatchWords } from '../storage/match-decision-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { asStorageError } from '../storage/storage-error.ts'
import { type LiveRun, makeLiveRun } from './live-run.ts'
import { mirrorDecisions } from './mirror-decisions.ts'
import { newSyncRun } from './new-sync-run.ts'
import type { SidePlan } from './side-plan.ts'
import { runSync, type SyncInput } from './sync.ts'
import { wordScopeOf } from './word-scope.ts'

/** Syncs at the same time; the rest waits. More would only make each slower: one thread stores them all. */
const parallelSyncs = 2

type Planned = { pairing: Pairing; facility: Facility; plans: Readonly<Record<'left' | 'right', SidePlan>> }

type SyncQueueInput = Pick<SyncInput, 'db' | 'clock' | 'logger' | 'accepted'> & {
  db: WriteDb
  clock: Clock
  logger: Logger
  ledger: ReadDb
  /** Throws AppError where the pairing cannot be synced as it is set up. */
  planOf(pairingId: PairingId): Planned
  publish(event: ChangeEvent): void
}

type Entry = { live: LiveRun; ended: Promise<void> }

const alreadyRunning = (place: string): AppError =>
  new AppError('already-running', {
    blame: 'settings',
    tell: `A sync of ${place} is running or waits for its turn. Wait for it, or cancel it in the status bar.`,
  })

/** At most one sync per pairing, a few at once, the others in the order they came. */
export function makeSyncQueue(input: SyncQueueInput) {
  const { db, clock, logger, ledger, planOf, publish, accepted } = input
  const entries = new Map<PairingId, Entry>()
  const inTurn = pLimit(parallelSyncs)

  async function work(pairingId: PairingId, live: LiveRun): Promise<void> {
    // Cancelled while it waited: it has ended already.
    if (live.current().endedAt !== null) return
    let planned: Planned
    let scope: ReturnType<typeof wordScopeOf>
    try {
      if (live.current().state === 'queued') live.begin()
      // Only now: a person may have changed the pairing while this waited.
      planned = planOf(pairingId)
      // As it was planned, also where a person changes the connections while this reads.
      scope = wordScopeOf(ledger, planned.pairing)
    } catch (thrown) {
      const error = toErrorData(asStorageError(thrown, 'cache.db') ?? thrown)
      if (error.blame === 'bug') logger.error('sync-not-planned', describeBug(thrown))
      live.log('error', `${error.code}. ${error.tell}`)
      live.end({ state: 'failed', tell: error.tell })
      return
    }
    await runSync({
      db,
      clock,
      ...planned,
      accepted,
      matchWords: () => listMatchWords(ledger, scope),
      mirrorDecisions: () => mirrorDecisions({ cache: db, ledger }, pairingId),
      live,
      logger,
    })
  }

  function enter(pairingId: PairingId, trigger: RunTrigger): Run {
    const pairing = loadPairing(ledger, pairingId)
    const name = (side: 'left' | 'right'): string => loadConnection(ledger, pairing[side].connectionId).name
    let handle: LiveRun | null = null
    const run = newSyncRun({
      pairingId,
      trigger,
      startedAt: clock.now(),
      state: entries.size < parallelSyncs ? 'running' : 'queued',
      systems: { left: name('left'), right: name('right') },
    })
    const live = makeLiveRun({
      db,
      clock,
      run,
      changed: () => {
        publish({ topic: 'runs', runId: run.id })
        if (handle?.current().endedAt) for (const topic of ['discrepancies', 'pairings'] as const) publish({ topic })
      },
      unstored: (thrown) => logger.error('run-not-stored', describeBug(thrown)),
    })
    handle = live
    const ended = inTurn(() => work(pairingId, live))
      .catch((thrown: unknown) => logger.error('sync-not-ended', describeBug(thrown)))
      .finally(() => {
        if (entries.get(pairingId)?.live === live) entries.delete(pairingId)
      })
    entries.set(pairingId, { live, ended })
    return run
  }

  /** A pairing whose run could not be stored must not keep the others from syncing; whoever asked is told. */
  function notEntered(pairingId: PairingId, trigger: RunTrigger, thrown: unknown): Run {
    const { code, tell } = toErrorData(asStorageError(thrown, 'cache.db') ?? thrown)
    logger.error('sync-not-started', { pairingId, code, ...describeBug(thrown) })
    const at = clock.now()
    const systems = { left: '', right: '' }
    const run = newSyncRun({ pairingId, trigger, startedAt: at, state: 'running', systems })
    return { ...run, state: 'failed', phase: 'ended', endedAt: at, tell }
  }

  /** Cancels it; settles when it has ended: one that waits at once, one that runs after its reads were taken back. */
  function stop(pairingId: PairingId, { live, ended }: Entry): Promise<void> {
    if (live.current().state !== 'queued') {
      live.cancel()
      return ended
    }
    entries.delete(pairingId)
    live.end({ state: 'cancelled', tell: 'Cancelled before it began. Nothing was read.' })
    return Promise.resolve()
  }

  return {
    isBusy: (pairingId: PairingId): boolean => entries.has(pairingId),
    /** Settles when what the pairing has under way has ended. */
    whenIdle: (pairingId: PairingId): Promise<void> => entries.get(pairingId)?.ended ?? Promise.resolve(),
    /** Throws AppError `already-running`, `not-found`, or why this pairing cannot be synced as it is set up. */
    start(pairingId: PairingId, trigger: RunTrigger): Run {
      const { facility } = planOf(pairingId)
      if (entries.has(pairingId)) throw alreadyRunning(facility.name)
      return enter(pairingId, trigger)
    },
    /**
     * The run of each pairing, started, queued or standing already; one that cannot be synced ends as failed and says
     * why. One that could not even be stored is told here as ended and is not in the list of runs.
     */
    startAll: (pairingIds: readonly PairingId[], trigger: RunTrigger): Run[] =>
      pairingIds.map((id) => {
        const standing = entries.get(id)
        if (standing) return standing.live.current()
        try {
          return enter(id, trigger)
        } catch (thrown) {
          return notEntered(id, trigger, thrown)
        }
      }),
    active: (): Run[] => [...entries.values()].map(({ live }) => live.current()),
    find: (runId: RunId): LiveRun | undefined =>
      [...entries.values()].find(({ live }) => live.current().id === runId)?.live,
    /** Cancels a run that waits or runs. Throws AppError `not-found` where it has ended. */
    cancel(runId: RunId): void {
      const found = [...entries].find(([, { live }]) => live.current().id === runId)
      if (!found) {
        throw new AppError('not-found', {
          blame: 'settings',
          tell: 'This run has ended already. Its result stands in Runs.',
        })
      }
      void stop(...found)
    },
    /** Cancels what the pairing has under way and waits for its end. */
    async stopPairing(pairingId: PairingId): Promise<void> {
      const entry = entries.get(pairingId)
      if (entry) await stop(pairingId, entry)
    },
    /** Cancels everything, those that wait first, and waits for what runs to be taken back. */
    async close(): Promise<void> {
      const waiting = [...entries].reverse()
      await Promise.all(waiting.map(([pairingId, entry]) => stop(pairingId, entry)))
    },
  }
}

export type SyncQueue = ReturnType<typeof makeSyncQueue>
