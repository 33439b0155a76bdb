import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SideName, SnapshotNumber } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { Instant } from '#contract/time'
import { type Clock, systemClock } from '../platform/clock.ts'
import { silentLogger } from '../platform/logger.ts'
import { makeSecretBox } from '../platform/secret-box.ts'
import { makeLiveRun } from '../runs/live-run.ts'
import { newSyncRun } from '../runs/new-sync-run.ts'
import { planSide, type SidePlan } from '../runs/side-plan.ts'
import { runSync } from '../runs/sync.ts'
import { readSecrets } from '../storage/connection-secret-store.ts'
import { loadConnection } from '../storage/connection-store.ts'
import type { WriteDb } from '../storage/database.ts'
import { listOpen } from '../storage/discrepancy-store.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { ledgerMigrations } from '../storage/migrations/ledger.ts'
import { openDatabase } from '../storage/open-database.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { findSide, loadSnapshot } from '../storage/snapshot-store.ts'
import { expectedDiscrepancies } from './ground-truth.ts'
import { type OpenDemo, openDemo } from './open-demo.ts'

const secretBox = makeSecretBox(randomBytes(32))
const key = randomBytes(32)
const running: OpenDemo[] = []
let folder: string
let ledger: WriteDb
let cache: WriteDb

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-sync-'))
  const open = (file: 'ledger' | 'cache') => {
    const migrations = file === 'ledger' ? ledgerMigrations : cacheMigrations
    return openDatabase({ path: join(folder, `${file}.db`), key, file, mode: 'write', migrations })
  }
  ledger = open('ledger')
  cache = open('cache')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((demo) => demo.close()))
  for (const db of [ledger, cache]) db.sql.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One sync of a pairing as the cache worker runs it: over http, with what stands in the ledger. */
async function sync(pairing: Pairing, clock: Clock): Promise<Run> {
  const facility = loadFacility(ledger, pairing.facilityId)
  const plan = (side: SideName): SidePlan => {
    const connection = loadConnection(ledger, pairing[side].connectionId)
    const secrets = () => readSecrets(ledger, connection.id, secretBox)
    return planSide({ side, pairing, facility, connection, secrets, context: { clock, random: () => 0.5 } })
  }
  const run = newSyncRun({
    pairingId: pairing.id,
    startedAt: clock.now(),
    trigger: 'person',
    state: 'running',
    systems: { left: 'left', right: 'right' },
  })
  const live = makeLiveRun({ db: cache, clock, run, changed: () => {}, unstored: () => {} })
  const plans = { left: plan('left'), right: plan('right') }
  await runSync({
    db: cache,
    clock,
    pairing,
    facility,
    plans,
    accepted: () => null,
    matchWords: () => [],
    mirrorDecisions: () => {},
    live,
    logger: silentLogger,
  })
  return live.current()
}

type Shown = {
  facility: string
  kind: string
  reason: string | null
  side: string | null
  fields: readonly string[]
} & {
  matchedBy: string | null
  leftKey: string | null
  rightKey: string | null
}

const inOrder = (all: Shown[]): Shown[] =>
  all.toSorted((a, b) =>
    `${a.facility} ${a.leftKey} ${a.rightKey}`.localeCompare(`${b.facility} ${b.leftKey} ${b.rightKey}`),
  )

/** What the compares hold open; a duplicate shows one of its copies, so none of them is named here. */
const shown = (): Shown[] =>
  inOrder(
    listPairings(ledger).flatMap((pairing) =>
      listOpen(cache, pairing.id).map(({ kind, reason, side, differences, leftKey, rightKey, matchedBy }) => ({
        facility: pairing.right.scope === 'NORTHGATE-1' ? 'a' : 'b',
        ...{ kind, reason, side, fields: differences.map(({ field }) => field), leftKey, matchedBy },
        rightKey: kind === 'duplicate' ? null : rightKey,
      })),
    ),
  )

const planted = (demo: OpenDemo, now: Instant): Shown[] =>
  inOrder(
    expectedDiscrepancies(demo.world(), { now }).map(({ rightKeys, ...truth }) => ({
      ...truth,
      rightKey: truth.kind === 'duplicate' ? null : (rightKeys[0] ?? null),
    })),
  )

describe('a sync of the demo over http', () => {
  // 02:00 is still the evening before at one of the facilities, 23:30 is late on the same day at both.
  it.each(['2026-11-21T02:00:00.000Z', '2026-11-21T09:30:00.000Z', '2026-03-21T23:30:00.000Z'])(
    'shows exactly what is planted, at %s',
    async (text) => {
      const now = Instant.parse(text)
      const demo = await openDemo({
        ledger,
        secretBox,
        under: { ...systemClock, now: () => now },
        newSeed: () => 7,
      })
      running.push(demo)
      for (const pairing of listPairings(ledger)) {
        expect(await sync(pairing, demo.clock)).toMatchObject({
          state: 'done',
          tell: 'Both systems were read completely.',
        })
      }
      expect(shown()).toEqual(planted(demo, now))
      for (const pairing of listPairings(ledger)) {
        expect((await sync(pairing, demo.clock)).outcome).toMatchObject({ opened: 0, closed: 0 })
      }
      expect(shown()).toEqual(planted(demo, now))
    },
  )

  it('finds nothing new and keeps its history when the systems come back at new addresses', async () => {
    const under = { ...systemClock, now: () => Instant.parse('2026-11-21T09:30:00.000Z') }
    const first = await openDemo({ ledger, secretBox, under, newSeed: () => 7 })
    running.push(first)
    for (const pairing of listPairings(ledger)) await sync(pairing, first.clock)
    const before = listPairings(ledger).flatMap((pairing) => listOpen(cache, pairing.id))
    await first.close()
    const later = await openDemo({ ledger, secretBox, under })
    running.push(later)
    for (const pairing of listPairings(ledger)) {
      expect((await sync(pairing, later.clock)).outcome).toMatchObject({ opened: 0, closed: 0 })
    }
    expect(listPairings(ledger).flatMap((pairing) => listOpen(cache, pairing.id))).toEqual(before)
    for (const side of ['left', 'right'] as const) {
      const sides = listPairings(ledger).map((pairing) => findSide(cache, pairing.id, side))
      const epochs = sides.map((row) =>
        [1, 2].map((number) => row && loadSnapshot(cache, row.id, SnapshotNumber.parse(number))?.epoch),
      )
      for (const [one, two] of epochs) expect(two).toBe(one)
      expect(epochs.flat()).not.toContain(undefined)
    }
  })

  it('shows exactly the new world after a reset', async () => {
    let now = Instant.parse('2026-11-21T09:30:00.000Z')
    let seed = 7
    const demo = await openDemo({ ledger, secretBox, under: { ...systemClock, now: () => now }, newSeed: () => seed++ })
    running.push(demo)
    for (const pairing of listPairings(ledger)) await sync(pairing, demo.clock)
    now = Instant.parse('2026-11-23T10:00:00.000Z')
    demo.reset()
    expect(shown()).toEqual([])
    for (const pairing of listPairings(ledger)) expect(await sync(pairing, demo.clock)).toMatchObject({ state: 'done' })
    expect(shown()).toEqual(planted(demo, now))
    expect(shown().length).toBe(108)
  })
})
