import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AcceptBench, startAcceptBench } from '../../e2e/world/accepted-differences.ts'
import { inProcessCache } from '../../e2e/world/in-process-cache.ts'
import { decide, overtakes, rebuiltCache, runOvertaken, standingIn } from '../../e2e/world/lapsed-differences.ts'
import type { TestApp } from '../../e2e/world/test-app.ts'
import { shiftOf } from '../../e2e/world/two-systems.ts'
import type { CacheClient } from './cache-service.ts'
import type { StartCache } from './start-cache-worker.ts'

/** A cache that gets no answer from a core that died: one call of it never settles. */
const dyingAt =
  (call: keyof CacheClient): StartCache =>
  async (boot, logger) => {
    const handle = await inProcessCache(boot, logger)
    const client = new Proxy(handle.client, {
      get: (target, name: keyof CacheClient) => (name === call ? () => new Promise<never>(() => {}) : target[name]),
    })
    return { ...handle, client }
  }

describe('a decision that was overtaken', () => {
  for (const what of ['accept', 'acknowledge'] as const) {
    it.each(overtakes)(`does not come back with a cache read anew where, after "${what}", $name`, (one) =>
      runOvertaken(one, what),
    )
  }
})

it.each(['accept', 'acknowledge'] as const)(
  'what was decided ("%s") stands although the first read of a cache read anew left records out',
  async (what) => {
    const bench = await startAcceptBench({ pageSize: 10 })
    let again: TestApp | null = null
    try {
      await decide(bench, what)
      const before = await standingIn(bench.two.test)
      bench.two.right.setFault('http-500', { fromPage: 2 })
      again = await rebuiltCache(bench)
      const [run] = await again.client.runs.list({ limit: 1 })
      expect(run?.state).toBe('incomplete')
      bench.two.right.setFault(null)
      await again.sync(bench.two.pairingId)
      expect(await standingIn(again)).toEqual(before)
      await again.app.close()
      again = await rebuiltCache(bench)
      expect(await standingIn(again), 'nor did the ledger learn otherwise').toEqual(before)
    } finally {
      await again?.app.close()
      await bench.two.close()
    }
  },
)

describe('with a core that can die', () => {
  let bench: AcceptBench
  let again: TestApp | null = null
  beforeEach(async () => {
    bench = await startAcceptBench()
  })
  afterEach(async () => {
    await again?.app.close()
    again = null
    await bench.two.close()
  })
  const rebuilt = async (): Promise<TestApp> => {
    await again?.app.close()
    again = await rebuiltCache(bench)
    return again
  }
  const reopened = async (startCache: StartCache): Promise<TestApp> => {
    await again?.app.close()
    again = await bench.two.test.reopen({ startCache })
    return again
  }

  // `changes`: the ledger was never told; `forgetOvertaken`: it was, and the cache does not know.
  it.each(['changes', 'forgetOvertaken'] as const)(
    'keeps it for the next start where it dies at "%s"',
    async (call) => {
      await decide(bench, 'accept')
      const dying = await reopened(dyingAt(call))
      for (const label of ['Late', 'Night ward']) {
        bench.right({ label })
        await dying.sync(bench.two.pairingId)
      }
      expect(await standingIn(dying)).toMatchObject({ listed: 1, accepted: 0 })
      await reopened(inProcessCache)
      expect(await standingIn(await rebuilt())).toMatchObject({ listed: 1, accepted: 0 })
    },
  )

  it('keeps what was decided anew after it', async () => {
    await decide(bench, 'accept')
    await overtakes[0]?.overtake(bench)
    await decide(bench, 'accept')
    await bench.two.sync()
    expect(await standingIn(bench.two.test)).toMatchObject({ listed: 0, accepted: 1 })
    expect(await standingIn(await rebuilt())).toMatchObject({ listed: 0, accepted: 1 })
  })

  it('notes it where a value had moved before the lists showed it', async () => {
    const dying = await reopened(dyingAt('mirrorDecisions'))
    const { rows } = await dying.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })
    const { pairingId } = bench.two
    const asked = { of: bench.select(rows), reason: 'Agreed', until: null }
    void dying.client.discrepancies.accept(asked).catch(() => {})
    bench.right({ label: 'Late' })
    await dying.sync(pairingId)
    bench.right({ label: 'Night ward' })
    await dying.sync(pairingId)
    expect(await standingIn(dying)).toMatchObject({ listed: 1, accepted: 0 })
    expect(await standingIn(await rebuilt())).toMatchObject({ listed: 1, accepted: 0 })
  })

  it('does not touch what others decided about rows that did not move', async () => {
    bench.two.right.put({ ...shiftOf(bench.two.right, 'rota-21'), label: 'Elsewhere' })
    await bench.two.sync()
    const { test } = bench.two
    const of = bench.select(await bench.rows())
    await test.client.discrepancies.accept({ of, reason: 'Both', until: null })
    await overtakes[0]?.overtake(bench)
    expect(await standingIn(test)).toMatchObject({ listed: 1, accepted: 1 })
    expect(await standingIn(await rebuilt())).toMatchObject({ listed: 1, accepted: 1 })
  })
})
