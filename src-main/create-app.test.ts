import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { fromMs, LocalDate } from '#contract/time'
import { startTestApp, type TestApp } from '../e2e/world/test-app.ts'
import { expectedDiscrepancies } from './demo/ground-truth.ts'
import { makeWorld } from './demo/world.ts'
import { systemClock } from './platform/clock.ts'

let test: TestApp
afterEach(() => test.close())

const passphrase = 'an invented passphrase'

describe('a workspace of its own', () => {
  it('starts new, opens with a passphrase, locks, refuses a wrong one and opens with the right one', async () => {
    test = await startTestApp()
    const { workspace, facilities } = test.client
    expect((await workspace.info({})).state).toEqual({ state: 'new' })
    await expect(facilities.list({})).rejects.toMatchObject({ code: 'workspace-locked' })

    const created = await workspace.create({ operator: 'Ada Invented', unlock: { kind: 'passphrase', passphrase } })
    expect([created.state, created.operator, created.unlock]).toEqual([{ state: 'open' }, 'Ada Invented', 'passphrase'])
    expect(await facilities.list({})).toEqual([])

    expect((await workspace.lock({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: null })
    await expect(facilities.list({})).rejects.toMatchObject({ code: 'workspace-locked' })
    expect((await workspace.unlock({ passphrase: 'not the right one' })).state).toEqual({
      state: 'locked',
      wrongKey: true,
      retryAt: null,
    })
    expect((await workspace.unlock({ passphrase })).state).toEqual({ state: 'open' })

    test = await test.reopen()
    expect((await test.client.workspace.info({})).state).toEqual({ state: 'locked', wrongKey: false, retryAt: null })
  })

  it('opens by itself where it is kept unlocked, and does not pretend to lock', async () => {
    test = await startTestApp()
    await test.client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
    test = await test.reopen()
    expect((await test.client.workspace.info({})).state).toEqual({ state: 'open' })
    await expect(test.client.workspace.lock({})).rejects.toMatchObject({ code: 'not-available-here' })
  })

  it('names a lost key file and leaves everything as it is', async () => {
    test = await startTestApp()
    await test.client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
    await test.app.close()
    await rm(join(test.folder, 'unlock.key'))
    test = await test.reopen()
    expect((await test.client.workspace.info({})).state).toMatchObject({
      state: 'failed',
      error: { code: 'workspace-key-missing', blame: 'settings' },
    })
  })

  it('takes one of two starts at once and refuses the other, and opens again with the same keys', async () => {
    test = await startTestApp()
    const create = () =>
      test.client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'passphrase', passphrase } })
    const ends = await Promise.allSettled([create(), create()])
    expect(ends.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
    await test.client.workspace.lock({})
    const unlock = () => test.client.workspace.unlock({ passphrase })
    await Promise.allSettled([unlock(), unlock()])
    expect((await test.client.workspace.info({})).state).toEqual({ state: 'open' })
    test = await test.reopen()
    expect((await test.client.workspace.unlock({ passphrase })).state).toEqual({ state: 'open' })
  })

  it('stays closed when it is closed while it is being unlocked', async () => {
    test = await startTestApp()
    await test.client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'passphrase', passphrase } })
    await test.client.workspace.lock({})
    const unlocking = test.client.workspace.unlock({ passphrase }).catch(() => null)
    await test.app.close()
    await unlocking
    await expect(test.client.facilities.list({})).rejects.toMatchObject({ code: 'workspace-locked' })
    test = await test.reopen()
    expect((await test.client.workspace.unlock({ passphrase })).state).toEqual({ state: 'open' })
  })

  it('cannot be reset like the demo', async () => {
    test = await startTestApp()
    await test.client.workspace.create({ operator: 'Ada Invented', unlock: { kind: 'key-file' } })
    await expect(test.client.workspace.resetDemo({})).rejects.toMatchObject({ code: 'not-available-here' })
  })
})

describe('the demo', () => {
  it('stays on its day over a restart, and shows exactly a new world after a reset', async () => {
    let days = 0
    const clock = { ...systemClock, now: () => fromMs(Date.now() + days * 86_400_000) }
    test = await startTestApp({ demo: true, demoSeed: 11, clock })
    await test.idle()
    const first = (await test.client.workspace.info({})).now.slice(0, 10)

    days = 3
    test = await test.reopen()
    expect((await test.client.workspace.info({})).now.slice(0, 10)).toBe(first)
    const before = await test.client.pairings.list({})

    const { now } = await test.client.workspace.resetDemo({})
    await test.idle()
    expect(now.slice(0, 10)).not.toBe(first)
    const expected = expectedDiscrepancies(makeWorld({ seed: 11, day: LocalDate.parse(now.slice(0, 10)) }), { now })
    const { total } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 500 })
    expect(total).toBe(expected.length)
    const after = await test.client.pairings.list({})
    expect(after).toHaveLength(before.length)
    expect(after.map((one) => one.pairing.id)).not.toEqual(before.map((one) => one.pairing.id))
    const runs = await test.client.runs.list({ limit: 100 })
    expect(runs.every((run) => after.some((one) => one.pairing.id === run.pairingId))).toBe(true)
  })
})
