import { expect, it } from 'vitest'
import { RunId } from '#contract/ids'
import { silentLogger } from '../platform/logger.ts'
import { newId } from '../platform/new-id.ts'
import type { CacheBoot } from './cache-service.ts'
import { threadedCache } from './start-cache-worker.ts'

const start = () => {
  const nothing = new Uint8Array()
  const boot: CacheBoot = {
    ledgerPath: '',
    cachePath: '',
    keys: { credentials: nothing, cache: nothing, ledger: nothing },
    fence: 0,
    pinnedDay: null,
    retry: null,
    trigger: 'person',
  }
  return threadedCache(new URL('../../e2e/world/dying-worker.ts', import.meta.url))(boot, silentLogger)
}
const runId = newId(RunId)

it('tells a call that the core is gone when the worker dies over it, and every call after', async () => {
  const { client, gone } = await start()
  expect(await client.active()).toEqual([])
  await expect(client.cancel({ runId })).rejects.toMatchObject({ code: 'core-gone' })
  await gone
  await expect(client.active()).rejects.toMatchObject({ code: 'core-gone' })
})

it('tells those who follow a stream that the core is gone when the worker dies in the middle of it', async () => {
  const { client } = await start()
  // Two streams: one that has just been told something, and one that only waits.
  const waiting = (await client.follow({ runId }))[Symbol.asyncIterator]()
  await waiting.next()
  const told: string[] = []
  const follow = async (): Promise<void> => {
    for await (const { topic } of await client.changes()) {
      told.push(topic)
      // Of this call it dies.
      void client.cancel({ runId }).catch(() => {})
    }
  }
  const next = waiting.next()
  await Promise.all([
    expect(follow()).rejects.toMatchObject({ code: 'core-gone' }),
    expect(next).rejects.toMatchObject({ code: 'core-gone' }),
  ])
  expect(told).toEqual(['runs'])
})

it('lets a follower leave early and goes on', async () => {
  const { client, close } = await start()
  for await (const run of await client.follow({ runId })) {
    expect(run).toEqual({ told: 'first' })
    break
  }
  expect(await client.active()).toEqual([])
  await close()
})
