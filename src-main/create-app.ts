import { existsSync } from 'node:fs'
import pLimit from 'p-limit'
import { AppError, type ErrorData, toErrorData } from '#contract/errors'
import { Instant } from '#contract/time'
import type { ChangeEvent, NewWorkspace, RecoverWorkspace, WorkspaceInfo, WorkspaceState } from '#contract/workspace'
import { type OpenDemo, openDemo } from './demo/open-demo.ts'
import type { Clock } from './platform/clock.ts'
import { keysGone } from './platform/key-failures.ts'
import type { DataKeys, KeyProvider, StoredKeys, UnlockWith } from './platform/key-provider.ts'
import { describeBug, type Logger } from './platform/logger.ts'
import type { PreferenceStore } from './platform/preference-store.ts'
import { newRecoveryPhrase } from './platform/recovery-phrase.ts'
import { makeUnlockPace } from './platform/unlock-pace.ts'
import type { Desk } from './procedures/desk.ts'
import { makeRouter, type Router } from './procedures/router.ts'
import { makeChangeFeed } from './runs/change-feed.ts'
import { collectDiagnostics } from './runs/collect-diagnostics.ts'
import { type OpenCore, openCore } from './runs/open-core.ts'
import { type StartCache, threadedCache } from './runs/start-cache-worker.ts'
import { newestCompare } from './storage/compare-store.ts'
import { currentOperator, saveOperator } from './storage/operator-store.ts'
import { listPairings } from './storage/pairing-store.ts'
import { setCacheAside } from './storage/set-cache-aside.ts'
import { withClosedWorkspace } from './storage/workspace-lock.ts'
import { workspacePaths } from './storage/workspace-place.ts'

export type AppInput = {
  folder: string
  demo: boolean
  /** Where the page will run; a browser unless told. */
  host?: WorkspaceInfo['host']
  keyProvider: KeyProvider
  /** The workspace was locked when its core last ended: it stays so until somebody unlocks it, whatever opens it. */
  locked?: boolean
  /** What a person chose for the application itself; absent where the host has nothing to choose. */
  preferences?: PreferenceStore
  /** The folder of the log, for diagnostics; absent where none is written. */
  logs?: string
  clock: Clock
  logger: Logger
  version: string
  /** The built cache worker; tests hand in `startCache` instead. */
  workerFile: URL
  startCache?: StartCache
  /** Tests shorten the retry layer's waits. */
  retry?: { baseMs: number; capMs: number }
  /** Who starts syncs here: a person at a page unless told; a command starts no scheduled ones. */
  trigger?: 'person' | 'command'
  /** Seed of a new demo world; random unless a test says. */
  demoSeed?: number
  /** Waited before each answer of the demo's sandboxes, so that a person sees a sync move. */
  demoDelayMs?: number
}

export type App = {
  router: Router
  feeds: { changes: Desk['changes'] }
  close(): Promise<void>
}

type Opened = { core: OpenCore; keys: DataKeys; demo: OpenDemo | null }

const wrongMoment = (tell: string): AppError => new AppError('bad-input', { blame: 'settings', tell })

const notOpen = (state: WorkspaceState): AppError => {
  if (state.state === 'failed') return new AppError(state.error.code, state.error)
  return new AppError('workspace-locked', { blame: 'settings', tell: 'The workspace is locked. Unlock it first.' })
}

/** Puts the parts together for one workspace; knows no host. A workspace that cannot be opened is a state, not a throw. */
export async function createApp(input: AppInput): Promise<App> {
  const { keyProvider, clock: computerClock, logger } = input
  const startCache = input.startCache ?? threadedCache(input.workerFile)
  const feed = makeChangeFeed<ChangeEvent>()
  let state: WorkspaceState = { state: 'new' }
  let stored: StoredKeys | null = null
  /** The keys could not be had: they may be asked for again, which changes nothing on disk. */
  let withoutKeys = false
  const pace = makeUnlockPace(computerClock)
  let opened: Opened | null = null

  const oneAtATime = pLimit(1)
  let closed = false

  const setState = (next: WorkspaceState): void => {
    state = next
    feed.publish({ topic: 'workspace' })
  }
  const failed = (error: ErrorData): void =>
    setState({ state: 'failed', error, where: input.folder, retry: withoutKeys })
  const clockNow = (): Instant => (opened?.demo?.clock ?? computerClock).now()

  const info = (): WorkspaceInfo => ({
    state,
    folder: input.folder,
    demo: input.demo,
    now: clockNow(),
    unlock: stored?.unlock ?? null,
    recovery: stored?.recovery ?? null,
    host: input.host ?? 'browser',
    operator: opened ? (currentOperator(opened.core.ledger)?.name ?? null) : null,
    version: input.version,
  })

  async function startDemo(core: OpenCore): Promise<OpenDemo | null> {
    if (!input.demo || !core.writer) return null
    const { demoSeed, demoDelayMs } = input
    return openDemo({
      ledger: core.writer.ledger,
      secretBox: core.box,
      under: computerClock,
      ...(demoSeed === undefined ? {} : { newSeed: () => demoSeed }),
      ...(demoDelayMs === undefined ? {} : { delayMs: demoDelayMs }),
    })
  }

  const startWorker = (core: OpenCore, demo: OpenDemo | null): Promise<void> =>
    core.startWorker({
      startCache,
      logger,
      pinnedDay: demo ? Instant.parse(`${demo.world().day}T00:00:00.000Z`) : null,
      retry: input.retry ?? null,
      trigger: input.trigger ?? 'person',
      publish: feed.publish,
      lost: failed,
    })

  /**
   * The demo shows its discrepancies without a click; a person's own workspace waits for one. A command does what it was
   * asked and leaves: a sync that it started besides would only be cancelled.
   */
  async function syncDemo(core: OpenCore): Promise<void> {
    if (input.trigger === 'command') return
    const { cache, writer } = core.desk()
    const pairings = writer ? listPairings(core.ledger).filter(({ id }) => !newestCompare(cache, id)) : []
    if (pairings.length > 0) await writer?.worker.startAll({ pairingIds: pairings.map(({ id }) => id) })
  }

  async function open(keys: DataKeys): Promise<void> {
    withoutKeys = false
    setState({ state: 'opening' })
    let core: OpenCore | null = null
    let demo: OpenDemo | null = null
    try {
      const recovered = stored?.recovered ?? false
      core = openCore({ folder: input.folder, keys, recovered, clock: computerClock, logger, fenced: failed })
      if (recovered && stored && core.writer) {
        await keyProvider.endRecovery()
        stored = { ...stored, recovered: false }
      }
      demo = await startDemo(core)
      await startWorker(core, demo)
      opened = { core, keys, demo }
      if (core.writer) setState({ state: 'open' })
      else
        setState({ state: 'viewing', why: 'Another Plumbline writes this workspace; this one shows what is stored.' })
      if (demo) await syncDemo(core)
    } catch (thrown) {
      opened = null
      await core?.close().catch(notClosed)
      await demo?.close()
      const error = toErrorData(thrown)
      logger.error('workspace-not-opened', { code: error.code, ...(error.blame === 'bug' ? describeBug(thrown) : {}) })
      failed(error)
    }
  }

  async function openWith(using: UnlockWith): Promise<void> {
    let keys: DataKeys
    try {
      keys = await keyProvider.unlock(using)
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (using.kind === 'passphrase' && error.code === 'workspace-wrong-key') {
        pace.wrong()
        setState(locked(true))
      } else {
        logger.error('keys-not-opened', { code: error.code, kind: using.kind })
        withoutKeys = true
        failed(error)
      }
      return
    }
    pace.right()
    await open(keys)
  }

  const notClosed = (thrown: unknown): void =>
    logger.error('workspace-not-closed', { code: toErrorData(thrown).code, ...describeBug(thrown) })

  const locked = (wrongKey: boolean): WorkspaceState => ({ state: 'locked', wrongKey, retryAt: pace.retryAt() })

  async function shut(): Promise<void> {
    const was = opened
    opened = null
    try {
      await was?.core.close()
    } finally {
      await was?.demo?.close()
      // Whoever keeps these from now on keeps zeros (R21).
      for (const key of Object.values(was?.keys ?? {})) key.fill(0)
    }
  }

  /** Two programs at the first start of one folder must not both make keys: the ledger is encrypted with those of one. */
  const makeKeys = (using: UnlockWith): Promise<DataKeys> =>
    withClosedWorkspace(input.folder, async () => {
      const keys = await keyProvider.create(using)
      stored = { unlock: using.kind, recovery: false, recovered: false }
      return keys
    })

  async function create({ operator, unlock: using }: NewWorkspace): Promise<void> {
    if (state.state !== 'new') {
      throw wrongMoment('This workspace is set up already. Unlock it instead.')
    }
    if ((await lookAtKeys()) !== null) {
      setState(locked(false))
      throw wrongMoment('Another Plumbline has set this workspace up meanwhile. Unlock it instead.')
    }
    await open(await makeKeys(using))
    if (opened?.core.writer) saveOperator(opened.core.writer.ledger, { name: operator, at: computerClock.now() })
    feed.publish({ topic: 'workspace' })
  }

  /**
   * Reads how the keys are stored: at the start, and before they are asked for again, since a person may have put them
   * back, or another host recovered the workspace, so that it opens in another way. Throws AppError where they are damaged,
   * or gone beside a ledger that nothing else opens.
   */
  async function lookAtKeys(): Promise<StoredKeys | null> {
    withoutKeys = true
    stored = await keyProvider.stored()
    if (stored === null && existsSync(workspacePaths(input.folder).ledger)) throw keysGone()
    withoutKeys = false
    return stored
  }

  /** Whether keys are stored and not in use, so that they may be asked for. */
  const mayUnlock = (): boolean => state.state === 'locked' || (state.state === 'failed' && withoutKeys)

  async function unlock(passphrase: string | undefined): Promise<void> {
    if (!mayUnlock()) throw wrongMoment('The workspace is not locked.')
    const found = await lookAtKeys()
    if (found === null) throw keysGone()
    if (found.unlock !== 'passphrase') return openWith({ kind: found.unlock })
    if (passphrase === undefined) return setState(locked(false))
    if (pace.retryAt() !== null) {
      setState(locked(false))
      throw new AppError('workspace-wait', {
        blame: 'settings',
        tell: 'Too many wrong passphrases were entered. Wait until the time shown, then try again.',
      })
    }
    await openWith({ kind: 'passphrase', passphrase })
  }

  async function recover({ phrase, unlock: using }: RecoverWorkspace): Promise<void> {
    if (!mayUnlock())
      throw wrongMoment('The workspace is open, or waits for nothing that a recovery phrase could open.')
    const { keys, keep } = await keyProvider.recover(phrase, using)
    await setCacheAside({ folder: input.folder, ledgerKey: keys.ledger, at: computerClock.now(), keepKeys: keep })
    stored = { unlock: using.kind, recovery: true, recovered: true }
    pace.right()
    logger.warn('workspace-recovered', { unlock: using.kind })
    await open(keys)
  }

  async function keepRecovery(phrase: string): Promise<void> {
    if (!opened || stored === null) throw notOpen(state)
    await keyProvider.keepRecovery(phrase, opened.keys)
    stored = { ...stored, recovery: true }
    feed.publish({ topic: 'workspace' })
  }

  async function lock(): Promise<void> {
    // Without keys nothing is open, and the screen says why.
    if (state.state === 'locked' || withoutKeys) return
    if (stored === null) {
      throw new AppError('not-available-here', {
        blame: 'settings',
        tell: 'This workspace is not set up yet, so there is nothing to lock.',
      })
    }
    if (stored.unlock === 'key-file') {
      throw new AppError('not-available-here', {
        blame: 'settings',
        tell: 'This workspace is kept unlocked on this computer, so locking it would not protect anything. Lock the computer instead.',
      })
    }
    const closing = shut()
    // Nothing answers any more from here on; to close both files may take longer than a screen may go on showing (P24).
    setState(locked(false))
    await closing.catch(notClosed)
  }

  async function resetDemo(): Promise<void> {
    const { core, demo } = opened ?? {}
    if (!core?.writer || !demo) {
      throw new AppError('not-available-here', {
        blame: 'settings',
        tell: 'Only the demo can be reset. Nothing was changed.',
      })
    }
    // The worker's clock is pinned to the old day and its runs read the old world, so it starts anew; what the cache
    // holds of the old pairings it forgets by itself, because the ledger no longer has them.
    await core.stopWorker()
    demo.reset()
    await startWorker(core, demo)
    setState({ state: 'open' })
    for (const topic of ['connections', 'facilities', 'pairings', 'discrepancies', 'runs'] as const) {
      feed.publish({ topic })
    }
    await syncDemo(core)
  }

  /** Runs one change of the workspace's state after the other: two pages may ask for the same one at once. */
  const inTurn = (change: () => Promise<void>): Promise<WorkspaceInfo> =>
    oneAtATime(async () => {
      if (closed) throw notOpen(state)
      await change()
      return info()
    })

  const desk: Desk = {
    get clock() {
      return opened?.demo?.clock ?? computerClock
    },
    open: () => {
      if (!opened || (state.state !== 'open' && state.state !== 'viewing')) throw notOpen(state)
      return opened.core.desk()
    },
    info,
    create: (input) => inTurn(() => create(input)),
    ways: () => keyProvider.ways(),
    unlock: (passphrase) => inTurn(() => unlock(passphrase)),
    recover: (input) => inTurn(() => recover(input)),
    newRecovery: newRecoveryPhrase,
    keepRecovery: (phrase) => inTurn(() => keepRecovery(phrase)),
    lock: () => inTurn(lock),
    resetDemo: () => inTurn(resetDemo),
    preferences: input.preferences ?? null,
    diagnostics: () =>
      collectDiagnostics({
        info: info(),
        files: opened?.core.desk ?? null,
        folder: input.folder,
        logs: input.logs ?? null,
        at: computerClock.now(),
      }),
    publish: feed.publish,
    // Whoever begins to listen may have asked before and missed what came since: it is told to ask again.
    changes: (signal) => feed.follow(signal, { topic: 'workspace' }),
  }

  try {
    const found = await lookAtKeys()
    if (found?.unlock === 'passphrase') state = locked(false)
    else if (found?.unlock === 'keychain' && input.locked === true) state = locked(false)
    else if (found?.unlock === 'keychain') {
      // The keychain may ask the person first: whoever connects meanwhile is answered.
      state = { state: 'opening' }
      const opening = oneAtATime(() => openWith({ kind: 'keychain' }))
      if (input.trigger === 'command') await opening
    } else if (found) await openWith({ kind: found.unlock })
    else if (input.demo) {
      await open(await makeKeys({ kind: 'key-file' }))
    }
  } catch (thrown) {
    failed(toErrorData(thrown))
  }

  return {
    router: makeRouter(desk),
    feeds: { changes: feed.follow },
    async close() {
      closed = true
      feed.close()
      await oneAtATime(shut)
    },
  }
}
