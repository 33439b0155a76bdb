import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRouterClient } from '@orpc/server'
import type { PairingId, RunId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import type { Run } from '#contract/runs'
import { type App, type AppInput, createApp } from '../../src-main/create-app.ts'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { storedKeyProvider } from '../../src-main/platform/stored-key-provider.ts'
import { inProcessCache } from './in-process-cache.ts'

/** A whole core on its own temporary folder, reached as a page would reach it. */
export type TestApp = {
  app: App
  client: CoreClient
  folder: string
  /** What the core was started with. */
  given: AppInput
  /** Syncs and waits for the end. */
  sync(pairingId: PairingId): Promise<Run>
  /** Waits until nothing runs. */
  idle(): Promise<void>
  /** Closes the core and opens it again on the same folder; `close` of either closes both. */
  reopen(change?: Partial<AppInput>): Promise<TestApp>
  close(): Promise<void>
}

/** The key provider of a test workspace: a key file beside it. */
export const keysIn = (folder: string) =>
  storedKeyProvider({ keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'unlock.key') })

async function runEnd(client: CoreClient, runId: RunId): Promise<Run> {
  let last: Run | null = null
  for await (const run of await client.runs.follow({ runId })) last = run
  if (!last) throw new Error('the run was not told at all')
  return last
}

/** Starts a core with an in-process cache and retries that hardly wait. */
export const startTestApp = (change: Partial<AppInput> = {}): Promise<TestApp> => openTestApp(change, [])

/** `opened` are all cores of this folder so far. */
async function openTestApp(change: Partial<AppInput>, opened: App[]): Promise<TestApp> {
  const folder = change.folder ?? (await mkdtemp(join(tmpdir(), 'plumbline-test-')))
  const given: AppInput = {
    folder,
    demo: false,
    keyProvider: keysIn(folder),
    clock: systemClock,
    logger: silentLogger,
    version: 'test',
    workerFile: pathToFileURL(join(folder, 'not-used.js')),
    startCache: inProcessCache,
    retry: { baseMs: 1, capMs: 2 },
    ...change,
  }
  const app = await createApp(given)
  opened.push(app)
  const client = createRouterClient(app.router) as CoreClient
  for await (const _ of await client.workspace.changes({})) {
    if ((await client.workspace.info({})).state.state !== 'opening') break
  }
  return {
    app,
    client,
    folder,
    given,
    sync: async (pairingId) => runEnd(client, (await client.runs.sync({ pairingId })).id),
    async idle() {
      for (const run of await client.runs.list({ limit: 100 })) if (run.endedAt === null) await runEnd(client, run.id)
    },
    async reopen(again = {}) {
      await app.close()
      return openTestApp({ ...change, ...again, folder }, opened)
    },
    async close() {
      for (const one of opened) await one.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
