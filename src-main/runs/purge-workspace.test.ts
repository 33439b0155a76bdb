import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromMs, Instant, toMs } from '#contract/time'
import type { ChangeEvent } from '#contract/workspace'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { systemClock } from '../platform/clock.ts'
import { silentLogger } from '../platform/logger.ts'
import type { WriteDb } from '../storage/database.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { readLastPurge, saveRetentionDays } from '../storage/retention-store.ts'
import { nothingPurged } from './purge-pairing.ts'
import { makePurge, tellPurge } from './purge-workspace.ts'

const hour = 3_600_000
const start = Instant.parse('2026-11-21T12:00:00.000Z')
const key = Buffer.alloc(32, 9)

let folder: string
let bench: SyncBench
let ledger: WriteDb
let now: number
let asked: Instant[]
let bounds: (number | null)[]
let fails: boolean
let errors: string[]
let events: ChangeEvent[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-purge-'))
  bench = makeSyncBench(false)
  const path = join(folder, 'ledger.db')
  ledger = openDatabase({ path, key, file: 'ledger', mode: 'write', fence: 1, migrations: ledgerMigrations })
  now = toMs(start)
  ;[asked, bounds, errors, events, fails] = [[], [], [], [], false]
})
afterEach(() => {
  bench.close()
  ledger.sql.close()
  rmSync(folder, { recursive: true })
})

const purge = ({ removeSetAside = () => {} } = {}) =>
  makePurge({
    cache: () => bench.db,
    ledger,
    backups: join(folder, 'backups'),
    key,
    removeSetAside,
    worker: {
      purge: ({ before, mostMs }) => {
        asked.push(before)
        bounds.push(mostMs)
        return fails ? Promise.reject(new Error('the disk broke')) : Promise.resolve({ ...nothingPurged, records: 2 })
      },
    },
    clock: { ...systemClock, now: () => fromMs(now) },
    logger: { ...silentLogger, warn: (event) => errors.push(event), error: (event) => errors.push(event) },
    publish: (event) => events.push(event),
    closing: () => false,
  })

describe('a workspace is purged', () => {
  it('once after a start, then each day, whatever the start was like', async () => {
    const { tick } = purge()
    await tick()
    for (const hours of [1, 22, 1, 23]) {
      now += hours * hour
      await tick()
    }
    expect(asked).toEqual([start, fromMs(toMs(start) + 24 * hour)].map((at) => fromMs(toMs(at) - 30 * 24 * hour)))
    expect(readLastPurge(ledger)?.records).toBe(2)
    expect(events).toContainEqual({ topic: 'desk' })
    await purge().tick()
    expect(asked).toHaveLength(3)
  })

  it('for as many days as are set, and for two who ask at once in one go', async () => {
    saveRetentionDays(ledger, { days: 3, at: start, by: null })
    const { run } = purge()
    const [one, other] = await Promise.all([run(null), run(null)])
    expect(one).toBe(other)
    expect(asked).toEqual([fromMs(toMs(start) - 3 * 24 * hour)])
  })

  it('by a command where nothing was purged for a day, and then for no longer than a minute', async () => {
    const { whereDue, run } = purge()
    const first = await whereDue()
    now += 23 * hour
    expect(await whereDue()).toEqual(first)
    now += hour
    await whereDue()
    await run(null)
    expect(bounds).toEqual([60_000, 60_000, null])
  })

  it('also where a file from before a recovery cannot be removed, which is logged', async () => {
    const held = (): never => {
      throw Object.assign(new Error('held open'), { code: 'EBUSY' })
    }
    expect(await purge({ removeSetAside: held }).run(null)).toEqual(readLastPurge(ledger))
    expect([errors, events]).toEqual([['set-aside-not-removed'], [{ topic: 'desk' }, { topic: 'discrepancies' }]])
  })

  it('again a day later where it failed, which is logged and kept from nobody who asked for it', async () => {
    fails = true
    const { tick, run } = purge()
    await tick()
    expect(errors).toEqual(['not-purged'])
    expect(readLastPurge(ledger)).toBeNull()
    await expect(run(null)).rejects.toThrow('the disk broke')
  })
})

it('tells in one sentence or two what is gone and how far back time travel reaches', () => {
  const counts = { at: start, endedBefore: start, records: 0, discrepancies: 0, compares: 4, texts: 0 }
  expect(tellPurge(counts, null)).toBe('Nothing was stored any more of what ended before 21 Nov 2026 12:00 UTC.')
  expect(tellPurge({ ...counts, records: 1, discrepancies: 2, texts: 3 }, start)).toBe(
    'Removed what ended before 21 Nov 2026 12:00 UTC: 1 record, 2 closed discrepancies, 3 texts. Time travel reaches back to 21 Nov 2026 12:00 UTC.',
  )
})
