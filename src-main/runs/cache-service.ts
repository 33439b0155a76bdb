import { os, type RouterClient, type } from '@orpc/server'
import type { CheckStep, Connection, ConnectionBudget, ConnectionDraft } from '#contract/connections'
import { AppError } from '#contract/errors'
import { type ConnectionId, type PairingId, RunId, ScopeKey } from '#contract/ids'
import type { Run } from '#contract/runs'
import type { Instant } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import type { VendorGate } from '../connectors/kit/vendor-gate.ts'
import { type Clock, pinnedDayClock, systemClock } from '../platform/clock.ts'
import { describeBug, type Logger } from '../platform/logger.ts'
import { makeSecretBox } from '../platform/secret-box.ts'
import { findAcceptedRead } from '../storage/accepted-read-store.ts'
import { ensureCacheGeneration } from '../storage/cache-generation.ts'
import { readSecrets } from '../storage/connection-secret-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { listMatchWords } from '../storage/match-decision-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { forgetOvertaken } from '../storage/overtaken-decision-store.ts'
import { listPairings, loadPairing } from '../storage/pairing-store.ts'
import { closeInterruptedRuns, findRun } from '../storage/run-store.ts'
import { forgetPairing, listCachedPairings, sweepUnfinished } from '../storage/snapshot-store.ts'
import { makeChangeFeed } from './change-feed.ts'
import { mirrorDecisions } from './mirror-decisions.ts'
import { purgeCache } from './purge-cache.ts'
import { recompare } from './recompare.ts'
import { connectorOf, planSide, type SidePlan } from './side-plan.ts'
import { makeSyncQueue } from './sync-queue.ts'
import { makeSyncSchedule, scheduleTickMs } from './sync-schedule.ts'
import { makeVendorGates } from './vendor-gates.ts'
import { wordScopeOf } from './word-scope.ts'

/** What the worker is started with; keys live in memory only. */
export type CacheBoot = {
  ledgerPath: string
  cachePath: string
  keys: { credentials: Uint8Array; cache: Uint8Array; ledger: Uint8Array }
  fence: number
  /** The demo's day; null for the computer's own clock. */
  pinnedDay: Instant | null
  retry: { baseMs: number; capMs: number } | null
  /** Who starts a sync that the schedule did not. */
  trigger: 'person' | 'command'
}

const notStored = (): AppError =>
  new AppError('not-found', { blame: 'settings', tell: 'This run is not stored here any more.' })

/**
 * The cache worker's whole ability: holds vendor sessions, fetches, seals, compares; the only writer of the cache.
 * Opening it takes back what a crash left half done. Throws AppError where the cache cannot be opened.
 */
export function openCacheService(boot: CacheBoot, logger: Logger, computer: Clock = systemClock) {
  const clock: Clock = boot.pinnedDay === null ? computer : pinnedDayClock(boot.pinnedDay, computer)
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
  // What a person decided while the program died before the cache showed it.
  for (const id of known) mirrorDecisions({ cache, ledger }, id)

  const feed = makeChangeFeed<ChangeEvent>()
  const gates = makeVendorGates({ ledger, cache })
  const context = { clock, random: Math.random, ...(boot.retry ? { retry: boot.retry } : {}) }
  const secretsOf = (id: ConnectionId) => readSecrets(ledger, id, box)

  function planOf(pairingId: PairingId) {
    const pairing = loadPairing(ledger, pairingId)
    const facility = loadFacility(ledger, pairing.facilityId)
    const side = (name: 'left' | 'right'): SidePlan => {
      const connection = loadConnection(ledger, pairing[name].connectionId)
      const guarded = { ...context, gate: gates.of(connection) }
      const secrets = () => secretsOf(connection.id)
      return planSide({ side: name, pairing, facility, connection, secrets, context: guarded })
    }
    const plans = { left: side('left'), right: side('right') }
    if (plans.left.readBy === 'keys' && plans.right.readBy === 'keys') {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: `Neither ${plans.left.system} nor ${plans.right.system} has a list address, so there is nothing to start from. Enter one in Connections.`,
      })
    }
    return { pairing, facility, plans }
  }

  const queue = makeSyncQueue({
    db: cache,
    clock,
    logger,
    ledger,
    planOf,
    publish: feed.publish,
    accepted: (id, side) => {
      const found = findAcceptedRead(ledger, id, side)
      return found && found.cacheGeneration === generation ? found : null
    },
  })

  function draftSession(draft: ConnectionDraft, signal: AbortSignal, gate?: VendorGate) {
    const connector = connectorOf(draft)
    const stored = draft.id === undefined ? {} : secretsOf(draft.id)
    const session = connector.open({
      ...context,
      ...(gate ? { gate } : {}),
      settings: draft.settings,
      secrets: { ...stored, ...draft.secrets },
      signal,
    })
    return { connector, session }
  }
  const storedSession = (connection: Connection, signal: AbortSignal) =>
    draftSession({ ...connection, settings: connection.settings, secrets: {} }, signal, gates.of(connection))

  // A command in a terminal does what it was asked and leaves; schedules are for a program that stays.
  const schedule =
    boot.trigger === 'command'
      ? null
      : makeSyncSchedule({
          ledger,
          cache,
          clock,
          logger,
          isBusy: queue.isBusy,
          start: (id) => void queue.startAll([id], 'schedule'),
        })
  const ticking = setInterval(() => schedule?.tick(), scheduleTickMs)
  ticking.unref()
  schedule?.tick()

  let closing = false

  function recompareNow(pairingId: PairingId): boolean {
    const pairing = loadPairing(ledger, pairingId)
    const { zone } = loadFacility(ledger, pairing.facilityId)
    const words = listMatchWords(ledger, wordScopeOf(ledger, pairing))
    const compared = recompare(cache, { pairing, zone, words, at: clock.now() })
    if (compared) for (const topic of ['discrepancies', 'pairings'] as const) feed.publish({ topic })
    return compared
  }

  const router = {
    startSync: os
      .input(type<{ pairingId: PairingId }>())
      .handler(({ input }) => queue.start(input.pairingId, boot.trigger)),
    startAll: os
      .input(type<{ pairingIds: PairingId[] }>())
      .handler(({ input }) => queue.startAll(input.pairingIds, boot.trigger)),
    cancel: os.input(type<{ runId: RunId }>()).handler(({ input }) => queue.cancel(input.runId)),
    budgets: os.handler((): ConnectionBudget[] => gates.budgets()),
    follow: os.input(type<{ runId: RunId }>()).handler(async function* ({
      input,
      signal,
    }): AsyncGenerator<Run, void, void> {
      const run = queue.find(input.runId)
      if (run) {
        yield* run.follow(signal)
        return
      }
      const stored = findRun(cache, input.runId)
      if (!stored) throw notStored()
      yield stored
    }),
    active: os.handler((): Run[] => queue.active()),
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
    /** Shows what people decided since, as it stands in the ledger. */
    mirrorDecisions: os.input(type<{ pairingIds: PairingId[] }>()).handler(({ input }) => {
      for (const id of input.pairingIds) mirrorDecisions({ cache, ledger }, id)
      feed.publish({ topic: 'discrepancies' })
    }),
    /** Forgets what was overtaken, up to and with this row, once the ledger knows it. */
    forgetOvertaken: os.input(type<{ id: number }>()).handler(({ input }) => forgetOvertaken(cache, input.id)),
    /** Compares a pairing again over what was read last, once no sync of it is under way; false where that has to wait. */
    recompare: os.input(type<{ pairingId: PairingId }>()).handler(({ input: { pairingId } }): boolean => {
      if (!queue.isBusy(pairingId)) return recompareNow(pairingId)
      // The sync under way may have compared already, before this was decided.
      void queue
        .whenIdle(pairingId)
        .then(() => closing || queue.isBusy(pairingId) || recompareNow(pairingId))
        .catch((thrown: unknown) => logger.error('not-compared-again', describeBug(thrown)))
      return false
    }),
    forgetPairing: os.input(type<{ pairingId: PairingId }>()).handler(async ({ input }) => {
      await queue.stopPairing(input.pairingId)
      forgetPairing(cache, input.pairingId)
      for (const topic of ['discrepancies', 'runs'] as const) feed.publish({ topic })
    }),
    /** Takes out what ended before a moment and nothing needs, of each pairing once no sync of it is under way. */
    purge: os
      .input(type<{ before: Instant; mostMs: number | null }>())
      .handler(({ input }) =>
        purgeCache(cache, { ...input, pairings: listPairings(ledger), clock, queue, logger, closing: () => closing }),
      ),
    changes: os.handler(({ signal }) => feed.follow(signal)),
  }

  /** Cancels what runs, waits for it to be taken back, and closes both files. */
  async function close(): Promise<void> {
    closing = true
    clearInterval(ticking)
    await queue.close()
    feed.close()
    cache.sql.close()
    ledger.sql.close()
  }
  return { router, close }
}

export type CacheService = ReturnType<typeof openCacheService>
export type CacheClient = RouterClient<CacheService['router']>
