import { afterEach, describe, expect, it } from 'vitest'
import type { PairingId } from '#contract/ids'
import type { Run } from '#contract/runs'
import { syncedWith } from '../../e2e/crash/half-snapshots.ts'
import { startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { writeRun } from '../storage/run-store.ts'
import { newSyncRun } from './new-sync-run.ts'

let systems: TwoSystems
afterEach(() => systems.close())

/** Three more pairings of the same two systems: each with a facility of its own. */
async function fourPairings({ client } = systems.test): Promise<PairingId[]> {
  const [state] = await client.pairings.list({})
  if (!state) throw new Error('the pairing is gone')
  const { pairing, facility } = state
  const { left, right, recipeId, policy } = pairing
  const ids = [pairing.id]
  for (const name of ['Second House', 'Third House', 'Fourth House']) {
    const place = await client.facilities.save({ name, zone: facility.zone })
    ids.push((await client.pairings.save({ facilityId: place.id, recipeId, left, right, policy })).id)
  }
  return ids
}

const statesOf = (runs: readonly Run[]): string[] => runs.map(({ state }) => state).sort()
const waiting = (runs: readonly Run[]): Run[] => runs.filter(({ state }) => state === 'queued')

describe('a sync of everything', () => {
  it('runs two at a time, lets the others wait, and ends them all', async () => {
    systems = await startTwoSystems()
    const ids = await fourPairings()
    const runs = await systems.test.client.runs.syncAll({})
    expect(statesOf(runs)).toEqual(['queued', 'queued', 'running', 'running'])
    expect(runs.map(({ pairingId }) => pairingId).sort()).toEqual([...ids].sort())
    await systems.test.idle()
    const ended = await systems.test.client.runs.list({ limit: 10 })
    expect(statesOf(ended)).toEqual(['done', 'done', 'done', 'done'])
    expect(ended.every(({ trigger }) => trigger === 'person')).toBe(true)
  })

  it('answers the runs that stand already instead of starting them twice, and one facility only where asked', async () => {
    systems = await startTwoSystems()
    await fourPairings()
    const { client } = systems.test
    const [own] = await client.runs.syncAll({ facilityId: systems.facilityId })
    const all = await client.runs.syncAll({})
    expect(all).toHaveLength(4)
    expect(all.find(({ pairingId }) => pairingId === systems.pairingId)?.id).toBe(own?.id)
    await systems.test.idle()
    expect(await client.runs.list({ limit: 10 })).toHaveLength(4)
  })

  it('refuses a second sync of a pairing that runs, and of one that waits', async () => {
    systems = await startTwoSystems()
    await fourPairings()
    const { client } = systems.test
    for (const { pairingId } of await client.runs.syncAll({})) {
      await expect(client.runs.sync({ pairingId })).rejects.toMatchObject({ code: 'already-running' })
    }
    await systems.test.idle()
  })

  it('cancels one that waits at once, which then has read nothing', async () => {
    systems = await startTwoSystems()
    await fourPairings()
    const { client } = systems.test
    const [queued] = waiting(await client.runs.syncAll({}))
    if (!queued) throw new Error('none waits')
    await client.runs.cancel({ runId: queued.id })
    const [cancelled] = await client.runs.list({ pairingId: queued.pairingId, limit: 1 })
    expect([cancelled?.state, cancelled?.tell]).toEqual(['cancelled', 'Cancelled before it began. Nothing was read.'])
    // The pairing is free again, and the cancelled one never starts.
    expect((await systems.test.sync(queued.pairingId)).state).toBe('done')
    await systems.test.idle()
    const runs = await client.runs.list({ limit: 10 })
    expect(statesOf(runs)).toEqual(['cancelled', 'done', 'done', 'done', 'done'])
    expect(runs.find(({ id }) => id === queued.id)?.left.pages).toBe(0)
  })

  it('ends a pairing that cannot be synced as failed, says why, and syncs the others', async () => {
    systems = await startTwoSystems()
    const { client } = systems.test
    await fourPairings()
    const [maple] = await client.connections.list({})
    if (!maple) throw new Error('no connection')
    const { listUrl: _, ...settings } = maple.settings
    const keysOnly = await client.connections.save({
      connectorId: maple.connectorId,
      name: 'Maple without a list',
      environment: 'test',
      settings,
      secrets: { authHeaderValue: 'canary-key-for-tests' },
    })
    const { pairing } = await systems.state()
    const side = { connectionId: keysOnly.id, scope: pairing.left.scope }
    const broken = await client.pairings.save({
      ...pairing,
      left: side,
      right: { connectionId: keysOnly.id, scope: pairing.right.scope },
    })
    await client.runs.syncAll({})
    await systems.test.idle()
    const runs = await client.runs.list({ limit: 10 })
    expect(statesOf(runs)).toEqual(['done', 'done', 'done', 'failed'])
    const failed = runs.find(({ pairingId }) => pairingId === broken.id)
    expect(failed?.tell).toMatch(/has a list address, so there is nothing to start from/)
  })

  it('starts the others where one cannot even be stored, and tells why that one did not start', async () => {
    const planted = await syncedWith((cache) => {
      cache.sql.exec(`CREATE TRIGGER refused BEFORE INSERT ON run
        WHEN NEW.pairing_id = (SELECT pairing_id FROM run ORDER BY rowid LIMIT 1)
        BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    })
    systems = planted
    const again = await planted.test.reopen()
    const ids = await fourPairings(again)
    const runs = await again.client.runs.syncAll({})
    await again.idle()
    const stored = await again.client.runs.list({ limit: 10 })
    await again.app.close()
    expect(runs.map(({ pairingId }) => pairingId).sort()).toEqual([...ids].sort())
    const refused = runs.find(({ pairingId }) => pairingId === planted.pairingId)
    expect(refused).toMatchObject({ state: 'failed', endedAt: expect.any(String), tell: expect.stringMatching(/./) })
    // The first sync, before it was planted, and those of the three others.
    expect(statesOf(stored)).toEqual(['done', 'done', 'done', 'done'])
    expect(stored.some(({ id }) => id === refused?.id)).toBe(false)
  })

  it('cancels those that wait when the program closes, and they read nothing after', async () => {
    systems = await startTwoSystems()
    await fourPairings()
    const { test } = systems
    const queued = waiting(await test.client.runs.syncAll({}))
    const again = await test.reopen()
    const stored = await again.client.runs.list({ limit: 10 })
    await again.app.close()
    expect(statesOf(stored)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
    for (const { id } of queued) {
      expect(stored.find((run) => run.id === id)?.tell).toBe('Cancelled before it began. Nothing was read.')
    }
  })
})

it('closes a run that a crash left in the queue, and says that it read nothing', async () => {
  const waited: Run[] = []
  const planted = await syncedWith((cache) => {
    const systemNames = { left: 'Maple', right: 'Northgate' }
    const { pairing_id: pairingId } = cache.sql.prepare('SELECT pairing_id FROM run').get() as { pairing_id: PairingId }
    const startedAt = (cache.sql.prepare('SELECT started_at FROM run').get() as { started_at: Run['startedAt'] })
      .started_at
    const run = newSyncRun({ pairingId, startedAt, trigger: 'person', state: 'queued', systems: systemNames })
    writeRun(cache, run)
    waited.push(run)
  })
  systems = planted
  const again = await planted.test.reopen()
  const runs = await again.client.runs.list({ limit: 10 })
  await again.app.close()
  const found = runs.find(({ id }) => id === waited[0]?.id)
  expect([found?.state, found?.tell]).toEqual([
    'interrupted',
    'Plumbline was stopped before this sync began. Nothing was read; sync again to refresh the data.',
  ])
})

describe('a sync under way', () => {
  it('tells the rate and the time left of each side from the last read, and neither once the side is read', async () => {
    systems = await startTwoSystems({ count: 60, pageSize: 5, delayMs: 60 })
    const before = (await systems.sync()).right.records
    const { id } = await systems.test.client.runs.sync({ pairingId: systems.pairingId })
    const told: Run[] = []
    for await (const run of await systems.test.client.runs.follow({ runId: id })) told.push(run)
    const moving = told.map(({ right }) => right).filter(({ perSecond }) => perSecond !== null)
    expect(moving.length).toBeGreaterThan(0)
    for (const { perSecond, msLeft, records } of moving) {
      expect(msLeft).toBe(Math.round(((before - records) * 1000) / (perSecond ?? 1)))
    }
    const last = told.at(-1)
    expect(last?.state).toBe('done')
    expect([last?.left.perSecond, last?.left.msLeft, last?.right.perSecond]).toEqual([null, null, null])
  })
})

describe('the budget of a connection', () => {
  it('counts the requests of a sync, and goes on counting after a restart', async () => {
    systems = await startTwoSystems()
    const { test } = systems
    expect(await test.client.connections.budgets({})).toEqual([])
    await systems.sync()
    const first = await test.client.connections.budgets({})
    const asked = systems.left.requests.list + systems.left.requests.get
    expect(first.map(({ breaker, dailyLimit }) => [breaker, dailyLimit])).toEqual([
      ['closed', 20_000],
      ['closed', 20_000],
    ])
    expect(first[0]?.requestsToday).toBe(asked)
    const again = await test.reopen()
    await again.sync(systems.pairingId)
    const [second] = await again.client.connections.budgets({})
    await again.app.close()
    expect(second?.requestsToday).toBe(systems.left.requests.list + systems.left.requests.get)
    expect(second?.requestsToday).toBeGreaterThan(asked)
  })
})
