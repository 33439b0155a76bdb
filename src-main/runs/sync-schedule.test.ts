import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Pairing } from '#contract/pairings'
import { fromMs, Instant, toMs } from '#contract/time'
import { inProcessCache } from '../../e2e/world/in-process-cache.ts'
import { keysIn, type TestApp } from '../../e2e/world/test-app.ts'
import { startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { systemClock } from '../platform/clock.ts'
import { silentLogger } from '../platform/logger.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { writeRun } from '../storage/run-store.ts'
import { newSyncRun } from './new-sync-run.ts'
import type { StartCache } from './start-cache-worker.ts'
import { makeSyncSchedule, nextSyncOf } from './sync-schedule.ts'

const hour = 3_600_000
const later = (at: Instant, ms: number): Instant => fromMs(toMs(at) + ms)

let systems: TwoSystems
let again: TestApp | null = null
const open: ReadDb[] = []
afterEach(async () => {
  for (const db of open.splice(0)) db.sql.close()
  await again?.app.close()
  again = null
  await systems.close()
})

/** Saves the pairing with this schedule, as a person would. */
async function scheduled(schedule: string | null): Promise<Pairing> {
  const { pairing } = await systems.state()
  return systems.test.client.pairings.save({ ...pairing, policy: { ...pairing.policy, schedule } })
}

/** The schedule over the stored files of a closed program, under a clock the test moves; `started` is when it started a sync. */
async function onFiles(now: Instant) {
  const { folder } = systems.test
  await systems.test.app.close()
  const keys = await keysIn(folder).unlock({ kind: 'key-file' })
  const file = <M extends 'read' | 'write'>(name: 'ledger' | 'cache', mode: M) =>
    openDatabase({
      path: join(folder, `${name}.db`),
      key: keys[name],
      file: name,
      mode,
      migrations: name === 'cache' ? cacheMigrations : ledgerMigrations,
    })
  const ledger: ReadDb = file('ledger', 'read')
  const cache: WriteDb = file('cache', 'write') as WriteDb
  open.push(ledger, cache)
  const started: Instant[] = []
  const world = { now, busy: false, started, unstorable: false }
  const schedule = makeSyncSchedule({
    ledger,
    cache,
    clock: { ...systemClock, now: () => world.now },
    logger: silentLogger,
    isBusy: () => world.busy,
    start(pairingId) {
      started.push(world.now)
      if (world.unstorable) throw new Error('no room')
      const systemNames = { left: 'Maple', right: 'Northgate' }
      const run = newSyncRun({
        pairingId,
        startedAt: world.now,
        trigger: 'schedule',
        state: 'running',
        systems: systemNames,
      })
      writeRun(cache, { ...run, state: 'failed', phase: 'ended', endedAt: world.now })
    },
  })
  return {
    world,
    /** Moves the clock by so many hours and ticks. */
    after(hours: number): void {
      world.now = later(world.now, hours * hour)
      schedule.tick()
    },
    tick: schedule.tick,
    /** When the page says that the pairing syncs next. */
    next: (pairing: Pairing) =>
      nextSyncOf({ ledger, cache }, { pairing, facility: loadFacility(ledger, pairing.facilityId), now: world.now }),
  }
}

/** A full hour in the future with quarter past as the moment, so that the pairing was saved before. */
const quarterPast = (): Instant => fromMs(Math.ceil((Date.now() + hour) / hour) * hour + hour / 4)

describe('a scheduled sync', () => {
  it('starts once at each full hour, however often the clock is looked at, also while the system fails', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled('0 * * * *')
    const { world, after, tick } = await onFiles(quarterPast())
    tick()
    const first = world.started.length
    for (let quarter = 1; quarter <= 16; quarter += 1) {
      after(0.25)
      tick()
    }
    // The first look finds the hour that passed since the pairing was saved.
    expect(first).toBe(1)
    expect(world.started.slice(first).map((at) => at.slice(14, 16))).toEqual(['00', '00', '00', '00'])
  })

  it('runs once after a night of sleep, and then at the next full hour', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled('0 * * * *')
    const { world, after, tick } = await onFiles(quarterPast())
    tick()
    after(9)
    tick()
    tick()
    expect(world.started).toHaveLength(2)
    after(0.5)
    expect(world.started).toHaveLength(2)
    after(0.25)
    expect(world.started).toHaveLength(3)
  })

  it('waits for the sync that runs, and starts right after it where one became due meanwhile', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled('0 * * * *')
    const { world, after, tick } = await onFiles(quarterPast())
    tick()
    world.busy = true
    after(2)
    expect(world.started).toHaveLength(1)
    world.busy = false
    tick()
    tick()
    expect(world.started).toHaveLength(2)
  })

  it('neither stops nor starts twice when the clock is set back, and when it is set right again', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled('0 * * * *')
    const { world, after, tick } = await onFiles(quarterPast())
    tick()
    after(24)
    expect(world.started).toHaveLength(2)
    // The newest run now lies in the future of the clock.
    after(-24)
    tick()
    expect(world.started).toHaveLength(2)
    after(0.5)
    expect(world.started).toHaveLength(2)
    after(0.25)
    expect(world.started).toHaveLength(3)
    after(0.5)
    expect(world.started).toHaveLength(3)
    after(24)
    expect(world.started).toHaveLength(4)
  })

  it('leaves a pairing that syncs by hand alone', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled(null)
    const { world, after } = await onFiles(quarterPast())
    after(100)
    expect(world.started).toEqual([])
  })

  it('is not overdue for the time before a person set it', async () => {
    systems = await startTwoSystems({ count: 2 })
    await scheduled('0 * * * *')
    const { world, tick } = await onFiles(systemClock.now())
    tick()
    expect(world.started).toEqual([])
  })

  it('tries again at the next occurrence, not at each look, where the run could not be stored', async () => {
    systems = await startTwoSystems({ count: 2 })
    const pairing = await scheduled('0 * * * *')
    const { world, after, tick, next } = await onFiles(quarterPast())
    world.unstorable = true
    tick()
    tick()
    expect(world.started).toHaveLength(1)
    expect(toMs(next(pairing) ?? world.now), 'told as due, not as about to start').toBeLessThan(toMs(world.now))
    after(0.75)
    tick()
    expect(world.started).toHaveLength(2)
  })
})

describe('the program', () => {
  /** The cache service as it would start on another day, at the same time of day. */
  const onDay =
    (days: number): StartCache =>
    (boot, logger) =>
      inProcessCache({ ...boot, pinnedDay: later(systemClock.now(), days * 24 * hour) }, logger)
  /** Half an hour away from now in every hour, so that no test meets it. */
  const halfAnHourOff = (): string => `${(Number(systemClock.now().slice(14, 16)) + 30) % 60} * * * *`

  it('syncs once by itself when it starts after days, says that the schedule did it, and tells when it will next', async () => {
    systems = await startTwoSystems()
    await systems.sync()
    await scheduled(halfAnHourOff())
    const { nextSyncAt } = await systems.state()
    const wait = toMs(nextSyncAt ?? Instant.parse('2000-01-01T00:00:00.000Z')) - Date.now()
    expect(wait).toBeGreaterThan(25 * 60_000)
    expect(wait).toBeLessThan(35 * 60_000)
    again = await systems.test.reopen({ startCache: onDay(3) })
    await again.idle()
    again = await again.reopen({ startCache: onDay(3) })
    await again.idle()
    const runs = await again.client.runs.list({ limit: 10 })
    expect(runs.map(({ trigger, state }) => [trigger, state])).toEqual([
      ['schedule', 'done'],
      ['person', 'done'],
    ])
  })

  it('starts nothing by itself for a command in a terminal, whose syncs say so', async () => {
    systems = await startTwoSystems()
    await scheduled(halfAnHourOff())
    again = await systems.test.reopen({ startCache: onDay(3), trigger: 'command' })
    expect(await again.client.runs.list({ limit: 10 })).toEqual([])
    expect((await again.sync(systems.pairingId)).trigger).toBe('command')
  })

  it('refuses a schedule that cannot be read before anything is stored', async () => {
    systems = await startTwoSystems({ count: 2 })
    await expect(scheduled('0 25 * * *')).rejects.toMatchObject({ code: 'bad-input' })
    expect((await systems.state()).pairing.policy.schedule).toBeNull()
  })

  it('says nothing of a next sync where a pairing syncs by hand', async () => {
    systems = await startTwoSystems({ count: 2 })
    expect((await systems.state()).nextSyncAt).toBeNull()
  })
})
