import pLimit from 'p-limit'
import { AppError, type ErrorData, toErrorData } from '#contract/errors'
import { Instant } from '#contract/time'
import type { ChangeEvent, NewWorkspace, WorkspaceInfo, WorkspaceState } from '#contract/workspace'
import { type OpenDemo, openDemo } from './demo/open-demo.ts'
import type { Clock } from './platform/clock.ts'
import type { DataKeys, KeyProvider, UnlockWith } from './platform/key-provider.ts'
import { describeBug, type Logger } from './platform/logger.ts'
import type { Desk } from './procedures/desk.ts'
import { makeRouter, type Router } from './procedures/router.ts'
import { makeChangeFeed } from './runs/change-feed.ts'
import { type OpenCore, openCore } from './runs/open-core.ts'
import { type StartCache, threadedCache } from './runs/start-cache-worker.ts'
import { newestCompare } from './storage/compare-store.ts'
import { currentOperator, saveOperator } from './storage/operator-store.ts'
import { listPairings } from './storage/pairing-store.ts'

export type AppInput = {
  folder: string
  demo: boolean
  keyProvider: KeyProvider
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

type Opened = { core: OpenCore; demo: OpenDemo | null }

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
  let unlock: WorkspaceInfo['unlock'] = null
  let opened: Opened | null = null

  const oneAtATime = pLimit(1)
  let closed = false

  const setState = (next: WorkspaceState): void => {
    state = next
    feed.publish({ topic: 'workspace' })
  }
  const failed = (error: ErrorData): void => setState({ state: 'failed', error, where: input.folder })
  const clockNow = (): Instant => (opened?.demo?.clock ?? computerClock).now()

  const info = (): WorkspaceInfo => ({
    state,
    folder: input.folder,
    demo: input.demo,
    now: clockNow(),
    unlock,
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
    setState({ state: 'opening' })
    let core: OpenCore | null = null
    let demo: OpenDemo | null = null
    try {
      core = openCore({ folder: input.folder, keys, clock: computerClock, logger, fenced: failed })
      demo = await startDemo(core)
      await startWorker(core, demo)
      opened = { core, demo }
      if (core.writer) setState({ state: 'open' })
      else
        setState({ state: 'viewing', why: 'Another Plumbline writes this workspace; this one shows what is stored.' })
      if (demo) await syncDemo(core)
    } catch (thrown) {
      opened = null
      await core?.close()
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
      if (using.kind === 'passphrase' && error.code === 'workspace-wrong-key')
        setState({ state: 'locked', wrongKey: true })
      else failed(error)
      return
    }
    await open(keys)
  }

  async function shut(): Promise<void> {
    const was = opened
    opened = null
    await was?.core.close()
    await was?.demo?.close()
  }

  async function create({ operator, unlock: using }: NewWorkspace): Promise<void> {
    if (state.state !== 'new') {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: 'This workspace is set up already. Unlock it instead.',
      })
    }
    const keys = await keyProvider.create(using)
    unlock = using.kind
    await open(keys)
    if (opened?.core.writer) saveOperator(opened.core.writer.ledger, { name: operator, at: computerClock.now() })
    feed.publish({ topic: 'workspace' })
  }

  async function unlockWith(passphrase: string): Promise<void> {
    if (state.state !== 'locked') {
      throw new AppError('bad-input', { blame: 'settings', tell: 'The workspace is not locked.' })
    }
    await openWith({ kind: 'passphrase', passphrase })
  }

  async function lock(): Promise<void> {
    if (unlock !== 'passphrase') {
      throw new AppError('not-available-here', {
        blame: 'settings',
        tell: 'This workspace is kept unlocked on this computer, so locking it would not protect anything. Lock the computer instead.',
      })
    }
    await shut()
    setState({ state: 'locked', wrongKey: false })
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
    unlock: (passphrase) => inTurn(() => unlockWith(passphrase)),
    lock: () => inTurn(lock),
    resetDemo: () => inTurn(resetDemo),
    publish: feed.publish,
    // Whoever begins to listen may have asked before and missed what came since: it is told to ask again.
    changes: (signal) => feed.follow(signal, { topic: 'workspace' }),
  }

  try {
    unlock = await keyProvider.stored()
    if (unlock === 'key-file') await openWith({ kind: 'key-file' })
    else if (unlock === 'passphrase') state = { state: 'locked', wrongKey: false }
    else if (input.demo) {
      unlock = 'key-file'
      await open(await keyProvider.create({ kind: 'key-file' }))
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
