import { mkdtempSync, readdirSync, readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import { afterEach, describe, expect, it } from 'vitest'
import { toErrorData } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import { fromMs } from '#contract/time'
import { inProcessCache } from '../e2e/world/in-process-cache.ts'
import { sampleInputs } from '../e2e/world/sample-input.ts'
import { keysIn, startTestApp, type TestApp } from '../e2e/world/test-app.ts'
import { testKeychain } from '../e2e/world/test-keychain.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from '../e2e/world/two-systems.ts'
import { createApp } from './create-app.ts'
import { systemClock } from './platform/clock.ts'
import { wrongKey } from './platform/key-failures.ts'
import type { DataKeys, KeyProvider } from './platform/key-provider.ts'
import { storedKeyProvider } from './platform/stored-key-provider.ts'
import type { StartCache } from './runs/start-cache-worker.ts'
import { lockWorkspace } from './storage/workspace-lock.ts'

let test: TestApp | null = null
let two: TwoSystems | null = null
afterEach(async () => {
  await test?.close()
  await two?.close()
  ;[test, two] = [null, null]
})

/** Two paired systems in a workspace that a keychain opens; `given` gets every data key that was handed out. */
async function startInKeychain(given: DataKeys[] = [], startCache = inProcessCache): Promise<TwoSystems> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-locked-'))
  const { keychain } = testKeychain()
  const paths = { keysFile: join(folder, 'keys.json'), keyFile: join(folder, 'unlock.key') }
  const stored = storedKeyProvider({ ...paths, keychain })
  const noted = async (asked: Promise<DataKeys>) => {
    const keys = await asked
    given.push(keys)
    return keys
  }
  const keyProvider: KeyProvider = {
    ...stored,
    create: (using) => noted(stored.create(using)),
    unlock: (using) => noted(stored.unlock(using)),
  }
  const keys = { folder, keyProvider, unlock: { kind: 'keychain' } as const }
  two = await startTwoSystems({ count: 20, keys, startCache })
  return two
}

/** What a call by path ends with: its error's code, or all that it answered. */
async function answerOf(client: CoreClient, path: string, input: unknown): Promise<string> {
  type Tree = { [name: string]: Tree } & ((input: unknown) => Promise<unknown>)
  const call = path.split('.').reduce((tree, name) => tree[name] as Tree, client as unknown as Tree)
  try {
    const answer = await call(input)
    if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer))
      return JSON.stringify(answer)
    const pieces: unknown[] = []
    for await (const piece of answer as AsyncIterable<unknown>) pieces.push(piece)
    return JSON.stringify(pieces)
  } catch (thrown) {
    return toErrorData(thrown).code
  }
}

/** What answers without any key: what this program is, how it opens, and a text for support. */
const keyless = ['workspace.info', 'workspace.ways', 'workspace.diagnostics', 'connectors.list', 'desktop.show']
/** Refused before anything is looked at: there are keys, but no phrase; the demo alone is reset; a browser has no desktop; the span is empty. */
const otherwise: Record<string, string> = {
  'workspace.create': 'bad-input',
  'workspace.recover': 'workspace-key-missing',
  'workspace.resetDemo': 'not-available-here',
  'desktop.save': 'not-available-here',
  'calendar.span': 'bad-input',
}
/** Tested by itself: these open and lock, and one never ends. */
const itself = ['workspace.unlock', 'workspace.lock', 'workspace.changes']

describe('a locked workspace', () => {
  it('answers nothing but that it is locked, holds no file open and no key', async () => {
    const given: DataKeys[] = []
    const { test: app, left, sync } = await startInKeychain(given)
    left.put({ ...shiftOf(left, 'maple-15'), label: 'Canary label' })
    await sync()
    expect(
      await answerOf(app.client, 'discrepancies.list', { filter: {}, order: 'time', offset: 0, limit: 9 }),
    ).toMatch(/Quilla/)
    expect((await app.client.workspace.lock({})).state).toMatchObject({ state: 'locked' })

    const asked = sampleInputs().filter(({ path }) => !itself.includes(path))
    const answers = new Map<string, string>()
    for (const { path, input } of asked) answers.set(path, await answerOf(app.client, path, input))
    const said = [...answers].filter(([path]) => keyless.includes(path))
    expect(said.map(([path]) => path).sort()).toEqual([...keyless].sort())
    expect(said.map(([, text]) => text).join()).not.toMatch(/Quilla|Canary|Ada|Invented House|Northgate|maple-1/)
    const refused = [...answers].filter(([path]) => !keyless.includes(path))
    expect(refused.length).toBeGreaterThan(50)
    expect(refused).toEqual(refused.map(([path]) => [path, otherwise[path] ?? 'workspace-locked']))

    expect(given.flatMap((keys) => Object.values(keys)).filter((key) => key.some((byte) => byte !== 0))).toEqual([])
    if (process.platform === 'linux') {
      const open = readdirSync('/proc/self/fd').map((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`)
        } catch {
          return ''
        }
      })
      expect(open.filter((path) => path.startsWith(app.folder))).toEqual([])
    }
    const lock = lockWorkspace(join(app.folder, 'workspace.lock'))
    expect(lock).not.toBeNull()
    lock?.release()
  })

  it('parks a sync that was under way, and the next one completes', async () => {
    const { test: app, pairingId, left } = await startInKeychain()
    left.setFault('hang')
    const run = await app.client.runs.sync({ pairingId })
    while (left.requests.list === 0) await nextTurn()
    await app.client.workspace.lock({})
    await app.client.workspace.unlock({})
    const [parked] = await app.client.runs.list({ limit: 1 })
    expect(parked).toMatchObject({ id: run.id, state: expect.stringMatching(/^(interrupted|cancelled)$/) })
    left.setFault(null)
    expect(await app.sync(pairingId)).toMatchObject({ state: 'done' })
  })
})

describe('a workspace in a keychain', () => {
  it('that was locked when its core ended is locked when the next core starts', async () => {
    const { test: app } = await startInKeychain()
    await app.client.workspace.lock({})
    const again = await app.reopen({ locked: true })
    expect((await again.client.workspace.info({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: null })
    expect((await again.client.workspace.unlock({})).state).toEqual({ state: 'open' })
  })

  it('answers what it waits for while the keychain asks', async () => {
    const { test: app } = await startInKeychain()
    await app.app.close()
    const asked = Promise.withResolvers<void>()
    const { keyProvider } = app.given
    const unlock: KeyProvider['unlock'] = (using) => asked.promise.then(() => keyProvider.unlock(using))
    const again = await createApp({ ...app.given, keyProvider: { ...keyProvider, unlock } })
    const client = createRouterClient(again.router) as CoreClient
    expect((await client.workspace.info({})).state).toEqual({ state: 'opening' })
    expect(await answerOf(client, 'facilities.list', {})).toBe('workspace-locked')
    asked.resolve()
    while ((await client.workspace.info({})).state.state === 'opening') await nextTurn()
    expect((await client.workspace.info({})).state).toEqual({ state: 'open' })
    await again.close()
  })

  it('is locked before both files are closed, and also where closing them fails', async () => {
    const closing = Promise.withResolvers<void>()
    let starts = 0
    const slowly: StartCache = async (boot, logger) => {
      const started = await inProcessCache(boot, logger)
      if (starts++ > 0) return started
      return { ...started, close: () => started.close().then(() => closing.promise) }
    }
    const { test: app } = await startInKeychain([], slowly)
    const locking = app.client.workspace.lock({})
    while ((await app.client.workspace.info({})).state.state !== 'locked') await nextTurn()
    expect(await answerOf(app.client, 'facilities.list', {})).toBe('workspace-locked')
    closing.reject(new Error('the disk broke'))
    expect((await locking).state).toMatchObject({ state: 'locked' })
    expect((await app.client.workspace.unlock({})).state).toEqual({ state: 'open' })
  })
})

const right = { kind: 'passphrase', passphrase: 'an invented passphrase' } as const

/** A passphrase that is held against another at once; what it opens is kept by a key file. */
function quickPassphrase(folder: string): KeyProvider {
  const keyFile = keysIn(folder)
  return {
    ...keyFile,
    stored: async () => ((await keyFile.stored()) ? { unlock: 'passphrase', recovery: false, recovered: false } : null),
    create: () => keyFile.create({ kind: 'key-file' }),
    unlock: (using) =>
      using.kind === 'passphrase' && using.passphrase === right.passphrase
        ? keyFile.unlock({ kind: 'key-file' })
        : Promise.reject(wrongKey('passphrase')),
  }
}

describe('wrong passphrases', () => {
  it('cost a wait from the fifth on, which locking again does not shorten, and a right one ends', async () => {
    let now = Date.now()
    const clock = { ...systemClock, now: () => fromMs(now), monotonicMs: () => now }
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-locked-'))
    test = await startTestApp({ folder, keyProvider: quickPassphrase(folder), clock })
    const { workspace } = test.client
    await workspace.create({ operator: 'Ada Invented', unlock: right })
    await workspace.lock({})
    for (let attempt = 1; attempt < 5; attempt++) {
      const { state } = await workspace.unlock({ passphrase: 'not the right one' })
      expect(state).toEqual({ state: 'locked', wrongKey: true, retryAt: null })
    }
    const until = fromMs(now + 30_000)
    expect((await workspace.unlock({ passphrase: 'not the right one' })).state).toMatchObject({ retryAt: until })
    const wait = { code: 'workspace-wait' }
    await expect(workspace.unlock({ passphrase: right.passphrase })).rejects.toMatchObject(wait)
    await workspace.lock({})
    await expect(workspace.unlock({ passphrase: right.passphrase })).rejects.toMatchObject(wait)
    expect((await workspace.info({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: until })
    now += 30_000
    expect((await workspace.unlock({ passphrase: right.passphrase })).state).toEqual({ state: 'open' })
    expect((await workspace.lock({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: null })
    expect((await workspace.unlock({ passphrase: 'not the right one' })).state).toMatchObject({ retryAt: null })
  })
})
