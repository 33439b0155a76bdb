import { os, type RouterClient, type } from '@orpc/server'
import type { CheckStep, Connection, ConnectionDraft } from '#contract/connections'
import { AppError } from '#contract/errors'
import { type ConnectionId, type PairingId, RunId, ScopeKey } from '#contract/ids'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import { type Clock, pinnedDayClock, systemClock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import { makeSecretBox } from '../platform/secret-box.ts'
import { findAcceptedRead } from '../storage/accepted-read-store.ts'
import { ensureCacheGeneration } from '../storage/cache-generation.ts'
import { readSecrets } from '../storage/connection-secret-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { listPairings, loadPairing } from '../storage/pairing-store.ts'
import { closeInterruptedRuns, findRun } from '../storage/run-store.ts'
import { forgetPairing, listCachedPairings, sweepUnfinished } from '../storage/snapshot-store.ts'
import { makeChangeFeed } from './change-feed.ts'
import { type LiveRun, makeLiveRun } from './live-run.ts'
import { newSyncRun } from './new-sync-run.ts'
import { connectorOf, planSide, type SidePlan } from './side-plan.ts'
import { runSync } from './sync.ts'

/** What the worker is started with; keys live in memory only. */
export type CacheBoot = {
  ledgerPath: string
  cachePath: string
  keys: { credentials: Uint8Array; cache: Uint8Array; ledger: Uint8Array }
  fence: number
  /** The demo's day; null for the computer's own clock. */
  pinnedDay: Instant | null
  retry: { baseMs: number; capMs: number } | null
}

const notRunning = (): AppError =>
  new AppError('not-found', { blame: 'settings', tell: 'This run has ended already. Its result stands in Runs.' })

const alreadyRunning = (system: string): AppError =>
  new AppError('already-running', {
    blame: 'settings',
    tell: `A sync of ${system} is running. Wait for it, or cancel it in the status bar.`,
  })

/**
 * The cache worker's whole ability: holds vendor sessions, fetches, seals, compares; the only writer of the cache.
 * Opening it takes back what a crash left half done. Throws AppError where the cache cannot be opened.
 */
export function openCacheService(boot: CacheBoot, logger: Logger) {
  const clock: Clock = boot.pinnedDay === null ? systemClock : pinnedDayClock(boot.pinnedDay)
  const key = (bytes: Uint8Array): Buffer => Buffer.from(bytes)
  const cache: WriteDb = openDatabase({
    path: boot.cachePath,
    key: key(boot.keys.cache),
    file: 'cache',
    mode: 'write',
    fence: boot.fence,
    migrations: cacheMigrations,
  })
  const ledger: ReadDb = openDatabase({
    path: boot.ledgerPath,
    key: key(boot.keys.ledger),
    file: 'ledger',
    mode: 'read',
    migrations: ledgerMigrations,
  })
  const box = makeSecretBox(key(boot.keys.credentials))
  const generation = ensureCacheGeneration(cache, clock.now())
  sweepUnfinished(cache, clock.now())
  closeInterruptedRuns(cache, clock.now())
  // A pairing that was removed while the program died leaves its rows behind.
  const known = new Set(listPairings(ledger).map((pairing) => pairing.id))
  for (const id of listCachedPairings(cache)) if (!known.has(id)) forgetPairing(cache, id)

  const feed = makeChangeFeed<ChangeEvent>()
  const running = new Map<PairingId, { live: LiveRun; ended: Promise<void> }>()
  const context = { clock, random: Math.random, ...(boot.retry ? { retry: boot.retry } : {}) }
  const secretsOf = (id: ConnectionId) => readSecrets(ledger, id, box.unseal)
  const live = (id: RunId): LiveRun | undefined =>
    [...running.values()].find((run) => run.live.current().id === id)?.live

  function planOf(pairingId: PairingId) {
    const pairing = loadPairing(ledger, pairingId)
    const facility = loadFacility(ledger, pairing.facilityId)
    const side = (name: 'left' | 'right'): SidePlan => {
      const connection = loadConnection(ledger, pairing[name].connectionId)
      return planSide({ side: name, pairing, facility, connection, secrets: () => secretsOf(connection.id), context })
    }
    return { pairing, facility, plans: { left: side('left'), right: side('right') } }
  }

  function startSync(pairingId: PairingId): Run {
    const { pairing, facility, plans } = planOf(pairingId)
    if (plans.left.readBy === 'keys' && plans.right.readBy === 'keys') {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: `Neither ${plans.left.system} nor ${plans.right.system} has a list address, so there is nothing to start from. Enter one in Connections.`,
      })
    }
    if (running.has(pairingId)) throw alreadyRunning(facility.name)
    const systems = { left: plans.left.system, right: plans.right.system }
    const run = newSyncRun({ pairingId, startedAt: clock.now(), systems })
    const changed = (): void => {
      feed.publish({ topic: 'runs', runId: run.id })
      if (handle?.current().endedAt) for (const topic of ['discrepancies', 'pairings'] as const) feed.publish({ topic })
    }
    let handle: LiveRun | null = null
    handle = makeLiveRun({
      db: cache,
      clock,
      run,
      changed,
      unstored: (thrown) => logger.error('run-not-stored', describeBug(thrown)),
    })
    const accepted: Parameters<typeof runSync>[0]['accepted'] = (id, side) => {
      const found = findAcceptedRead(ledger, id, side)
      return found && found.cacheGeneration === generation ? found : null
    }
    const ended = runSync({ db: cache, clock, pairing, facility, plans, accepted, live: handle, logger })
      .catch((thrown: unknown) => logger.error('sync-not-ended', describeBug(thrown)))
      .finally(() => running.delete(pairingId))
    running.set(pairingId, { live: handle, ended })
    return run
  }

  function draftSession(draft: ConnectionDraft, signal: AbortSignal) {
    const connector = connectorOf(draft)
    const stored = draft.id === undefined ? {} : secretsOf(draft.id)
    const session = connector.open({
      ...context,
      settings: draft.settings,
      secrets: { ...stored, ...draft.secrets },
      signal,
    })
    return { connector, session }
  }
  const storedSession = (connection: Connection, signal: AbortSignal) =>
    draftSession({ ...connection, settings: connection.settings, secrets: {} }, signal)

  const router = {
    startSync: os.input(type<{ pairingId: PairingId }>()).handler(({ input }) => startSync(input.pairingId)),
    cancel: os.input(type<{ runId: RunId }>()).handler(({ input }) => {
      const run = live(input.runId)
      if (!run) throw notRunning()
      run.cancel()
    }),
    follow: os.input(type<{ runId: RunId }>()).handler(async function* ({
      input,
      signal,
    }): AsyncGenerator<Run, void, void> {
      const run = live(input.runId)
      if (run) {
        yield* run.follow(signal)
        return
      }
      const stored = findRun(cache, input.runId)
      if (!stored) throw notRunning()
      yield stored
    }),
    active: os.handler((): Run[] => [...running.values()].map((run) => run.live.current())),
    testConnection: os.input(type<ConnectionDraft>()).handler(async function* ({
      input,
      signal,
    }): AsyncGenerator<CheckStep, void, void> {
      const { connector, session } = draftSession(input, signal ?? new AbortController().signal)
      yield* connector.test(session)
    }),
    checkConnection: os.input(type<{ id: ConnectionId; check: string }>()).handler(async function* ({
      input,
      signal,
    }): AsyncGenerator<CheckStep, void, void> {
      const { connector, session } = storedSession(
        loadConnection(ledger, input.id),
        signal ?? new AbortController().signal,
      )
      const check = connector.checks.find((one) => one.id === input.check)
      if (!check)
        throw new AppError('not-found', { blame: 'bug', tell: 'This check does not exist for this connection.' })
      const scope = (await connector.discoverScopes(session))[0]?.value
      yield* check.run(session, scope === undefined ? null : ScopeKey.parse(scope))
    }),
    scopes: os.input(type<{ id: ConnectionId }>()).handler(async ({ input, signal }) => {
      const { connector, session } = storedSession(
        loadConnection(ledger, input.id),
        signal ?? new AbortController().signal,
      )
      return connector.discoverScopes(session)
    }),
    forgetPairing: os.input(type<{ pairingId: PairingId }>()).handler(async ({ input }) => {
      const run = running.get(input.pairingId)
      run?.live.cancel()
      await run?.ended
      forgetPairing(cache, input.pairingId)
      for (const topic of ['discrepancies', 'runs'] as const) feed.publish({ topic })
    }),
    changes: os.handler(({ signal }) => feed.follow(signal)),
  }

  /** Cancels what runs, waits for it to be taken back, and closes both files. */
  async function close(): Promise<void> {
    for (const run of running.values()) run.live.cancel()
    await Promise.all([...running.values()].map((run) => run.ended))
    feed.close()
    cache.sql.close()
    ledger.sql.close()
  }
  return { router, close }
}

export type CacheService = ReturnType<typeof openCacheService>
export type CacheClient = RouterClient<CacheService['router']>
